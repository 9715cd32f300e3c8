import type { Usage } from '../budget/budget.ts';
import type { Effect, EffectHandler } from '../effects/effect.ts';
import { SeamError } from '../errors/seam-error.ts';
import { type BranchOrder, branchSeparator, createBranchOrder } from './branch-order.ts';
import { performStep } from './perform-step.ts';
import { recordedSeconds } from './recorded-seconds.ts';
import type { Run } from './run.ts';
import { nowEffect, randomEffect, stopEffect } from './run-effects.ts';
import { runFirst } from './run-first.ts';
import type { RunOptions } from './run-options.ts';

const nothing: Usage = { calls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

/** The run of one process: answers from the journal first, performs and records the rest. */
export function createRun(options: RunOptions): Run {
  const { journal, budget, handlers } = options;
  budget.bookRecorded(nothing, recordedSeconds(journal.entries));
  for (const { effect, output } of journal.entries) {
    const usage = (handlers[effect] as EffectHandler<never, unknown> | undefined)?.usage?.(output);
    if (usage !== undefined) budget.bookRecorded(usage, 0);
  }
  return branchRun(options, createBranchOrder(journal.entries), '', options.signal);
}

function branchRun(options: RunOptions, order: BranchOrder, branch: string, branchSignal: AbortSignal): Run {
  const full = (key: string): string => {
    if (key === '' || key.includes(branchSeparator)) throw new SeamError(key, 'has a crooked key.');
    return branch === '' ? key : `${branch}${branchSeparator}${key}`;
  };
  const perform = async <Input, Output>(
    key: string,
    effect: Effect<Input, Output>,
    input: Input,
    signal: AbortSignal,
    handler?: EffectHandler<Input, Output>,
  ): Promise<Output> => {
    const step = { key: full(key), position: order.ask(branch, full(key)), signal };
    try {
      return await performStep(options, step, effect, input, handler);
    } finally {
      order.end(branch);
    }
  };
  const begin = (key: string, count: number): string[] => {
    const names = Array.from({ length: count }, (_, index) => full(`${key}.${index + 1}`));
    for (const name of names) order.begin(name);
    return names;
  };
  const inside = (name: string | undefined, signal: AbortSignal): Run =>
    branchRun(options, order, name ?? branch, signal);
  return {
    id: options.journal.header.runId,
    call: (key, effect, input, { signal } = {}) =>
      perform(key, effect, input, eitherOf(branchSignal, signal)),
    now: (key) => perform(key, nowEffect, null, branchSignal, { run: async () => options.now() }),
    random: (key) => perform(key, randomEffect, null, branchSignal, { run: async () => options.random() }),
    all: async (key, branches) => {
      order.hold(branch, full(key));
      try {
        const names = begin(key, branches.length);
        const ended = await Promise.allSettled(
          branches.map(async (start, index) => start(inside(names[index], branchSignal), branchSignal)),
        );
        return ended.map((outcome) => {
          if (outcome.status === 'rejected') throw outcome.reason;
          return outcome.value;
        });
      } finally {
        order.end(branch);
      }
    },
    first: async (key, branches, passes) => {
      const stopKey = full(`${key}.stop`);
      const position = order.ask(branch, stopKey);
      try {
        const names = begin(key, branches.length);
        const known = stopEffect.output.safeParse(options.journal.find(stopKey)?.output);
        const step = { key: stopKey, position, signal: new AbortController().signal };
        const input = { branches: branches.length };
        return await runFirst({
          branches: branches.map((start, index) => async (stopped: AbortSignal) => {
            const signal = AbortSignal.any([branchSignal, stopped]);
            return start(inside(names[index], signal), signal);
          }),
          passes,
          stopKey,
          recorded: known.success ? known.data.winner : undefined,
          decide: (winner) =>
            performStep(options, step, stopEffect, input, { run: async () => ({ winner }) }),
        });
      } finally {
        order.end(branch);
      }
    },
    emit: options.emit,
  };
}

function eitherOf(branchSignal: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? branchSignal : AbortSignal.any([branchSignal, signal]);
}
