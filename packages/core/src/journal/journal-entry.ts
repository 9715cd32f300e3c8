import type { Json } from '../effects/effect.ts';

/** What a run is about; the first line. */
export interface JournalHeader {
  readonly runId: string;
  readonly codeVersion: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly request: Json;
}

/** One recorded effect. */
export interface JournalEntry {
  /** With its branch: `samples.2/write`. */
  readonly key: string;
  readonly effect: string;
  readonly inputHash: string;
  readonly input: Json;
  readonly output: Json;
  /** How long the effect took. */
  readonly seconds: number;
  /** Place among the steps its branch asked for, from 1; absent where no flow asked. */
  readonly position?: number;
  /** Active seconds of the run when this was recorded, earlier sittings included. */
  readonly activeSeconds?: number;
}
