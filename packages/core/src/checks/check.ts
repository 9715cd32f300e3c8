/** Where a check came from: the user's text or files; derived and then agreed to by a person; derived twice independently; or derived. */
export type CheckOrigin = 'user' | 'agreed' | 'independent' | 'derived';

/** Calls an expression of the program's language and compares its value. */
export interface CallCheck {
  readonly kind: 'call';
  /** Module file under test, such as `solution.py`. */
  readonly file: string;
  /** Statements run first, in the program's language; may be empty. */
  readonly setup: readonly string[];
  /** Expression whose value counts. */
  readonly expression: string;
  /** Expected value as an expression of the language; or the name of the exception with `raises`. */
  readonly expected: string;
  /** What `expected` evaluates to, as an evaluator reported it where no program was; set before the check is run. */
  readonly expectedValue?: string;
  /** True where `expected` names an exception type that must be raised. */
  readonly raises?: boolean;
}

/** Runs the program as a command and compares what it prints. */
export interface CommandCheck {
  readonly kind: 'command';
  /** Program file first, then its arguments, such as `words.py`, `sample.txt`; the interpreter is the toolchain's. */
  readonly command: readonly string[];
  /** Files that must exist beside the program, path -> content. */
  readonly files: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** Expected standard output without trailing white space; null where only the exit code counts. */
  readonly stdout: string | null;
  /** How `stdout` is compared: `equal` after trimming line ends, `contains` all its lines in order, or as `json` values. */
  readonly match: 'equal' | 'contains' | 'json';
  readonly exitCode: number;
}

/** Runs a test script that the user gave; it passes when it exits 0. */
export interface ScriptCheck {
  readonly kind: 'script';
  /** The given file, such as `test_trie.py`, then its arguments; or the interpreter's own `-m unittest test_trie`. */
  readonly command: readonly string[];
}

/** One fact about the finished program that a machine can decide. */
export type Check = (CallCheck | CommandCheck | ScriptCheck) & {
  /** Stable name, unique in a build, usable in a test name: `user_1`, `derived_2`. */
  readonly id: string;
  readonly origin: CheckOrigin;
  /** The words it was taken from, one line, for the report. */
  readonly source: string;
};

export type CheckOutcome = 'passed' | 'failed' | 'error' | 'not-run';

/** What happened when a check was run against one program. */
export interface CheckResult {
  readonly id: string;
  /** `failed` is a failed assertion; `error` is anything else that went wrong (import, crash, time). */
  readonly outcome: CheckOutcome;
  /** What was seen instead, in a few lines fit for a model and a person; empty where it passed. */
  readonly detail: string;
  readonly seconds: number;
}
