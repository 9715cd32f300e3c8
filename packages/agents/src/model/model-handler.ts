import type { EffectHandler, Usage } from '@bottega/core';
import type { ChatModel, ChatUsage, FinishReason } from './chat-model.ts';
import type { ModelInput, ModelOutput } from './model-effect.ts';

/** Characters a token holds at least on average, for estimates from above. */
const charactersPerToken = 3;

/** Performs model effects: streams an answer, shows it as it comes, and books what it used. */
export function createModelHandler(
  models: (name: string) => ChatModel,
): EffectHandler<ModelInput, ModelOutput> {
  return {
    worstCase: (input) => ({
      calls: 1,
      promptTokens: estimateTokens(input.messages.map((message) => message.content).join('')),
      cachedTokens: 0,
      completionTokens: input.maxTokens,
    }),
    usage: (output): Usage => ({
      calls: 1,
      promptTokens: output.usage.promptTokens,
      cachedTokens: output.usage.cachedTokens,
      completionTokens: output.usage.completionTokens,
    }),
    run: async (input, { key, signal, emit }) => {
      const model = models(input.model);
      const begun = performance.now();
      let [text, reasoning] = ['', ''];
      let usage: ChatUsage | null = null;
      let finishReason: FinishReason = 'stop';
      let firstToken: number | null = null;
      emit({ type: 'model-start', key, role: input.role, model: model.name });
      for await (const event of model.stream(input, { signal })) {
        if (event.type === 'text' || event.type === 'reasoning') {
          firstToken ??= performance.now();
          if (event.type === 'text') text += event.text;
          else reasoning += event.text;
          emit({ type: 'model-delta', key, kind: event.type, text: event.text });
        } else if (event.type === 'usage') usage = event.usage;
        else if (event.type === 'finish') finishReason = event.reason;
      }
      const ended = performance.now();
      const seconds = (ended - begun) / 1000;
      const counted = usage ?? {
        promptTokens: estimateTokens(input.messages.map((message) => message.content).join('')),
        cachedTokens: 0,
        completionTokens: estimateTokens(text + reasoning),
        estimated: true,
      };
      const writing = (ended - (firstToken ?? begun)) / 1000;
      emit({
        type: 'model-end',
        key,
        role: input.role,
        usage: { calls: 1, ...counted },
        seconds,
        tokensPerSecond: writing > 0 ? counted.completionTokens / writing : 0,
        finishReason,
      });
      return { text, reasoning, finishReason, usage: counted, seconds };
    },
  };
}

function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
