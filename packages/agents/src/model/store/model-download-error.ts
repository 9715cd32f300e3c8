import { BottegaError } from '@bottega/core';

export type DownloadFailure =
  | 'unknown-model'
  | 'unreachable'
  | 'wrong-hash'
  | 'no-space'
  | 'no-memory'
  | 'interrupted'
  | 'not-writable'
  | 'held';

/** A model file could not be had; `failure` says why. */
export class ModelDownloadError extends BottegaError {
  readonly failure: DownloadFailure;

  constructor(failure: DownloadFailure, message: string, remedy: string, cause?: unknown) {
    super({ code: failure === 'unknown-model' ? 'usage' : 'no-model', message, remedy, cause });
    this.failure = failure;
  }
}
