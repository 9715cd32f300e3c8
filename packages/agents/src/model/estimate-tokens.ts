import type { ChatMessage } from './chat-model.ts';

/** Bytes of UTF-8 that a token holds at least on average, in code, prose and Chinese alike. */
const bytesPerToken = 3;
/** Tokens that a chat template puts around one message. */
const tokensPerMessage = 8;

/** Tokens of a text, estimated from above: for budgets, and for servers that report no usage. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

/** Prompt tokens of a conversation, estimated from above. */
export function estimatePromptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + estimateTokens(message.content) + tokensPerMessage, 0);
}
