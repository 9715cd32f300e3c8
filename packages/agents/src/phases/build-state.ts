import type { Check, CheckResult, RequestFacts, WorkspaceFile } from '@bottega/core';
import type { PlannedFile } from '../answer/read-lines.ts';

/** A check and whether passing it proves something: it failed by assertion on the signature-only program. */
export interface AcceptanceCheck {
  readonly check: Check;
  readonly counts: boolean;
}

/** What the last run of the checks showed, as the host recorded it. */
export interface Verification {
  readonly loads: boolean;
  /** Why it does not load; empty where it does. */
  readonly loadProblem: string;
  readonly results: readonly CheckResult[];
  /** Why exit code, report and collected count disagree; empty where they agree. */
  readonly reportProblem: string;
}

/** Facts handed from phase to phase; plain JSON. */
export interface BuildState {
  readonly prompt: string;
  /** Start files, sorted by path. */
  readonly givenFiles: readonly WorkspaceFile[];
  readonly facts: RequestFacts;
  /** Main program file: what the person runs or imports. */
  readonly mainFile: string;
  /** One command line that shows its main use, as the person would type it; empty where unknown. */
  readonly usage: string;
  readonly features: readonly string[];
  /** Files to write, in the order of writing, the main file last. */
  readonly plan: readonly PlannedFile[];
  readonly checks: readonly AcceptanceCheck[];
  /** Files the programmer has written so far. */
  readonly program: readonly WorkspaceFile[];
  readonly verification: Verification | null;
  /** Tree of the last commit; null before the first. */
  readonly tree: string | null;
}

/** Start files that nobody may change: all but those that the person's text says to change. */
export function protectedPaths(state: BuildState): string[] {
  return state.givenFiles.map((file) => file.path).filter((path) => !state.facts.mayChange.includes(path));
}

/** Prefix of every prompt of this build. */
export function promptSubject(state: BuildState): { prompt: string; files: readonly WorkspaceFile[] } {
  return { prompt: state.prompt, files: state.givenFiles };
}
