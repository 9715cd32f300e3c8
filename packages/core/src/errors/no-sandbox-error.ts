import { BottegaError } from './bottega-error.ts';

/** No sandbox on this machine can hold generated code, and none is used silently. */
export class NoSandboxError extends BottegaError {
  /** What was found, without the rest of the sentence. */
  readonly reason: string;

  constructor(reason: string, remedy: string) {
    super({ code: 'no-sandbox', message: `No sandbox can be used: ${reason}`, remedy });
    this.reason = reason;
  }
}
