import { BottegaError } from '@bottega/core';

export type ModelErrorKind =
  | 'model-cancelled'
  | 'model-unreachable'
  | 'model-unauthorized'
  | 'model-unknown'
  | 'model-rate-limited'
  | 'model-quota'
  | 'model-context-full'
  | 'model-cut'
  | 'model-timed-out'
  | 'model-server-error'
  | 'model-bad-answer'
  | 'model-bad-request';

const retryable: ReadonlySet<ModelErrorKind> = new Set([
  'model-unreachable',
  'model-rate-limited',
  'model-cut',
  'model-timed-out',
  'model-server-error',
  'model-bad-answer',
]);

/** A model gave no whole answer; `code` says why, `isRetryable` whether sending it again can help. */
export class ModelError extends BottegaError {
  readonly kind: ModelErrorKind;
  /** Milliseconds the server asked to wait; null where it said nothing. */
  readonly retryAfter: number | null;

  constructor(fields: {
    kind: ModelErrorKind;
    message: string;
    remedy: string;
    retryAfter?: number;
    cause?: unknown;
  }) {
    super({ ...fields, code: fields.kind, isRetryable: retryable.has(fields.kind) });
    this.kind = fields.kind;
    this.retryAfter = fields.retryAfter ?? null;
  }
}
