import type { Usage } from '../budget/budget.ts';
import type { RunEvent } from '../events/run-event.ts';

/** Anything that survives JSON. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Reads a value that came from outside; throws where it does not fit. A zod schema is one. */
export interface Parser<Value> {
  parse(value: unknown): Value;
}

/** A named effect: the name is journalled, the parsers guard what goes in and out. */
export interface Effect<Input, Output> {
  readonly name: string;
  readonly input: Parser<Input>;
  readonly output: Parser<Output>;
  /** In a replay: `recorded` answers come from the journal; `again` runs once more and must give the same output. */
  readonly replay: 'recorded' | 'again';
}

export interface EffectContext {
  /** Journal key of the step, unique in the run: the idempotency key. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** Shows progress; never journalled. */
  emit(event: RunEvent): void;
}

/** Does an effect for real; throws BottegaError only. */
export interface EffectHandler<Input, Output> {
  run(input: Input, context: EffectContext): Promise<Output>;
  /** Worst case of this call, reserved before it; absent where the effect costs nothing. */
  worstCase?(input: Input): Usage;
  /** What the recorded answer used. */
  usage?(output: Output): Usage;
}
