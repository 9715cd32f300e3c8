import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '@bottega/agents';
import { expect, test } from 'vitest';

const prompt =
  'words.py, which prints the number of words of the file given; for a file holding `one two three` it prints `3`';
const seeds = [1, 2, 3];
const minutes = 8;

/** A test that no role has seen: other text, several lines, odd white space. */
async function passesHidden(folder: string): Promise<boolean> {
  const file = join(await mkdtemp(join(tmpdir(), 'hidden-')), 'text.txt');
  await writeFile(file, 'alpha beta\n\n  gamma\tdelta\nepsilon  zeta eta\n');
  try {
    return (
      execFileSync('python3', ['words.py', file], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim() ===
      '7'
    );
  } catch {
    return false;
  }
}

test(
  'the real model builds an easy program that is verified and passes a hidden test',
  async () => {
    const outcomes: string[] = [];
    for (const seed of seeds) {
      const base = await mkdtemp(join(tmpdir(), 'real-'));
      const { report, folder } = await build({ prompt, seed, folder: base, runsFolder: join(base, 'runs') });
      const hidden = await passesHidden(folder);
      outcomes.push(
        `seed ${seed}: ${report.verdict.kind}, hidden test ${hidden ? 'passed' : 'failed'}, ${report.usage.calls} calls, ${Math.round(report.seconds)} s`,
      );
      if (report.verdict.kind === 'verified' && hidden) break;
    }
    process.stdout.write(`real model: ${outcomes.join('; ')}\n`);
    expect(outcomes.at(-1)).toMatch(/verified, hidden test passed/);
  },
  minutes * 60_000,
);
