import { UsageError } from '@bottega/core';
import { nearestName } from './nearest-name.ts';

const barePassed = new Set(['--help', '-h', '--version', '-V', 'help']);

/**
 * Puts `build` before arguments that name no command. One bare word is no prompt but a mistyped command:
 * a prompt has a space in it, or letters of another script.
 */
export function withDefaultCommand(argumentList: readonly string[], commands: readonly string[]): string[] {
  const [first] = argumentList;
  if (first === undefined) return ['--help'];
  if (commands.includes(first) || barePassed.has(first)) return [...argumentList];
  const isBareWord = /^[\w][\w-]*$/.test(first);
  if (isBareWord) {
    const near = nearestName(first, commands);
    throw new UsageError(
      `There is no command \`${first}\`.`,
      near === null
        ? `Use one of: ${commands.join(', ')}; or put the prompt in quotes.`
        : `Did you mean \`bottega ${near}\`? A prompt goes in quotes: bottega build "…".`,
    );
  }
  return ['build', ...argumentList];
}
