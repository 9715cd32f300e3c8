import { BottegaError } from './bottega-error.ts';

/** The flow asked for another step than the journal recorded at this place. */
export class DeterminismError extends BottegaError {
  readonly expected: string;
  readonly actual: string;

  constructor(expected: string, actual: string) {
    super({
      code: 'determinism',
      message: `The journal holds step ${expected} where the flow now asks for ${actual}.`,
      remedy: 'Resume with the version of Bottega that started the run, or start the build again.',
    });
    this.expected = expected;
    this.actual = actual;
  }
}
