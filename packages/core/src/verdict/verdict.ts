import type { CheckOrigin, CheckResult } from '../checks/check.ts';

export type VerdictKind = 'verified' | 'unverified' | 'failed';

/** A check as the verdict sees it: recorded facts only. */
export interface JudgedCheck {
  readonly id: string;
  readonly origin: CheckOrigin;
  readonly source: string;
  /** True where it failed by assertion on the signature-only program, so that passing it proves something. */
  readonly counts: boolean;
  readonly result: CheckResult;
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
}

export interface Verdict {
  readonly kind: VerdictKind;
  /** One line a person can act on. */
  readonly reason: string;
  /** Red derived checks and the like: said, not trusted. */
  readonly doubts: readonly string[];
}
