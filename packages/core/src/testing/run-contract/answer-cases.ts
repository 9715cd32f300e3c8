import { expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../errors/usage-error.ts';
import { createRedactor } from '../../journal/redactor.ts';
import type { Run } from '../../run/run.ts';
import { keysOf, paid, type RunPlace, repeated, sit, usageOfOne } from './contract-run.ts';

async function flow(run: Run): Promise<string> {
  const first = await run.call('a', paid, { text: 'one' });
  const [left, right] = await run.all('b', [
    (branch) => branch.call('x', paid, { text: 'two' }),
    (branch) => branch.call('x', repeated, { text: 'three' }),
  ]);
  return [first, left, right, await run.now('time'), await run.random('seed')].join('|');
}

/** Answers are stored before they are handed on, and asked for once. */
export function answerCases(newPlace: () => Promise<RunPlace>): void {
  test('a later sitting pays nothing again and gives the same; a replay performs only what must be done again', async () => {
    const place = await newPlace();
    const original = await sit(place);
    const result = await flow(original.run);
    expect(original.asked).toEqual(['one', 'two', 'three']);
    const resumed = await sit(place, { now: () => 99, random: () => 98 });
    expect(await flow(resumed.run)).toBe(result);
    expect(resumed.asked).toEqual([]);
    expect(resumed.budget.used).toEqual({
      calls: 3,
      promptTokens: 30,
      cachedTokens: 6,
      completionTokens: 15,
    });
    const replayed = await sit(place, { mode: 'replay' });
    expect(await flow(replayed.run)).toBe(result);
    expect(replayed.asked).toEqual(['three']);
    expect((await place.recorded()).map((entry) => entry.key).toSorted()).toEqual([
      'a',
      'b.1/x',
      'b.2/x',
      'seed',
      'time',
    ]);
  });

  test('an answer is stored before it is handed on', async () => {
    const place = await newPlace();
    const { run } = await sit(place);
    for (const key of ['a', 'b', 'c']) {
      await run.call(key, paid, { text: key });
      expect(await keysOf(place)).toContain(key);
    }
    await run.now('time');
    expect((await keysOf(place)).at(-1)).toBe('time');
  });

  test('a failure is no answer: a later sitting asks again, also where the flow went on without it', async () => {
    const place = await newPlace();
    const hopeful = async (run: Run): Promise<string> => {
      const first = await run.call('a', paid, { text: 'one' }).catch(() => 'none');
      return `${first} ${await run.call('b', paid, { text: 'two' })}`;
    };
    const fail = new UsageError('no', 'wait');
    const failing = await sit(place, {
      answer: ({ text }) => (text === 'one' ? Promise.reject(fail) : text),
    });
    expect(await hopeful(failing.run)).toBe('none two');
    expect(failing.budget.used.calls).toBe(1);
    expect(await keysOf(place)).toEqual(['b']);
    const still = await sit(place, { answer: () => Promise.reject(fail) });
    expect(await hopeful(still.run)).toBe('none two');
    expect(still.asked).toEqual(['one']);
  });

  test('the flow sees the same value in every sitting: what is stored, and nothing besides', async () => {
    const shape = z.object({ list: z.array(z.string()), note: z.string().optional(), more: z.unknown() });
    const effect = { ...paid, output: shape };
    const place = await newPlace();
    const answer = () => ({ list: ['a'], note: undefined, more: new Date(0), extra: 1 });
    const values: unknown[] = [];
    for (const mode of ['live', 'live', 'replay'] as const) {
      const { run } = await sit(place, { answer, mode });
      const value = await run.call('a', effect, { text: 'one', note: undefined });
      expect(() => value.list.push('b')).toThrow(TypeError);
      values.push(value, Object.keys(value));
    }
    const seen = [{ list: ['a'], more: '1970-01-01T00:00:00.000Z' }, ['list', 'more']];
    expect(values).toEqual([...seen, ...seen, ...seen]);
  });

  test('an answer or an input that does not fit is named, and nothing is stored', async () => {
    const place = await newPlace();
    for (const wrong of [7, undefined, 10n]) {
      const { run } = await sit(place, { answer: () => wrong });
      await expect(run.call('a', paid, { text: 'one' })).rejects.toMatchObject({ code: 'seam', step: 'a' });
    }
    const { run, asked } = await sit(place);
    await expect(run.call('a', paid, { text: 1 } as never)).rejects.toThrow(/Step a has an input .*\/text/);
    await expect(run.call('b', { ...paid, name: 'other' }, { text: 'x' })).rejects.toThrow(/nobody performs/);
    expect(asked).toEqual([]);
    expect(await keysOf(place)).toEqual([]);
  });

  test('secrets and host paths reach neither handlers nor store, and the flow sees what is stored', async () => {
    const place = await newPlace();
    const redact = createRedactor({ secrets: ['sk-canary'], hostPaths: { '/home/someone/runs': '/runs' } });
    const { run, asked } = await sit(place, { redact, answer: () => 'sk-canary in /home/someone/runs/x' });
    expect(await run.call('a', paid, { text: 'my sk-canary' })).toBe('[redacted] in /runs/x');
    expect(asked).toEqual(['my [redacted]']);
    expect(JSON.stringify(await place.recorded())).not.toMatch(/sk-canary|someone/);
    const replayed = await sit(place, { mode: 'replay' });
    expect(await replayed.run.call('a', paid, { text: 'my [redacted]' })).toBe('[redacted] in /runs/x');
  });

  test('a step side by side with others is timed once for the whole run', async () => {
    const place = await newPlace();
    let seconds = 100;
    const answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seconds = 160;
      return 'x';
    };
    const { run } = await sit(place, { answer, stopwatch: () => seconds });
    await run.all(
      'b',
      [1, 2, 3].map((index) => (branch) => branch.call('x', paid, { text: `${index}` })),
    );
    expect((await place.recorded()).map((entry) => entry.seconds)).toEqual([60, 60, 60]);
    const later = await sit(place);
    expect(later.budget.activeSeconds()).toBe(60);
    expect(later.budget.used.completionTokens).toBe(3 * usageOfOne.completionTokens);
  });
}
