import { UsageError } from '../errors/usage-error.ts';
import type { AskInput, AskOutput } from './ask-effect.ts';
import type { EffectHandler } from './effect.ts';

export interface AskHandlerOptions {
  /** Asks a person; `choices` is empty for free text. Absent where nobody can be asked. */
  readonly ask?: (
    question: string,
    choices: readonly string[],
    options: { readonly signal: AbortSignal },
  ) => Promise<string>;
}

/** Asks the person given, or answers by policy; throws UsageError for an answer that was not offered. */
export function createAskHandler({ ask }: AskHandlerOptions): EffectHandler<AskInput, AskOutput> {
  return {
    run: async ({ question, choices, otherwise }, { signal }) => {
      if (ask === undefined) return { answer: otherwise, by: 'policy' };
      const answer = await ask(question, choices, { signal });
      if (choices.length > 0 && !choices.includes(answer)) {
        throw new UsageError(
          `${JSON.stringify(answer)} is no answer to: ${question}`,
          `Answer with one of: ${choices.join(', ')}.`,
        );
      }
      return { answer, by: 'person' };
    },
  };
}
