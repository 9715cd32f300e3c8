export type MutantChange = 'removed statement' | 'flipped comparison' | 'changed constant';

/** A program with one small mistake put into it; checks that pass on it all the same do not look there. */
export interface Mutant {
  /** Stable name, unique among the mutants of a program: `mutant_1`. */
  readonly id: string;
  readonly file: string;
  /** Line of the change, from 1. */
  readonly line: number;
  readonly change: MutantChange;
  /** The changed text before and after, each in one line. */
  readonly before: string;
  readonly after: string;
  /** The whole changed file. */
  readonly content: string;
}
