import type { RunEvent } from '@bottega/core';

/** Shows the event stream to somebody; never throws. */
export interface Reporter {
  event(event: RunEvent): void;
  /** Shows the error that ended the command, with its remedy. */
  failure(error: { readonly code: string; readonly message: string; readonly remedy: string }): void;
  /** Called once at the end: leaves the terminal as it was. */
  close(): void;
}

/** Where a reporter writes. */
export interface Output {
  write(text: string): void;
}
