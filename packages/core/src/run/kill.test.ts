import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openRunStore } from './run-store.ts';

const source = new URL('..', import.meta.url).pathname;

/** One sitting as a process of its own: paid steps in a row, four samples side by side, a large answer. */
const sitting = (folder: string, ledger: string): string => `
  import { appendFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { z } from 'zod';
  import { createBudget } from '${source}budget/create-budget.ts';
  import { createRun } from '${source}run/create-run.ts';
  import { openRunStore } from '${source}run/run-store.ts';
  const store = openRunStore('${folder}');
  const known = (await store.list()).length > 0;
  const stored = known
    ? await store.open('r1')
    : await store.create({ runId: 'r1', codeVersion: '1', created: 1, request: null }, {});
  const paid = { name: 'paid', input: z.string(), output: z.string(), replay: 'recorded' };
  const run = createRun({
    journal: stored.journal,
    handlers: {
      paid: {
        run: async (text, { key }) => {
          appendFileSync('${ledger}', key + '\\n');
          await sleep(text.length);
          return 'x'.repeat(text === 'large' ? 200_000 : 5) + key;
        },
      },
    },
    budget: createBudget({}, () => 0),
    now: () => Date.now(),
    random: () => 4,
    emit: () => {},
    signal: new AbortController().signal,
    redact: (value) => value,
    mode: 'live',
  });
  const answers = [];
  for (let round = 0; round < 6; round += 1) {
    answers.push(await run.call('before.' + round, paid, 'one'));
    const won = await run.first(
      'samples.' + round,
      [0, 1, 2, 3].map((index) => async (branch) => {
        await branch.call('write', paid, 'x'.repeat(1 + ((index * 7 + round) % 5)));
        return branch.call('try', paid, index === 1 ? 'large' : 'two');
      }),
      (result) => result.includes('.3/') || result.includes('.4/'),
    );
    answers.push(won.index, won.result.length);
    await run.now('time.' + round);
  }
  process.stdout.write(JSON.stringify(answers) + '\\n');
  await stored.close();`;

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
}

test('killed with -9 again and again, no stored answer is asked for again, and the end is the same', async () => {
  const parent = await temporaryFolder();
  const [folder, ledger] = [join(parent, 'runs'), join(parent, 'ledger')];
  const mostInFlight = 4;
  let output = '';
  let stored: string[] = [];
  let kills = 0;
  for (let seed = 1; output === ''; seed += 1) {
    const asked = (await linesOf(ledger)).length;
    const child = spawn(process.execPath, ['--input-type=module', '-e', sitting(folder, ledger)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (piece) => {
      output += piece;
    });
    const closed = once(child, 'close');
    while ((await linesOf(ledger)).length < asked + 1 + ((seed * 5) % 7) && child.exitCode === null) {
      await sleep(1);
    }
    await sleep(seed % 5);
    if (kills < 10) kills += Number(child.kill('SIGKILL'));
    await closed;
    expect(child.exitCode ?? 0, 'a sitting failed').toBe(0);
    const again = (await linesOf(ledger)).slice(asked).filter((key) => stored.includes(key));
    expect(again).toEqual([]);
    if (!(await readdir(folder)).includes('r1')) continue;
    const run = await openRunStore(folder).open('r1');
    expect(run.journal.entries.map((entry) => entry.key)).toEqual(expect.arrayContaining(stored));
    stored = run.journal.entries.map((entry) => entry.key);
    await run.close();
  }
  expect(JSON.parse(output)).toHaveLength(18);
  expect(JSON.parse(output).filter((value: unknown) => typeof value === 'number' && value < 4)).toEqual(
    Array(6).fill(2),
  );
  const asked = await linesOf(ledger);
  expect(asked.length - new Set(asked).size).toBeLessThanOrEqual(kills * mostInFlight);
  expect(
    (await readdir(join(folder, 'r1'), { recursive: true })).filter((name) => name.includes('partial')),
  ).toEqual([]);
}, 60_000);
