import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '@bottega/agents';
import { createScriptedModel } from '@bottega/agents/testing';
import type { Verdict } from '@bottega/core';
import type { JudgedProgram } from './programs.ts';

const mostCalls = 12;

/** Builds with a model that writes this program and never another one; `folderName` is where it is delivered. */
export async function judgeProgram(
  program: JudgedProgram,
  options: { readonly signal: AbortSignal; readonly folderName?: string },
): Promise<Verdict> {
  const base = await mkdtemp(join(tmpdir(), 'judged-'));
  const [command, fence] = program.file === 'main.py' ? ['python3', 'python'] : ['node', 'javascript'];
  const answer = program.program === null ? 'I cannot.' : `\`\`\`${fence}\n${program.program}\`\`\`\n`;
  try {
    const { report } = await build({
      prompt: `Write ${program.file}, which is started with \`${command} ${program.file}\`.`,
      folder: base,
      out: options.folderName ?? 'out',
      runsFolder: join(base, 'runs'),
      model: {
        provider: 'custom',
        model: createScriptedModel([
          { when: 'Write one example a line', answer: 'I know none.' },
          { when: 'Write the file', answer },
          ...Array.from({ length: mostCalls }, () => ({ answer: 'I cannot.' })),
        ]),
      },
      signal: options.signal,
    });
    return report.verdict;
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}
