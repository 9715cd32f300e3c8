import type { EffectHandler, Usage } from '@bottega/core';
import { createAnswerCollector } from './answer-collector.ts';
import type { ChatModel } from './chat-model.ts';
import { estimatePromptTokens } from './estimate-tokens.ts';
import type { ModelInput, ModelOutput } from './model-effect.ts';

/** Performs model effects: streams an answer, shows it as it comes, and books what it used. */
export function createModelHandler(
  models: (name: string) => ChatModel,
): EffectHandler<ModelInput, ModelOutput> {
  return {
    worstCase: (input) => ({
      calls: 1,
      promptTokens: estimatePromptTokens(input.messages),
      cachedTokens: 0,
      completionTokens: input.maxTokens,
    }),
    usage: ({ usage, sends }): Usage => ({
      calls: sends,
      promptTokens: usage.promptTokens,
      cachedTokens: usage.cachedTokens,
      completionTokens: usage.completionTokens,
    }),
    run: async (input, { key, signal, emit }) => {
      const model = models(input.model);
      const answer = createAnswerCollector(input.messages);
      emit({ type: 'model-start', key, role: input.role, model: model.name });
      for await (const event of model.stream(input, { signal })) {
        answer.add(event);
        if (event.type === 'text' || event.type === 'reasoning') {
          emit({ type: 'model-delta', key, kind: event.type, text: event.text });
        } else if (event.type === 'retry') {
          const seconds = (event.waitMilliseconds / 1000).toFixed(1);
          emit({
            type: 'notice',
            level: 'warning',
            text: `${event.reason} What came of the answer is void; it is asked for again in ${seconds} s.`,
          });
        }
      }
      const { output, tokensPerSecond } = answer.end();
      emit({
        type: 'model-end',
        key,
        role: input.role,
        usage: { calls: output.sends, ...withoutMark(output.usage) },
        seconds: output.seconds,
        tokensPerSecond,
        finishReason: output.finishReason,
      });
      return output;
    },
  };
}

function withoutMark({
  promptTokens,
  cachedTokens,
  completionTokens,
}: ModelOutput['usage']): Omit<Usage, 'calls'> {
  return { promptTokens, cachedTokens, completionTokens };
}
