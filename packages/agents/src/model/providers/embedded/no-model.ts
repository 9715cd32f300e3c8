import { BottegaError } from '@bottega/core';

/** The embedded engine cannot give this model; `code` is `no-model`. */
export function noModel(message: string, remedy: string, cause?: unknown): BottegaError {
  return new BottegaError({ code: 'no-model', message, remedy, cause });
}

/** First line of what was thrown. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0]?.slice(0, 300) ?? '';
}
