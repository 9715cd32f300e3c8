import { UsageError } from '@bottega/core';
import type { BuildOptions } from './build-options.ts';

const longestPrompt = 200_000;

/** Throws UsageError for options that cannot be built from. */
export function checkOptions(options: BuildOptions): void {
  if (options.prompt.trim() === '') {
    throw new UsageError(
      'The prompt is empty.',
      'Say what to build, best with a file name, a command and an example with its output.',
    );
  }
  if (options.prompt.length > longestPrompt) {
    throw new UsageError(
      `The prompt has ${options.prompt.length} characters; at most ${longestPrompt} can be used.`,
      'Shorten it, and give data as start files.',
    );
  }
  for (const [name, value] of Object.entries(options.budget ?? {})) {
    if (typeof value !== 'number' || !(value > 0)) {
      throw new UsageError(`The budget of ${name} is ${String(value)}.`, 'Give a number above 0.');
    }
  }
}
