import { writeEffect } from '@bottega/core';
import { renderMessages } from '../prompts/build-prefix.ts';
import { documentPrompt } from '../prompts/document-prompt.ts';
import { type AcceptanceCheck, type BuildState, promptSubject, protectedPaths } from './build-state.ts';
import type { Phase, PhaseContext } from './phase.ts';
import { renderReadme } from './readme.ts';

const descriptionTokens = 140;

/** CEO and CPO: the README. Commands and tests come from recorded facts; only an open-ended program gets a model's words. */
export const document: Phase = {
  name: 'document',
  roles: ['ceo', 'cpo'],
  async run(context, state) {
    const description = state.features.length > 0 ? await describe(context, state) : '';
    if (description === '')
      context.say('cpo', 'The README is rendered from what the customer asked and what was checked.');
    const given = protectedPaths(state);
    await context.run.call('readme', writeEffect, {
      role: 'cpo',
      files: [{ path: 'README.md', content: renderReadme(state, context.toolchain, description) }],
      protectedPaths: given,
      remove: [],
    });
    await context.run.call('tests', writeEffect, {
      role: 'tester',
      files: [...context.toolchain.renderTests(deliveredChecks(state).map((entry) => entry.check))],
      protectedPaths: given,
      remove: [],
    });
    return { state, summary: 'README.md', author: 'cpo' };
  },
};

/** All checks but the derived ones that the program does not pass: those are reported as doubts. */
export function deliveredChecks(state: BuildState): AcceptanceCheck[] {
  return state.checks.filter(
    (entry) =>
      entry.check.origin === 'user' ||
      state.verification?.results.some(
        (result) => result.id === entry.check.id && result.outcome === 'passed',
      ),
  );
}

async function describe(context: PhaseContext, state: BuildState): Promise<string> {
  const instruction = documentPrompt({ program: state.mainFile, features: state.features });
  context.say('ceo', instruction);
  const answer = await context.ask({
    run: context.run,
    key: 'describe',
    role: 'cpo',
    messages: renderMessages(promptSubject(state), instruction),
    maxTokens: descriptionTokens,
    temperature: 0,
    seed: context.seed,
  });
  const text = answer.text
    .replaceAll(/```[\s\S]*?(?:```|$)/g, '')
    .replaceAll(/^#+ .*$/gm, '')
    .trim();
  const end = Math.max(
    text.lastIndexOf('. '),
    text.lastIndexOf('.\n'),
    text.endsWith('.') ? text.length - 1 : -1,
  );
  return answer.finishReason === 'length' && end > 0 ? text.slice(0, end + 1) : text;
}
