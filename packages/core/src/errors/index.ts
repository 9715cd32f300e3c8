export { BottegaError, type BottegaErrorFields } from './bottega-error.ts';
export { BudgetExceededError } from './budget-exceeded-error.ts';
export { CancelledError } from './cancelled-error.ts';
export { DamagedRunError } from './damaged-run-error.ts';
export { DeterminismError } from './determinism-error.ts';
export { NoSandboxError } from './no-sandbox-error.ts';
export { RunHeldError } from './run-held-error.ts';
export { UsageError } from './usage-error.ts';
