import type { Effect } from '../effects/effect.ts';
import type { RunEvent } from '../events/run-event.ts';

/** The one seam between flow and world: flow code reaches no clock, random, file, environment or network but through it. */
export interface Run {
  readonly id: string;
  /** Performs an effect, or answers from the journal. Keys are unique per branch and asked in the same order every time. */
  call<Input, Output>(
    key: string,
    effect: Effect<Input, Output>,
    input: Input,
    options?: { signal?: AbortSignal },
  ): Promise<Output>;
  /** Seconds since 1970, recorded. */
  now(key: string): Promise<number>;
  /** A whole number from 0 to 2^31-1, recorded. */
  random(key: string): Promise<number>;
  /** Runs branches side by side, each with its own keys (`key.1`, `key.2`, …); rejects with the first failure after all ended. */
  all<Result>(
    key: string,
    branches: readonly ((run: Run, signal: AbortSignal) => Promise<Result>)[],
  ): Promise<Result[]>;
  /**
   * Runs branches side by side; the winner is the lowest index whose result passes, whatever ended first.
   * Branches above a passing one are stopped, and the stop is an entry of its own. Null where none passes.
   */
  first<Result>(
    key: string,
    branches: readonly ((run: Run, signal: AbortSignal) => Promise<Result>)[],
    passes: (result: Result) => boolean,
  ): Promise<{ readonly index: number; readonly result: Result } | null>;
  /** Shows progress; not journalled, not shown again for steps answered by the journal. */
  emit(event: RunEvent): void;
}
