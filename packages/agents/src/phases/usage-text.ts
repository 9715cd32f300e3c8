import type { Toolchain } from '@bottega/core';
import type { BuildState } from './build-state.ts';

/** How a person runs the program, as typed: from the text, from the specification, or from a command that was checked. */
export function usageText(state: BuildState, toolchain: Toolchain): string {
  if (state.usage !== '') return state.usage;
  for (const { check } of state.checks) {
    if (check.kind !== 'command' || check.origin !== 'user') continue;
    const [file = '', ...list] = check.command;
    return toolchain.runText(file, list.join(' '));
  }
  return toolchain.runText(state.mainFile, '');
}
