import type { FoundCommand } from './found-check.ts';
import type { RequestText } from './request-text.ts';

/**
 * True for a command of a program that keeps something from run to run, where what it prints names more than its own
 * arguments: an earlier run must have put it there, and every check starts afresh.
 */
export function needsEarlierRun(
  request: RequestText,
  example: Pick<FoundCommand, 'command' | 'files' | 'stdin' | 'stdout'>,
): boolean {
  const words = example.command.slice(1);
  if (
    !request.keepsState ||
    example.stdout === null ||
    example.stdin !== '' ||
    Object.keys(example.files).length > 0
  )
    return false;
  const own =
    words
      .join(' ')
      .toLowerCase()
      .match(/\p{L}{2,}|\d+/gu) ?? [];
  const printed = example.stdout.toLowerCase().match(/\p{L}{2,}|\d+/gu) ?? [];
  return printed.some((word) => !own.some((given) => word.startsWith(given) || given.startsWith(word)));
}
