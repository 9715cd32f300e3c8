import { isDeepStrictEqual } from 'node:util';
import type { Budget, Reservation } from '../budget/budget.ts';
import type { Effect, EffectHandler, Json } from '../effects/effect.ts';
import { BottegaError } from '../errors/bottega-error.ts';
import { CancelledError } from '../errors/cancelled-error.ts';
import { DamagedRunError } from '../errors/damaged-run-error.ts';
import { DeterminismError } from '../errors/determinism-error.ts';
import type { RunEvent } from '../events/run-event.ts';
import { frozenCopy, hashJson } from '../journal/canonical-json.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import type { Redactor } from '../journal/redactor.ts';
import { type BranchOrder, branchSeparator, createBranchOrder } from './branch-order.ts';
import type { Run } from './run.ts';
import { runFirst } from './run-first.ts';

export interface RunOptions {
  readonly journal: Journal;
  /** Who does each named effect. */
  readonly handlers: Readonly<Record<string, EffectHandler<never, unknown>>>;
  readonly budget: Budget;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** A whole number from 0 to 2^31-1. */
  readonly random: () => number;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  readonly redact: Redactor;
  /** `replay` performs nothing that is recorded, and performs again what must give the same. */
  readonly mode: 'live' | 'replay';
}

/** The run of one process: answers from the journal first, performs and records the rest. */
export function createRun(options: RunOptions): Run {
  for (const entry of options.journal.entries) bookEntry(options, entry);
  return branchRun(options, createBranchOrder(options.journal.entries), '', options.signal);
}

function branchRun(options: RunOptions, order: BranchOrder, branch: string, branchSignal: AbortSignal): Run {
  const full = (key: string): string => (branch === '' ? key : `${branch}${branchSeparator}${key}`);
  const record = async <Output>(
    key: string,
    effect: string,
    input: Json,
    perform: () => Promise<Output>,
  ): Promise<Output> => {
    const name = full(key);
    order.ask(branch, name);
    const known = options.journal.find(name);
    if (known !== undefined) return known.output as Output;
    if (options.mode === 'replay') throw new DeterminismError('the end of the recorded run', name);
    const output = await perform();
    await options.journal.append({
      key: name,
      effect,
      inputHash: hashJson(input),
      input,
      output: output as Json,
      seconds: 0,
    });
    return output;
  };
  const child = (key: string, signal: AbortSignal): Run =>
    branchRun(options, order, full(key), AbortSignal.any([branchSignal, signal]));
  const run: Run = {
    id: options.journal.header.runId,
    call: (key, effect, input, { signal } = {}) =>
      performCall(options, order, { branch, key: full(key) }, effect, input, combine(branchSignal, signal)),
    now: (key) => record(key, 'now', null, async () => options.now()),
    random: (key) => record(key, 'random', null, async () => options.random()),
    all: async (key, branches) => {
      const controller = new AbortController();
      const ended = await Promise.allSettled(
        branches.map((start, index) =>
          start(child(`${key}.${index + 1}`, controller.signal), controller.signal),
        ),
      );
      const failed = ended.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      return ended.map((outcome) => (outcome as PromiseFulfilledResult<never>).value);
    },
    first: (key, branches, passes) => {
      const stopKey = `${key}.stop`;
      const known = options.journal.find(full(stopKey))?.output as { winner: number | null } | undefined;
      return runFirst({
        branches: branches.map(
          (start, index) => (signal: AbortSignal) => start(child(`${key}.${index + 1}`, signal), signal),
        ),
        passes,
        recorded: known,
        decide: (winner) => record(stopKey, 'stop', { branches: branches.length }, async () => ({ winner })),
      });
    },
    emit: options.emit,
  };
  return run;
}

async function performCall<Input, Output>(
  options: RunOptions,
  order: BranchOrder,
  place: { branch: string; key: string },
  effect: Effect<Input, Output>,
  rawInput: Input,
  signal: AbortSignal,
): Promise<Output> {
  const { key } = place;
  order.ask(place.branch, key);
  const input = frozenCopy(options.redact(effect.input.parse(rawInput)));
  const inputHash = hashJson(input);
  const known = options.journal.find(key);
  if (known !== undefined) {
    if (known.effect !== effect.name || known.inputHash !== inputHash) {
      throw new DeterminismError(`${key} (${known.effect}) with another input`, `${key} (${effect.name})`);
    }
    const output = frozenCopy(effect.output.parse(known.output));
    if (options.mode === 'live' || effect.replay === 'recorded') return output;
    return again(options, effect, input, output, key, signal);
  }
  if (options.mode === 'replay') throw new DeterminismError('the end of the recorded run', key);
  throwIfStopped(signal, key);
  const handler = handlerOf(options, effect);
  options.budget.checkTime();
  const worst = handler.worstCase?.(input);
  const reservation: Reservation | undefined =
    worst === undefined ? undefined : options.budget.reserve(worst);
  const begun = performance.now();
  try {
    const output = frozenCopy(
      options.redact(effect.output.parse(await handler.run(input, { key, signal, emit: options.emit }))),
    );
    const seconds = (performance.now() - begun) / 1000;
    await options.journal.append({
      key,
      effect: effect.name,
      inputHash,
      input: input as Json,
      output: output as Json,
      seconds,
    });
    const usage = handler.usage?.(output);
    if (usage !== undefined) reservation?.book(usage);
    return output;
  } catch (error) {
    throwIfStopped(signal, key, error);
    throw error;
  } finally {
    reservation?.release();
  }
}

/** Performs a recorded effect once more; the output must be the recorded one. */
async function again<Input, Output>(
  options: RunOptions,
  effect: Effect<Input, Output>,
  input: Input,
  recorded: Output,
  key: string,
  signal: AbortSignal,
): Promise<Output> {
  const output = await handlerOf(options, effect).run(input, { key, signal, emit: options.emit });
  if (!isDeepStrictEqual(effect.output.parse(output), structuredClone(recorded))) {
    throw new DamagedRunError(key, `done again, ${effect.name} gives another result than the recorded one`);
  }
  return recorded;
}

function handlerOf<Input, Output>(
  options: RunOptions,
  effect: Effect<Input, Output>,
): EffectHandler<Input, Output> {
  const handler = options.handlers[effect.name];
  if (handler === undefined) {
    throw new BottegaError({
      code: 'internal',
      message: `Nobody performs the effect ${effect.name}.`,
      remedy: 'Report this as a defect of Bottega.',
    });
  }
  return handler as unknown as EffectHandler<Input, Output>;
}

function bookEntry(options: RunOptions, entry: JournalEntry): void {
  const usage = (options.handlers[entry.effect] as EffectHandler<unknown, unknown> | undefined)?.usage?.(
    entry.output,
  );
  options.budget.bookRecorded(
    usage ?? { calls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 },
    entry.seconds,
  );
}

/** An aborted signal ends the run with its own error where it carries one. */
function throwIfStopped(signal: AbortSignal, key: string, cause?: unknown): void {
  if (!signal.aborted) return;
  if (BottegaError.isInstance(signal.reason)) throw signal.reason;
  throw new CancelledError(`Step ${key}`, cause);
}

function combine(branchSignal: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? branchSignal : AbortSignal.any([branchSignal, signal]);
}
