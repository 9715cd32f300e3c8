import type { Budget } from '../budget/budget.ts';
import type { EffectHandler } from '../effects/effect.ts';
import type { RunEvent } from '../events/run-event.ts';
import type { Journal } from '../journal/journal.ts';
import type { Redactor } from '../journal/redactor.ts';

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
  /** Seconds that never go back, to time effects. Default: the process's. */
  readonly stopwatch?: () => number;
}
