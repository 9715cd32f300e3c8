import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createBudget } from '../budget/create-budget.ts';
import type { Effect, EffectHandler } from '../effects/effect.ts';
import {
  createJournal,
  createJournalFiles,
  createRedactor,
  openJournal,
  type Redactor,
} from '../journal/index.ts';
import { createRun } from './create-run.ts';
import type { Run } from './run.ts';
import type { RunOptions } from './run-options.ts';

type Question = { text: string; wait?: number | undefined };
const schema = z.object({ text: z.string(), wait: z.number().optional() });
const paid: Effect<Question, string> = {
  name: 'paid',
  input: schema,
  output: z.string(),
  replay: 'recorded',
};
const repeated: Effect<Question, string> = { ...paid, name: 'repeated', replay: 'again' };
const header = { runId: 'r1', codeVersion: '1', created: 1, request: { prompt: 'x' } };
const usage = { calls: 1, promptTokens: 10, cachedTokens: 0, completionTokens: 5 };

interface Setup extends Partial<Omit<RunOptions, 'journal' | 'handlers'>> {
  answer?: (input: Question) => string;
}

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const files of opened.splice(0)) await files.close();
});

async function open(folder: string, setup: Setup = {}) {
  const files = createJournalFiles();
  opened.push(files);
  const isNew = (await files.read(join(folder, 'journal.jsonl'))) === null;
  const journal = isNew ? await createJournal(folder, files, header) : await openJournal(folder, files);
  const asked: string[] = [];
  const handler: EffectHandler<Question, string> = {
    run: async (input, { signal }) => {
      asked.push(input.text);
      if (input.wait !== undefined) await sleep(input.wait, undefined, { signal });
      return setup.answer?.(input) ?? `answer to ${input.text}`;
    },
    worstCase: () => usage,
    usage: () => usage,
  };
  const budget = setup.budget ?? createBudget({}, () => 0);
  const run = createRun({
    journal,
    handlers: { paid: handler as never, repeated: handler as never },
    budget,
    now: () => 7,
    random: () => 3,
    emit: () => {},
    signal: new AbortController().signal,
    redact: createRedactor({ secrets: [], hostPaths: {} }),
    mode: 'live',
    ...setup,
  });
  return { run, journal, asked, budget, files };
}

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'run-'));

async function flow(run: Run): Promise<string> {
  const first = await run.call('a', paid, { text: 'one' });
  const [left, right] = await run.all('b', [
    (branch) => branch.call('x', paid, { text: 'two' }),
    (branch) => branch.call('x', repeated, { text: 'three' }),
  ]);
  return [first, left, right, await run.now('time'), await run.random('seed')].join('|');
}

test('a resumed run pays nothing again and gives the same; a replay performs only what must be done again', async () => {
  const place = await folder();
  const original = await open(place);
  const result = await flow(original.run);
  expect(original.asked).toEqual(['one', 'two', 'three']);
  const resumed = await open(place, { now: () => 99 });
  expect(await flow(resumed.run)).toBe(result);
  expect(resumed.asked).toEqual([]);
  expect(resumed.budget.used.calls).toBe(3);
  const replayed = await open(place, { mode: 'replay' });
  expect(await flow(replayed.run)).toBe(result);
  expect(replayed.asked).toEqual(['three']);
});

test('an effect done again with another result is named', async () => {
  const place = await folder();
  await flow((await open(place)).run);
  const replayed = await open(place, { mode: 'replay', answer: () => 'other' });
  await expect(flow(replayed.run)).rejects.toMatchObject({ code: 'damaged-run', step: 'b.2/x' });
});

test('another key, another input, a key used twice and a step past the end are named', async () => {
  const place = await folder();
  await flow((await open(place)).run);
  const other = (await open(place)).run;
  await expect(other.call('z', paid, { text: 'one' })).rejects.toMatchObject({
    code: 'determinism',
    expected: 'a',
    actual: 'z',
  });
  await expect((await open(place)).run.call('a', paid, { text: 'changed' })).rejects.toThrow(
    /a \(paid\) with another input, in text,/,
  );
  const twice = (await open(await folder())).run;
  await twice.now('t');
  await expect(twice.now('t')).rejects.toMatchObject({ code: 'seam', step: 't' });
  const replayed = (await open(place, { mode: 'replay' })).run;
  await flow(replayed);
  await expect(replayed.call('more', paid, { text: 'x' })).rejects.toThrow(/end of the recorded run/);
});

test('the lowest passing branch wins whatever ended first, and a replay decides the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ wait: fc.integer({ min: 0, max: 8 }), good: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
      async (samples) => {
        const place = await folder();
        const start = (run: Run) =>
          run.first(
            'samples',
            samples.map(
              ({ wait, good }, index) =>
                (branch: Run) =>
                  branch.call('try', paid, { text: `${good} ${index}`, wait }),
            ),
            (answer) => answer.includes('true'),
          );
        const won = await start((await open(place)).run);
        const lowest = samples.findIndex((sample) => sample.good);
        expect(won?.index ?? -1).toBe(lowest);
        const replayed = await open(place, { mode: 'replay' });
        expect(await start(replayed.run)).toEqual(won);
        expect(replayed.asked).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

test('an answer that arrives after a cancel is still stored and booked', async () => {
  const place = await folder();
  const controller = new AbortController();
  const answer = (): string => {
    controller.abort();
    return 'late';
  };
  const { run, journal, budget } = await open(place, { signal: controller.signal, answer });
  expect(await run.call('a', paid, { text: 'one' })).toBe('late');
  await expect(run.call('b', paid, { text: 'two' })).rejects.toMatchObject({ code: 'cancelled' });
  expect(journal.entries).toHaveLength(1);
  expect(budget.used.calls).toBe(1);
});

test('a call that does not fit the budget is not sent, and the limit is named', async () => {
  const { run, asked } = await open(await folder(), {
    budget: createBudget({ calls: 2, tokens: 40 }, () => 0),
  });
  await run.call('a', paid, { text: 'one' });
  await run.call('b', paid, { text: 'two' });
  await expect(run.call('c', paid, { text: 'three' })).rejects.toMatchObject({
    code: 'budget-exceeded',
    limit: 'calls',
  });
  expect(asked).toHaveLength(2);
});

test('neither secrets nor host paths reach the journal, and the flow sees what is recorded', async () => {
  const place = await folder();
  const redact: Redactor = createRedactor({
    secrets: ['sk-canary'],
    hostPaths: { '/home/someone/runs': '/runs' },
  });
  const { run } = await open(place, { redact, answer: () => 'sk-canary in /home/someone/runs/x' });
  expect(await run.call('a', paid, { text: 'my sk-canary' })).toBe('[redacted] in /runs/x');
  const text = await readFile(join(place, 'journal.jsonl'), 'utf8');
  expect(text).not.toContain('sk-canary');
  expect(text).not.toContain('/home/someone');
});

test('recorded answers cannot be changed by the flow', async () => {
  const { run } = await open(await folder());
  const objects: Effect<Question, { list: string[] }> = {
    ...paid,
    output: z.object({ list: z.array(z.string()) }),
  } as never;
  const place = await folder();
  const again = await open(place, { answer: () => ({ list: ['a'] }) as never });
  const output = await again.run.call('a', objects, { text: 'x' });
  expect(() => output.list.push('b')).toThrow(TypeError);
  expect(await run.now('t')).toBe(7);
});

test('a torn last line is dropped with a notice, a flipped byte is named by step', async () => {
  const place = await folder();
  await flow((await open(place)).run);
  const path = join(place, 'journal.jsonl');
  const whole = await readFile(path, 'utf8');
  await writeFile(path, whole.slice(0, -20));
  const torn = await open(place);
  expect(torn.journal.notices).toHaveLength(1);
  await writeFile(path, whole.replace('answer to two', 'answer to tww'));
  await expect(open(place)).rejects.toMatchObject({ code: 'damaged-run', step: 'b.1/x' });
});

test('a large value stands in a blob, and a flipped byte there is named by its step', async () => {
  const place = await folder();
  const large = 'x'.repeat(100_000);
  const { run } = await open(place, { answer: () => large });
  await run.call('big', paid, { text: 'one' });
  const text = await readFile(join(place, 'journal.jsonl'), 'utf8');
  expect(text.length).toBeLessThan(5_000);
  const blob = /"blob":"([0-9a-f]{64})"/.exec(text)?.[1] ?? '';
  expect((await open(place)).journal.find('big')?.output).toBe(large);
  await writeFile(join(place, 'blobs', blob), `"y${large.slice(1)}"`);
  await expect(open(place)).rejects.toMatchObject({ code: 'damaged-run', step: 'big' });
});
