import { BottegaError } from '@bottega/core';
import { modelCancelled } from '../model-cancelled.ts';
import { ModelError } from '../model-error.ts';

/** The failure of any model as one of ours; one that is not ours is never sent again. */
export function toBottegaError(error: unknown, name: string, signal: AbortSignal): BottegaError {
  if (BottegaError.isInstance(error)) return error;
  if (signal.aborted) return modelCancelled(name);
  return new ModelError({
    kind: 'model-bad-request',
    message: `The model ${name} failed: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'Look into the model that was given: what it throws should be a ModelError.',
    cause: error,
  });
}
