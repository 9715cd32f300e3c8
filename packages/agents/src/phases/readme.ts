import type { Toolchain } from '@bottega/core';
import type { BuildState } from './build-state.ts';
import { usageText } from './usage-text.ts';

/** README of the delivered repository, rendered from recorded facts; `description` may be a model's words. */
export function renderReadme(state: BuildState, toolchain: Toolchain, description: string): string {
  const title = state.mainFile.replace(/\.[^.]+$/, '');
  const lines = [`# ${title}`, ''];
  if (description !== '') lines.push(description, '');
  lines.push(
    'Asked for:',
    '',
    ...quote(state.prompt),
    '',
    '## Run',
    '',
    '```sh',
    usageText(state, toolchain),
    '```',
    '',
  );
  if (state.features.length > 0)
    lines.push('## Features', '', ...state.features.map((text) => `- ${text}`), '');
  lines.push('## Test', '', '```sh', toolchain.testText, '```', '', ...testLines(state), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

function quote(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd());
}

function testLines(state: BuildState): string[] {
  const user = state.checks.filter((entry) => entry.check.origin === 'user');
  const derived = state.checks.filter((entry) => entry.check.origin !== 'user');
  if (user.length + derived.length === 0)
    return ['No checks could be taken from the text: nothing proves this program right.'];
  const lines = [
    `${user.length} from the text above, ${derived.length} derived from it and not confirmed by a person.`,
  ];
  const doubtful = derived.filter((entry) =>
    state.verification?.results.some((result) => result.id === entry.check.id && result.outcome !== 'passed'),
  );
  if (doubtful.length > 0) {
    lines.push(
      '',
      'Derived checks that the program does not pass (left out of the tests, look at them):',
      '',
    );
    lines.push(...doubtful.map((entry) => `- ${entry.check.source}`));
  }
  return lines;
}
