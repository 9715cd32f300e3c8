import type { Usage } from '../budget/budget.ts';
import type { TestStrength } from '../mutation/test-strength.ts';
import type { JudgedCheck, Verdict } from '../verdict/verdict.ts';

/** Who wrote a turn of a conversation: only `model` costs a call. */
export type TurnAuthor = 'host' | 'model' | 'person';

/** Seconds and model use of one phase. */
export interface PhaseSummary {
  readonly phase: string;
  readonly seconds: number;
  readonly calls: number;
}

/** What a finished build says of itself, all of it recorded by the host. */
export interface RunReport {
  readonly runId: string;
  readonly verdict: Verdict;
  readonly checks: readonly JudgedCheck[];
  /** What the green checks notice of small mistakes put into the program; null where it was not measured. */
  readonly strength: TestStrength | null;
  /** Paths in the delivered repository, sorted. */
  readonly files: readonly string[];
  /** How to run the program, as typed. */
  readonly runText: string;
  /** How to run its tests, as typed. */
  readonly testText: string;
  readonly model: string;
  readonly sandbox: string;
  readonly usage: Usage;
  readonly seconds: number;
  readonly phases: readonly PhaseSummary[];
  /** Full id of the last commit and of its tree. */
  readonly commit: string;
  readonly tree: string;
}

/** All that happens in a run: terminal, JSON lines and tests read this one stream. */
export type RunEvent =
  | {
      readonly type: 'run-start';
      readonly runId: string;
      readonly prompt: string;
      readonly model: string;
      readonly sandbox: string;
      readonly resumed: boolean;
    }
  | {
      readonly type: 'phase-start';
      readonly phase: string;
      readonly index: number;
      readonly count: number;
      readonly roles: readonly string[];
    }
  | {
      readonly type: 'turn';
      readonly phase: string;
      readonly role: string;
      readonly author: TurnAuthor;
      readonly text: string;
    }
  | { readonly type: 'model-start'; readonly key: string; readonly role: string; readonly model: string }
  | {
      readonly type: 'model-delta';
      readonly key: string;
      readonly kind: 'text' | 'reasoning';
      readonly text: string;
    }
  | {
      readonly type: 'model-end';
      readonly key: string;
      readonly role: string;
      readonly usage: Usage;
      readonly seconds: number;
      readonly tokensPerSecond: number;
      readonly finishReason: string;
    }
  | { readonly type: 'exec-start'; readonly key: string; readonly title: string }
  | {
      readonly type: 'exec-end';
      readonly key: string;
      readonly title: string;
      readonly exitCode: number | null;
      readonly timedOut: boolean;
      readonly seconds: number;
    }
  | {
      readonly type: 'checks';
      readonly phase: string;
      readonly title: string;
      readonly results: readonly {
        readonly id: string;
        readonly origin: string;
        readonly outcome: string;
        readonly detail: string;
      }[];
    }
  | { readonly type: 'file-written'; readonly path: string; readonly bytes: number; readonly role: string }
  | { readonly type: 'file-refused'; readonly path: string; readonly reason: string }
  | { readonly type: 'commit'; readonly phase: string; readonly commit: string; readonly message: string }
  | { readonly type: 'phase-end'; readonly phase: string; readonly seconds: number }
  | {
      readonly type: 'download';
      readonly model: string;
      readonly source: string;
      readonly receivedBytes: number;
      readonly totalBytes: number;
    }
  | { readonly type: 'notice'; readonly level: 'info' | 'warning'; readonly text: string }
  | { readonly type: 'run-end'; readonly report: RunReport; readonly outFolder: string | null };
