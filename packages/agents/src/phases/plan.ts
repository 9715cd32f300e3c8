import { type PlannedFile, readPlanLines } from '../answer/read-lines.ts';
import { renderMessages } from '../prompts/build-prefix.ts';
import { planPrompt } from '../prompts/plan-prompt.ts';
import { type BuildState, promptSubject } from './build-state.ts';
import { languageTitle } from './language-title.ts';
import type { Phase } from './phase.ts';

const planTokens = 160;
const mostFiles = 3;

/** CTO and CPO fix the files. Where the person's text names them, no model is asked. */
export const plan: Phase = {
  name: 'plan',
  roles: ['cpo', 'cto'],
  async run(context, state) {
    if (state.facts.deliverables.length > 0) {
      const files = state.facts.deliverables.map((path) => ({ path, purpose: '' }));
      context.say('cpo', 'Which files does the program need?');
      context.say('cto', `The ones the customer names: ${files.map((file) => file.path).join(', ')}.`);
      return { state: { ...state, plan: files }, summary: 'the files the customer names', author: 'cto' };
    }
    const instruction = planPrompt({
      language: languageTitle(state.facts.language),
      mainFile: state.mainFile,
      features: state.features,
      atMost: mostFiles,
    });
    context.say('cpo', instruction);
    const answer = await context.ask({
      run: context.run,
      key: 'plan',
      role: 'cto',
      messages: renderMessages(promptSubject(state), instruction),
      maxTokens: planTokens,
      temperature: 0,
      seed: context.seed,
    });
    const files = plannedFiles(state, readPlanLines(answer.text), context.toolchain.extensions);
    return {
      state: { ...state, plan: files },
      summary: files.map((file) => file.path).join(', '),
      author: 'cto',
    };
  },
};

function plannedFiles(
  state: BuildState,
  listed: readonly PlannedFile[],
  extensions: readonly string[],
): PlannedFile[] {
  const usable = listed.filter(
    (file) =>
      extensions.some((extension) => file.path.endsWith(extension)) &&
      !/(^|\/)test|\btest_|[._]test\./i.test(file.path) &&
      !file.path.includes('..') &&
      !file.path.includes('/'),
  );
  const others = usable.filter((file) => file.path !== state.mainFile).slice(0, mostFiles - 1);
  const main = usable.find((file) => file.path === state.mainFile);
  return [...others, { path: state.mainFile, purpose: main?.purpose ?? '' }];
}
