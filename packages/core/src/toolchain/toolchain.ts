import type { Check, CheckResult } from '../checks/check.ts';
import type { Mutant } from '../mutation/mutant.ts';
import type { SandboxResult, ToolMount } from '../sandbox/sandbox.ts';
import type { WorkspaceFile } from '../workspace/workspace.ts';

export type Language = 'python' | 'javascript' | 'typescript';

/** What the delivered tests are written for: the language's own runner, or pytest. */
export type TestRunner = 'standard' | 'pytest';

/** How one program is started: argv inside the sandbox, with `/work` as folder. */
export type ToolCommand = readonly string[];

/** What a test run reported, read from the runner's machine-readable output. */
export interface TestReport {
  /** Checks the runner found before it ran them; 0 where the test file did not load. */
  readonly collected: number;
  readonly results: readonly CheckResult[];
  /** True only where exit code, report and collected count agree and every check passed. */
  readonly green: boolean;
  /** Why the report cannot be read or does not agree; empty where it does. */
  readonly problem: string;
}

/** Files and command of one test run; the report comes back in `outputs` or on stdout. */
export interface TestRun {
  /** Overlaid on the workspace: runner and compiled tests. */
  readonly files: Readonly<Record<string, string>>;
  readonly command: ToolCommand;
  /** Paths to read back. */
  readonly outputs: readonly string[];
}

/** Where the names of a signature-only program come from, beside its checks. */
export interface StubSource {
  /** Code of the person's text with signatures to complete; empty where there is none. */
  readonly skeleton: string;
  /** Texts of given test files. */
  readonly tests: readonly string[];
}

/** How a test run differs from the plain one. */
export interface TestRunOptions {
  /** Files laid over the project for one check alone: id of the check -> path -> content. */
  readonly overlays?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Seconds that a check may take at most, where that is less than usual. */
  readonly longestSeconds?: number;
}

/** One language of built programs: everything the company must know to check and run one. */
export interface Toolchain {
  readonly language: Language;
  /** File endings with the dot, the main one first. */
  readonly extensions: readonly string[];
  /** Fence names a model uses for it, the one to ask for first. */
  readonly fences: readonly string[];
  /** Name of the program file where the user named none: `main.py`. */
  readonly defaultFile: string;
  /** How a person runs a program file with its arguments, as typed: `python3 words.py FILE`. */
  runText(file: string, argumentsText: string): string;
  /** How a person runs the delivered tests, as typed. */
  readonly testText: string;
  /** Runs the delivered tests in the sandbox; exit code 0 where all passed. */
  readonly testCommand: ToolCommand;
  /** Read-only mounts the sandbox needs for this language. */
  mounts(): readonly ToolMount[];
  /** Starts a program file. */
  runCommand(file: string, argumentList: readonly string[]): ToolCommand;
  /** Parses or compiles the given files without running them; exit code 0 means they load. */
  compileCommand(files: readonly string[]): ToolCommand;
  /** The delivered test files that hold these checks and run without Bottega. */
  renderTests(checks: readonly Check[]): readonly WorkspaceFile[];
  /** A run, in a sandbox without the program, of what these checks expect; null where there is nothing to evaluate. */
  expectedRun(checks: readonly Check[]): TestRun | null;
  /** The same checks with what that run said: only then can calls be judged. */
  withExpected(checks: readonly Check[], result: SandboxResult): readonly Check[];
  /** A test run over these checks with a machine-readable report. */
  testRun(checks: readonly Check[], options?: TestRunOptions): TestRun;
  /** Reads the report; never throws: what cannot be read is a report with a problem. */
  readReport(checks: readonly Check[], result: SandboxResult): TestReport;
  /** Every small mistake that can be put into program files, in the order of the text. */
  mutants(files: readonly WorkspaceFile[]): readonly Mutant[];
  /** The signature-only program: right names, empty bodies, nothing printed, exit code 0. */
  stub(files: readonly string[], checks: readonly Check[], source: StubSource): readonly WorkspaceFile[];
}
