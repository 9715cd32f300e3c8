import { ModelError } from './model-error.ts';

/** What every model throws where its signal was aborted. */
export function modelCancelled(name: string): ModelError {
  return new ModelError({
    kind: 'model-cancelled',
    message: `The answer of ${name} was cancelled.`,
    remedy: 'Go on with `bottega resume`.',
  });
}
