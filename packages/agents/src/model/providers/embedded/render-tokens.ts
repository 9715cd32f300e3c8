import type { ChatHistoryItem, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatMessage } from '../../chat-model.ts';

/** Tokens of a conversation in the model's own chat template, ending where the answer begins. Message text is never read for special tokens. */
export async function renderTokens(model: LlamaModel, messages: readonly ChatMessage[]): Promise<Token[]> {
  const { resolveChatWrapper } = await import('node-llama-cpp');
  const wrapper = resolveChatWrapper(model, { noJinja: false });
  const chatHistory: ChatHistoryItem[] = messages.map((message) =>
    message.role === 'assistant'
      ? { type: 'model', response: [message.content] }
      : { type: message.role, text: message.content },
  );
  const { contextText } = wrapper.generateContextState({
    chatHistory: [...chatHistory, { type: 'model', response: [''] }],
  });
  return contextText.tokenize(model.tokenizer);
}
