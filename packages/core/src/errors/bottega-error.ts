const brand = Symbol.for('bottega.error');

/** What every Bottega error carries besides its message. */
export interface BottegaErrorFields {
  /** Stable kebab-case name of the kind of failure, the one thing a program may branch on. */
  readonly code: string;
  /** What happened, naming the input it happened to. */
  readonly message: string;
  /** What the person should do next, as one imperative sentence. */
  readonly remedy: string;
  /** True where the same call may succeed if it is sent again. */
  readonly isRetryable?: boolean;
  readonly cause?: unknown;
}

/** Base of all errors of Bottega: a code to branch on, and a remedy to show. */
export class BottegaError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly isRetryable: boolean;
  readonly [brand] = true;

  constructor(fields: BottegaErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.code = fields.code;
    this.remedy = fields.remedy;
    this.isRetryable = fields.isRetryable ?? false;
  }

  /** True for every error of this family, also across copies of the package. */
  static isInstance(value: unknown): value is BottegaError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
