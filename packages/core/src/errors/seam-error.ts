import { BottegaError } from './bottega-error.ts';

/** Flow code or a handler broke a rule of the effect seam: a key used twice, two steps at once in a branch, a value of the wrong shape. */
export class SeamError extends BottegaError {
  /** Journal key of the step. */
  readonly step: string;

  constructor(step: string, detail: string) {
    super({
      code: 'seam',
      message: `Step ${step} ${detail}`,
      remedy: 'Report this as a defect of Bottega.',
    });
    this.step = step;
  }
}
