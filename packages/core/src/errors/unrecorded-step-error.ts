import { BottegaError } from './bottega-error.ts';

/** The answer of a step could not be brought to the disk, so it was not handed on. */
export class UnrecordedStepError extends BottegaError {
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super({
      code: 'unrecorded-step',
      message: `The answer of step ${step} could not be recorded: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Free space in the folder of runs, or make it writable; then go on with `bottega resume`.',
      cause,
    });
    this.step = step;
  }
}
