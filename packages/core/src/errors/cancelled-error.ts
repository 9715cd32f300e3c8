import { BottegaError } from './bottega-error.ts';

/** The person, or the program that called, stopped the run. */
export class CancelledError extends BottegaError {
  constructor(what: string, cause?: unknown) {
    super({
      code: 'cancelled',
      message: `${what} was cancelled.`,
      remedy: 'Go on with `bottega resume`.',
      cause,
    });
  }
}
