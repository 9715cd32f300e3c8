import type { CheckOrigin, CheckResult } from '../checks/check.ts';
import type { TestStrength } from '../mutation/test-strength.ts';
import type { Obstacle } from './obstacle.ts';

export type VerdictKind = 'verified' | 'unverified' | 'failed';

/** Why a verdict is what it is; each belongs to one kind, as the table in docs/verdict.md shows. */
export type VerdictCode =
  | 'proven'
  | 'checks-not-confirmed'
  | 'checks-prove-nothing'
  | 'no-checks'
  | 'weak-tests'
  | 'display-needed'
  | 'network-needed'
  | 'toolchain-missing'
  | 'input-needed'
  | 'limit-hit'
  | 'sandbox-off'
  | 'missing-files'
  | 'protected-files-changed'
  | 'does-not-load'
  | 'report-not-trusted'
  | 'red-check';

/** A check as the verdict sees it: recorded facts only. */
export interface JudgedCheck {
  readonly id: string;
  readonly origin: CheckOrigin;
  readonly source: string;
  /** True where it failed by assertion on the signature-only program, so that passing it proves something. */
  readonly counts: boolean;
  readonly result: CheckResult;
  /** What kept it from saying anything about the program; null where nothing did. */
  readonly obstacle: Obstacle | null;
}

/** Everything the verdict is computed from; all of it recorded by the host. */
export interface VerdictFacts {
  readonly checks: readonly JudgedCheck[];
  /** Files the user named that must exist in the end, and do not. */
  readonly missingFiles: readonly string[];
  /** True where the program parses or compiles. */
  readonly loads: boolean;
  /** Why exit code, report and collected count of the last test run disagree; empty where they agree. */
  readonly reportProblem: string;
  /** False for `--sandbox none`. */
  readonly isolated: boolean;
  /** Protected files that were changed without leave. */
  readonly changedProtectedFiles: readonly string[];
  /** What the green checks notice of small mistakes; null where it was not measured. */
  readonly strength: TestStrength | null;
}

export interface Verdict {
  readonly kind: VerdictKind;
  readonly code: VerdictCode;
  /** One line a person can act on. */
  readonly reason: string;
  /** Red derived checks and the like: said, not trusted. */
  readonly doubts: readonly string[];
}
