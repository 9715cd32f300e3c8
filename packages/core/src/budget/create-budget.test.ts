import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reservation, Usage } from './budget.ts';
import { createBudget } from './create-budget.ts';

const usage = (calls: number, promptTokens: number, completionTokens: number): Usage => ({
  calls,
  promptTokens,
  cachedTokens: 0,
  completionTokens,
});

test('parallel reservations count at their worst case, until they are booked or released', () => {
  const budget = createBudget({ tokens: 100 }, () => 0);
  const first = budget.reserve(usage(1, 20, 40));
  expect(() => budget.reserve(usage(1, 20, 40))).toThrow(/100 tokens .* 60 used, 60 more needed/);
  first.book(usage(1, 20, 5));
  const second = budget.reserve(usage(1, 20, 40));
  second.release();
  expect(budget.used).toEqual(usage(1, 20, 5));
  expect(() => budget.reserve(usage(1, 70, 5))).not.toThrow();
});

test('a reservation ends once, and an answer that used more than reserved is booked whole', () => {
  const budget = createBudget({ calls: 3, tokens: 100 }, () => 0);
  const reservation = budget.reserve(usage(1, 10, 10));
  reservation.book(usage(1, 10, 90));
  reservation.book(usage(1, 10, 90));
  reservation.release();
  expect(budget.used).toEqual(usage(1, 10, 90));
  expect(() => budget.reserve(usage(1, 1, 0))).toThrow(/tokens/);
});

test('recorded steps of earlier sittings count, with their seconds', () => {
  let seconds = 1000;
  const budget = createBudget({ calls: 2, seconds: 60 }, () => seconds);
  budget.bookRecorded(usage(1, 10, 10), 50);
  budget.checkTime();
  seconds += 9;
  expect(budget.activeSeconds()).toBe(59);
  budget.reserve(usage(1, 1, 1)).release();
  seconds += 1;
  expect(() => budget.checkTime()).toThrow(/budget of 60 seconds/);
  expect(() => budget.reserve(usage(1, 1, 1))).toThrow(/budget of 60 seconds/);
});

test('a clock that goes back takes no active seconds away', () => {
  let seconds = 1000;
  const budget = createBudget({}, () => seconds);
  budget.bookRecorded(usage(0, 0, 0), 5);
  seconds -= 3600;
  expect(budget.activeSeconds()).toBe(5);
});

test('whatever is reserved, booked and released, what fits is taken, and honest use stays within the limits', () => {
  const step = fc.record({
    kind: fc.constantFrom('reserve', 'book', 'release'),
    which: fc.nat(),
    worst: fc.record({ prompt: fc.nat(40), completion: fc.nat(40) }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.nat(6), fc.nat(200), fc.array(step, { maxLength: 60 }), (calls, tokens, steps) => {
      const budget = createBudget({ calls, tokens }, () => 0);
      const open: { reservation: Reservation; worst: Usage }[] = [];
      const held = (): { calls: number; tokens: number } =>
        [budget.used, ...open.map((one) => one.worst)].reduce(
          (sum, one) => ({
            calls: sum.calls + one.calls,
            tokens: sum.tokens + one.promptTokens + one.completionTokens,
          }),
          { calls: 0, tokens: 0 },
        );
      for (const { kind, which, worst, part } of steps) {
        const wanted = usage(1, worst.prompt, worst.completion);
        if (kind === 'reserve') {
          const before = held();
          const fits = before.calls + 1 <= calls && before.tokens + worst.prompt + worst.completion <= tokens;
          const reserve = () => open.push({ reservation: budget.reserve(wanted), worst: wanted });
          if (fits) reserve();
          else expect(reserve).toThrow(/budget of/);
        } else {
          const [taken] = open.splice(which % Math.max(1, open.length), 1);
          if (kind === 'release') taken?.reservation.release();
          else {
            const really = Math.floor((taken?.worst.completionTokens ?? 0) * part);
            taken?.reservation.book(usage(1, taken.worst.promptTokens, really));
          }
        }
        expect(held().calls).toBeLessThanOrEqual(calls);
        expect(held().tokens).toBeLessThanOrEqual(tokens);
      }
    }),
  );
});
