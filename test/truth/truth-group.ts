/** One case that did not hold: what got through, in one line. */
export interface Escape {
  readonly name: string;
  readonly detail: string;
}

/** What a group of cases showed. */
export interface TruthResult {
  /** Cases that were run. */
  readonly cases: number;
  readonly escapes: readonly Escape[];
  /** Figures to print beside the counts, one line each; empty where there are none. */
  readonly notes: readonly string[];
}

/** Cases of one kind: hostile programs, git attacks, bad paths, cheats, misjudged programs. */
export interface TruthGroup {
  readonly name: string;
  /** Fewest cases that the group must hold. */
  readonly atLeast: number;
  /** Runs every case for real; rejects only where the group itself cannot run. `signal` ends it early. */
  run(options: { readonly signal: AbortSignal }): Promise<TruthResult>;
}
