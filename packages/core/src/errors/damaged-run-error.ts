import { BottegaError } from './bottega-error.ts';

/** A stored run does not hold together: a line, a blob or a tree is not what was recorded. */
export class DamagedRunError extends BottegaError {
  /** Journal key of the first step that does not hold together, or the header. */
  readonly step: string;

  constructor(step: string, detail: string) {
    super({
      code: 'damaged-run',
      message: `The run is damaged at step ${step}: ${detail}`,
      remedy: 'Start the build again, or restore the run folder from a copy.',
    });
    this.step = step;
  }
}
