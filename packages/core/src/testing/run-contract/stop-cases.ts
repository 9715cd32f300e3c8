import { expect, test } from 'vitest';
import { UsageError } from '../../errors/usage-error.ts';
import { errorOf, keysOf, paid, type RunPlace, repeated, sit, usageOfOne } from './contract-run.ts';

/** Cancelling and budgets. */
export function stopCases(newPlace: () => Promise<RunPlace>): void {
  test('an answer that arrives after a cancel is still stored and booked; then the run is cancelled', async () => {
    const place = await newPlace();
    const controller = new AbortController();
    const answer = (): string => {
      controller.abort();
      return 'late';
    };
    const { run, budget, asked } = await sit(place, { signal: controller.signal, answer });
    expect(await run.call('a', paid, { text: 'one' })).toBe('late');
    await expect(run.call('b', paid, { text: 'two' })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(run.now('time')).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toEqual(['one']);
    expect(await keysOf(place)).toEqual(['a']);
    expect(budget.used).toEqual(usageOfOne);
  });

  test('a handler that stops on a cancel leaves nothing stored, booked or reserved, and its branch can go on', async () => {
    const place = await newPlace();
    const controller = new AbortController();
    const { run, budget } = await sit(place, {
      signal: controller.signal,
      limits: { calls: 1 },
      answer: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          setTimeout(() => controller.abort(), 1);
        }),
    });
    const error = await errorOf(run.call('a', paid, { text: 'one' }));
    expect(error).toMatchObject({ code: 'cancelled', message: 'Step a was cancelled.' });
    expect(budget.used.calls).toBe(0);
    expect(() => budget.reserve(usageOfOne)).not.toThrow();
    expect(await keysOf(place)).toEqual([]);
    const later = await sit(place);
    expect(await later.run.call('a', paid, { text: 'one' })).toBe('answer to one');
  });

  test('a cancel that carries a reason of its own ends the run with it', async () => {
    const controller = new AbortController();
    const reason = new UsageError('out of time', 'take more');
    const { run } = await sit(await newPlace(), { signal: controller.signal });
    controller.abort(reason);
    expect(await errorOf(run.call('a', paid, { text: 'one' }))).toBe(reason);
  });

  test('a cancel of one call stops that call only, and one of the run reaches every branch', async () => {
    const place = await newPlace();
    const controller = new AbortController();
    const { run } = await sit(place, { signal: controller.signal });
    await expect(run.call('a', paid, { text: 'one' }, { signal: AbortSignal.abort() })).rejects.toMatchObject(
      { code: 'cancelled' },
    );
    expect(await run.call('b', paid, { text: 'two' })).toBe('answer to two');
    const seen: boolean[] = [];
    const look = async (_branch: unknown, signal: AbortSignal) => {
      controller.abort();
      seen.push(signal.aborted);
      return 1;
    };
    await run.all('c', [look]);
    await run.first('d', [look], () => true);
    expect(seen).toEqual([true, true]);
  });

  test('recorded answers come also in a cancelled run; a cancelled replay does nothing again', async () => {
    const place = await newPlace();
    await (await sit(place)).run.call('a', paid, { text: 'one' });
    const signal = AbortSignal.abort();
    expect(await (await sit(place, { signal })).run.call('a', paid, { text: 'one' })).toBe('answer to one');
    const other = await newPlace();
    await (await sit(other)).run.call('a', repeated, { text: 'one' });
    const replayed = await sit(other, { signal, mode: 'replay' });
    await expect(replayed.run.call('a', repeated, { text: 'one' })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(replayed.asked).toEqual([]);
  });

  test('a call that does not fit the budget is not sent, and a larger budget goes on without paying again', async () => {
    const place = await newPlace();
    const small = await sit(place, { limits: { calls: 2 } });
    await small.run.call('a', paid, { text: 'one' });
    await small.run.call('b', paid, { text: 'two' });
    await expect(small.run.call('c', paid, { text: 'three' })).rejects.toMatchObject({
      code: 'budget-exceeded',
      limit: 'calls',
    });
    expect(small.asked).toEqual(['one', 'two']);
    const larger = await sit(place, { limits: { tokens: 45 } });
    for (const [key, text] of [
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'three'],
    ] as const) {
      await larger.run.call(key, paid, { text });
    }
    expect(larger.asked).toEqual(['three']);
    await expect(larger.run.call('d', paid, { text: 'four' })).rejects.toMatchObject({ limit: 'tokens' });
  });

  test('branches side by side share the budget, and seconds of earlier sittings count', async () => {
    const place = await newPlace();
    let seconds = 0;
    const { run, asked } = await sit(place, {
      limits: { calls: 2, seconds: 10 },
      stopwatch: () => seconds,
      answer: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        seconds = 9;
        return 'x';
      },
    });
    const branches = [1, 2, 3].map(
      (index) => (branch: typeof run) => branch.call('x', paid, { text: `${index}` }),
    );
    await expect(run.all('b', branches)).rejects.toMatchObject({ limit: 'calls' });
    expect(asked).toEqual(['1', '2']);
    const later = await sit(place, { limits: { seconds: 9 } });
    await expect(later.run.all('b', branches)).rejects.toMatchObject({ limit: 'seconds' });
    expect(later.asked).toEqual([]);
    const { run: free } = await sit(await newPlace(), {
      limits: { seconds: 9 },
      stopwatch: () => (seconds += 5),
    });
    await expect(free.now('time')).resolves.toBe(7);
    await expect(free.now('late')).rejects.toMatchObject({ limit: 'seconds' });
  });
}
