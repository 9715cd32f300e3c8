import { BottegaError } from './bottega-error.ts';

/** The input given by the person cannot be used as it is. */
export class UsageError extends BottegaError {
  constructor(message: string, remedy: string) {
    super({ code: 'usage', message, remedy });
  }
}
