import type { ChatHistoryItem, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatMessage } from '../../chat-model.ts';

/** Tokens of a conversation, ending where the answer begins. */
export type PromptRenderer = (messages: readonly ChatMessage[]) => Token[];

/** Renders in the model's own chat template, which is looked up once: that takes a fifth of a second. Message text is never read for special tokens. */
export async function createPromptRenderer(model: LlamaModel): Promise<PromptRenderer> {
  const { resolveChatWrapper } = await import('node-llama-cpp');
  const wrapper = resolveChatWrapper(model);
  return (messages) => {
    const chatHistory: ChatHistoryItem[] = messages.map((message) =>
      message.role === 'assistant'
        ? { type: 'model', response: [message.content] }
        : { type: message.role, text: message.content },
    );
    const { contextText } = wrapper.generateContextState({
      chatHistory: [...chatHistory, { type: 'model', response: [''] }],
    });
    return contextText.tokenize(model.tokenizer);
  };
}
