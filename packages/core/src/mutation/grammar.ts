import type { Parser } from '@lezer/common';

/** What a language calls the parts of a program that a mutant may change: names of the parser's tree nodes. */
export interface Grammar {
  readonly parser: Parser;
  /** Statements that may be left out. */
  readonly statements: readonly string[];
  /** What stands where a statement was left out. */
  readonly nothing: string;
  readonly comparisons: readonly string[];
  readonly numbers: readonly string[];
  readonly booleans: readonly string[];
  /** Parts that hold no behaviour, such as imports and types: nothing inside them is changed. */
  readonly skipped: readonly string[];
  /** Comparison -> its opposite. */
  readonly opposites: Readonly<Record<string, string>>;
  /** True and false as written. */
  readonly truth: readonly [yes: string, no: string];
}
