import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Run } from '../../run/run.ts';
import { errorOf, keysOf, paid, type RunPlace, sit } from './contract-run.ts';

const samples = fc.array(
  fc.record({ waits: fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), passes: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
);
const orders = { numRuns: 25 };

/** Branches side by side decide the same in every sitting, whatever ended first. */
export function branchCases(newPlace: () => Promise<RunPlace>): void {
  test('all gives results by branch, and the lowest failure after every branch has ended', async () => {
    const place = await newPlace();
    const { run } = await sit(place, {
      answer: async ({ text }) => {
        await sleep(text === 'one' ? 8 : 1);
        if (text !== 'three') throw new Error(text);
        return text;
      },
    });
    const branches = ['one', 'two', 'three'].map((text) => (branch: Run) => branch.call('x', paid, { text }));
    expect(await errorOf(run.all('b', branches))).toMatchObject({ message: 'one' });
    expect(await keysOf(place)).toEqual(['b.3/x']);
    const later = await sit(place);
    expect(await later.run.all('b', branches)).toEqual(['answer to one', 'answer to two', 'three']);
    expect(later.asked).toEqual(['one', 'two']);
    expect(await later.run.all('empty', [])).toEqual([]);
    const thrown = later.run.all('c', [
      () => {
        throw new TypeError('at once');
      },
    ]);
    await expect(thrown).rejects.toThrow(TypeError);
  });

  test('steps of branches may end in any order: a later sitting with another order finds each', async () => {
    await fc.assert(
      fc.asyncProperty(samples, samples, async (first, second) => {
        const place = await newPlace();
        const flow = (run: Run) =>
          run.all(
            'b',
            first.map(({ waits }, index) => async (branch) => {
              for (const step of waits.keys())
                await branch.call(`s${step}`, paid, { text: `${index} ${step}` });
              return branch.all('inner', [(inner) => inner.now('t')]);
            }),
          );
        const wait =
          (plan: typeof first) =>
          async ({ text }: { text: string }) => {
            const [index, step] = text.split(' ').map(Number);
            await sleep(plan[index ?? 0]?.waits[step ?? 0] ?? 0);
            return text;
          };
        const result = await flow((await sit(place, { answer: wait(first) })).run);
        const later = await sit(place, { answer: wait(second) });
        expect(await flow(later.run)).toEqual(result);
        expect(later.asked).toEqual([]);
      }),
      orders,
    );
  });

  test('the lowest passing branch wins whatever ended first, stopped and resumed anywhere, and a replay decides the same', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fc.nat(8), async (plan, stopAfter) => {
        const place = await newPlace();
        const flow = (run: Run) =>
          run.first(
            'samples',
            plan.map(({ waits, passes }, index) => async (branch: Run) => {
              for (const step of waits.keys())
                await branch.call(`s${step}`, paid, { text: `${index} ${step}` });
              return `${passes} ${index}`;
            }),
            (result) => result.startsWith('true'),
          );
        const controller = new AbortController();
        let answers = 0;
        const paidFor: string[] = [];
        const answer = async ({ text }: { text: string }, { signal }: { signal: AbortSignal }) => {
          const [index, step] = text.split(' ').map(Number);
          await sleep(plan[index ?? 0]?.waits[step ?? 0] ?? 0, undefined, { signal });
          answers += 1;
          if (answers > stopAfter) controller.abort();
          paidFor.push(text);
          return text;
        };
        await errorOf(flow((await sit(place, { answer, signal: controller.signal })).run));
        const won = await flow((await sit(place, { answer })).run);
        expect(won?.index ?? -1).toBe(plan.findIndex((sample) => sample.passes));
        expect(new Set(paidFor).size).toBe(paidFor.length);
        const replayed = await sit(place, { mode: 'replay' });
        expect(await flow(replayed.run)).toEqual(won);
        expect(replayed.asked).toEqual([]);
      }),
      orders,
    );
  });

  test('the decision is stored as soon as it is certain; a late answer of a stopped branch is stored and booked after it', async () => {
    const place = await newPlace();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { run, budget } = await sit(place, {
      answer: async ({ text }) => {
        if (text === 'late') await held;
        return text;
      },
    });
    const flow = (on: Run) =>
      on.first(
        'samples',
        ['bad', 'good', 'late'].map((text) => (branch: Run) => branch.call('x', paid, { text })),
        (text) => text === 'good',
      );
    const running = flow(run);
    await expect.poll(() => keysOf(place)).toContain('samples.stop');
    expect(await keysOf(place)).not.toContain('samples.3/x');
    release();
    expect(await running).toEqual({ index: 1, result: 'good' });
    expect((await keysOf(place)).at(-1)).toBe('samples.3/x');
    expect(budget.used.calls).toBe(3);
    const later = await sit(place);
    expect(await flow(later.run)).toEqual({ index: 1, result: 'good' });
    expect(later.asked).toEqual([]);
    expect(later.budget.used.calls).toBe(3);
  });

  test('a passing branch stops those above it, and lets those below it go on', async () => {
    const { run } = await sit(await newPlace());
    const stopped: number[] = [];
    const branches = [0, 1, 2].map((index) => async (_branch: Run, signal: AbortSignal) => {
      if (index === 1) return index;
      await sleep(20, undefined, { signal }).catch(() => stopped.push(index));
      return index;
    });
    expect(await run.first('s', branches, (index) => index === 1)).toEqual({ index: 1, result: 1 });
    expect(stopped).toEqual([2]);
  });

  test('a stored decision holds: branches above the winner do not begin, and another decision is named', async () => {
    const place = await newPlace();
    const begun: number[] = [];
    const flow = (run: Run, good: string) =>
      run.first(
        'samples',
        [0, 1, 2].map((index) => (branch: Run) => {
          begun.push(index);
          return branch.call('x', paid, { text: `${index}` });
        }),
        (text) => text.endsWith(good),
      );
    expect((await flow((await sit(place)).run, '1'))?.index).toBe(1);
    begun.length = 0;
    expect((await flow((await sit(place)).run, '1'))?.index).toBe(1);
    expect(begun).toEqual([0, 1]);
    expect(await errorOf(flow((await sit(place)).run, '0'))).toMatchObject({
      code: 'determinism',
      expected: 'samples.stop with winner 1',
      actual: 'winner 0',
    });
  });

  test('where none passes all are tried, which is a decision too', async () => {
    const place = await newPlace();
    const flow = (run: Run) =>
      run.first(
        's',
        [1, 2].map((index) => (branch) => branch.call('x', paid, { text: `${index}` })),
        () => false,
      );
    expect(await flow((await sit(place)).run)).toBeNull();
    const later = await sit(place, { mode: 'replay' });
    expect(await flow(later.run)).toBeNull();
    expect((await keysOf(place)).toSorted()).toEqual(['s.1/x', 's.2/x', 's.stop']);
    expect(await later.run.call('after', paid, { text: 'x' }).catch((error) => error.actual)).toBe('after');
  });

  test('a failure below a passing branch leaves it open: the next sitting asks only that branch again', async () => {
    const place = await newPlace();
    let isDown = true;
    const answer = ({ text }: { text: string }) => {
      if (text === '0' && isDown) throw new Error('down');
      return text;
    };
    const flow = (run: Run) =>
      run.first(
        's',
        [0, 1].map((index) => (branch) => branch.call('x', paid, { text: `${index}` })),
        () => true,
      );
    await expect(flow((await sit(place, { answer })).run)).rejects.toThrow('down');
    expect(await keysOf(place)).not.toContain('s.stop');
    isDown = false;
    const later = await sit(place, { answer });
    expect(await flow(later.run)).toEqual({ index: 0, result: '0' });
    expect(later.asked).toEqual(['0']);
  });

  test('a failure above the winner changes nothing', async () => {
    const { run } = await sit(await newPlace(), {
      answer: ({ text }) => (text === '0' ? text : Promise.reject(new Error('down'))),
    });
    const won = run.first(
      's',
      [0, 1].map((index) => (branch) => branch.call('x', paid, { text: `${index}` })),
      () => true,
    );
    expect(await won).toEqual({ index: 0, result: '0' });
  });
}
