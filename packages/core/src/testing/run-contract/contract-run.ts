import { z } from 'zod';
import type { Budget, BudgetLimits } from '../../budget/budget.ts';
import { createBudget } from '../../budget/create-budget.ts';
import type { Effect, EffectContext, EffectHandler } from '../../effects/effect.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { Run } from '../../run/run.ts';
import type { RunOptions } from '../../run/run-options.ts';

/** One stored run of the engine under test, through all its sittings. */
export interface RunPlace {
  /** Sits down to the run: what earlier sittings recorded is there. */
  sit(options: Omit<RunOptions, 'journal'>): Promise<Run>;
  /** What is stored now, in the order of recording. */
  recorded(): Promise<readonly JournalEntry[]>;
}

export interface Question {
  readonly text: string;
  readonly note?: string | undefined;
}

const question = z.strictObject({ text: z.string(), note: z.string().optional() });

/** An effect that costs, and whose answer is never asked for again. */
export const paid: Effect<Question, string> = {
  name: 'paid',
  input: question,
  output: z.string(),
  replay: 'recorded',
};

/** An effect that a replay performs again. */
export const repeated: Effect<Question, string> = { ...paid, name: 'repeated', replay: 'again' };

export const usageOfOne = { calls: 1, promptTokens: 10, cachedTokens: 2, completionTokens: 5 };

export interface SittingOptions extends Partial<Omit<RunOptions, 'journal' | 'handlers' | 'budget'>> {
  readonly limits?: BudgetLimits;
  readonly answer?: (input: Question, context: EffectContext) => unknown;
}

export interface Sitting {
  readonly run: Run;
  /** What the handlers of this sitting were asked, in order. */
  readonly asked: string[];
  readonly budget: Budget;
}

/** Sits down with handlers that count, and defaults for what a case does not care about. */
export async function sit(place: RunPlace, options: SittingOptions = {}): Promise<Sitting> {
  const { answer, limits, ...rest } = options;
  const asked: string[] = [];
  const handler: EffectHandler<Question, unknown> = {
    run: async (input, context) => {
      asked.push(input.text);
      return answer === undefined ? `answer to ${input.text}` : answer(input, context);
    },
    worstCase: () => usageOfOne,
    usage: () => usageOfOne,
  };
  const { stopwatch = () => 0 } = options;
  const budget = createBudget(limits ?? {}, stopwatch);
  const run = await place.sit({
    handlers: { paid: handler as never, repeated: handler as never },
    budget,
    now: () => 7,
    random: () => 3,
    emit: () => {},
    signal: new AbortController().signal,
    redact: (value) => value,
    mode: 'live',
    stopwatch,
    ...rest,
  });
  return { run, asked, budget };
}

/** Keys that are stored now. */
export async function keysOf(place: RunPlace): Promise<string[]> {
  return (await place.recorded()).map((entry) => entry.key);
}

/** The error a promise rejects with; null where it does not. */
export function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}
