import { BottegaError, type Verdict } from '@bottega/core';

/**
 * Exit codes of every command. Where several would fit, the first of this order wins:
 * cancelled, internal, held, damaged, usage, no sandbox, no model, budget, waiting, failed, unverified, verified.
 */
export const exitCodes = {
  verified: 0,
  unverified: 1,
  usage: 2,
  failed: 3,
  noModel: 4,
  noSandbox: 5,
  budget: 6,
  waiting: 7,
  held: 8,
  damaged: 9,
  internal: 70,
  cancelled: 130,
} as const;

const byCode: Readonly<Record<string, number>> = {
  usage: exitCodes.usage,
  'model-context-full': exitCodes.usage,
  'no-sandbox': exitCodes.noSandbox,
  'budget-exceeded': exitCodes.budget,
  waiting: exitCodes.waiting,
  'run-held': exitCodes.held,
  'damaged-run': exitCodes.damaged,
  determinism: exitCodes.damaged,
  cancelled: exitCodes.cancelled,
  'model-cancelled': exitCodes.cancelled,
  'no-model': exitCodes.noModel,
};

/** Exit code of a finished build. */
export function exitCodeOfVerdict(verdict: Verdict): number {
  return exitCodes[verdict.kind];
}

/** Exit code of an error that ended a command. */
export function exitCodeOfError(error: unknown): number {
  if (!BottegaError.isInstance(error)) return exitCodes.internal;
  return byCode[error.code] ?? (error.code.startsWith('model-') ? exitCodes.noModel : exitCodes.internal);
}
