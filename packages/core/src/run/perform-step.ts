import type { Effect, EffectHandler, Json } from '../effects/effect.ts';
import { BottegaError } from '../errors/bottega-error.ts';
import { CancelledError } from '../errors/cancelled-error.ts';
import { DamagedRunError } from '../errors/damaged-run-error.ts';
import { DeterminismError } from '../errors/determinism-error.ts';
import { SeamError } from '../errors/seam-error.ts';
import { canonicalJson, deepFreeze, hashJson } from '../journal/canonical-json.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { RunOptions } from './run-options.ts';
import { explain, settleValue } from './step-value.ts';

/** One step as its branch asked for it. */
export interface Step {
  /** With its branch. */
  readonly key: string;
  readonly position: number;
  readonly signal: AbortSignal;
}

/** Answers a step from the journal, or performs it and records the answer before it is handed on. */
export async function performStep<Input, Output>(
  options: RunOptions,
  step: Step,
  effect: Effect<Input, Output>,
  rawInput: Input,
  handler = options.handlers[effect.name] as EffectHandler<Input, Output> | undefined,
): Promise<Output> {
  const { key, signal } = step;
  const input = settleValue(effect.input, rawInput, { step: key, what: 'input', redact: options.redact });
  const known = options.journal.find(key);
  if (known !== undefined) {
    const output = recordedOutput(known, effect, input);
    if (options.mode === 'replay' && effect.replay === 'again') {
      await performAgain(options, step, effect, input, output, handler);
    }
    return output;
  }
  if (options.mode === 'replay') throw new DeterminismError('the end of the recorded run', key);
  throwIfStopped(signal, key);
  return performAndRecord(options, step, effect, input, present(handler, effect.name, key));
}

async function performAndRecord<Input, Output>(
  options: RunOptions,
  step: Step,
  effect: Effect<Input, Output>,
  input: Input,
  handler: EffectHandler<Input, Output>,
): Promise<Output> {
  const { budget, stopwatch = processSeconds } = options;
  const { key, position } = step;
  budget.checkTime();
  const reservation = handler.worstCase === undefined ? undefined : budget.reserve(handler.worstCase(input));
  const begun = stopwatch();
  try {
    const output = await performed(options, step, effect, input, handler);
    const seconds = Math.max(0, stopwatch() - begun);
    await options.journal.append({
      key,
      effect: effect.name,
      inputHash: hashJson(input),
      input: input as Json,
      output: output as Json,
      position,
      seconds,
      activeSeconds: budget.activeSeconds(),
    });
    const usage = handler.usage?.(output);
    if (usage !== undefined) reservation?.book(usage);
    return output;
  } finally {
    reservation?.release();
  }
}

/** Performs a recorded effect once more; the output must be the recorded one. */
async function performAgain<Input, Output>(
  options: RunOptions,
  step: Step,
  effect: Effect<Input, Output>,
  input: Input,
  recorded: Output,
  handler: EffectHandler<Input, Output> | undefined,
): Promise<void> {
  throwIfStopped(step.signal, step.key);
  const output = await performed(options, step, effect, input, present(handler, effect.name, step.key));
  if (canonicalJson(output) === canonicalJson(recorded)) return;
  throw new DamagedRunError(
    step.key,
    `done again, ${effect.name} gives another result than the recorded one`,
  );
}

/** The output of a handler as it is recorded; a stopped one rejects with CancelledError or the reason of the stop. */
async function performed<Input, Output>(
  { redact, emit }: RunOptions,
  { key, signal }: Step,
  effect: Effect<Input, Output>,
  input: Input,
  handler: EffectHandler<Input, Output>,
): Promise<Output> {
  let output: Output;
  try {
    output = await handler.run(input, { key, signal, emit });
  } catch (error) {
    throwIfStopped(signal, key, error);
    throw error;
  }
  return settleValue(effect.output, output, { step: key, what: 'answer', redact });
}

/** The recorded answer, where the flow asks for what was recorded. */
function recordedOutput<Input, Output>(
  known: JournalEntry,
  effect: Effect<Input, Output>,
  input: Input,
): Output {
  const { key } = known;
  if (known.effect !== effect.name || known.inputHash !== hashJson(input)) {
    throw new DeterminismError(
      `${key} (${known.effect}) with another input${difference(known.input, input)}`,
      `${key} (${effect.name})`,
    );
  }
  try {
    return deepFreeze(effect.output.parse(known.output));
  } catch (error) {
    throw new DeterminismError(`${key} with an answer of another form: ${explain(error)}`, key);
  }
}

/** Names of the members that differ, for people. */
function difference(recorded: Json, input: unknown): string {
  if (typeof recorded !== 'object' || typeof input !== 'object' || recorded === null || input === null)
    return '';
  const [left, right] = [recorded as Record<string, unknown>, input as Record<string, unknown>];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => canonicalJson([left[name]]) !== canonicalJson([right[name]]),
  );
  return names.length === 0 ? '' : `, in ${names.join(', ')},`;
}

function present<Handler>(handler: Handler | undefined, effect: string, key: string): Handler {
  if (handler === undefined) throw new SeamError(key, `has the effect ${effect}, which nobody performs.`);
  return handler;
}

/** An aborted signal ends the run with its own error where it carries one. */
function throwIfStopped(signal: AbortSignal, key: string, cause?: unknown): void {
  if (!signal.aborted) return;
  if (BottegaError.isInstance(signal.reason)) throw signal.reason;
  throw new CancelledError(`Step ${key}`, cause);
}

function processSeconds(): number {
  return performance.now() / 1000;
}
