import { readSpecLines } from '../answer/read-lines.ts';
import { renderMessages } from '../prompts/build-prefix.ts';
import { specifyPrompt } from '../prompts/specify-prompt.ts';
import { promptSubject } from './build-state.ts';
import { languageTitle } from './language-title.ts';
import type { Phase } from './phase.ts';

const specTokens = 220;

/** CEO and CPO fix what is wanted. Where the person's text names the program's file, no model is asked. */
export const specify: Phase = {
  name: 'specify',
  roles: ['ceo', 'cpo'],
  async run(context, state) {
    const { facts } = state;
    const named = facts.deliverables.at(-1);
    if (named !== undefined) {
      context.say('ceo', `The customer wants: ${firstLine(state.prompt)}`);
      context.say(
        'cpo',
        `Files named by the customer: ${facts.deliverables.join(', ')} (${languageTitle(facts.language)}).`,
      );
      return {
        state: { ...state, mainFile: named, usage: facts.commands[0] ?? '' },
        summary: `the customer names ${facts.deliverables.join(', ')}`,
        author: 'cpo',
      };
    }
    const instruction = specifyPrompt({
      language: languageTitle(facts.language),
      exampleFile: context.toolchain.defaultFile,
    });
    context.say('ceo', instruction);
    const answer = await context.ask({
      run: context.run,
      key: 'specify',
      role: 'cpo',
      messages: renderMessages(promptSubject(state), instruction),
      maxTokens: specTokens,
      temperature: 0,
      seed: context.seed,
    });
    const spec = readSpecLines(answer.text);
    const base = spec.file.split('/').at(-1) ?? '';
    const fits = context.toolchain.extensions.some((extension) => base.endsWith(extension));
    const mainFile = fits ? base : context.toolchain.defaultFile;
    return {
      state: { ...state, mainFile, usage: spec.run, features: spec.features },
      summary: `${mainFile} with ${spec.features.length} features`,
      author: 'cpo',
    };
  },
};

function firstLine(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
