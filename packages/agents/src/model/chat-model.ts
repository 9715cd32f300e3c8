/** One message of a conversation, as every chat protocol knows it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What is asked of a model: everything that changes the answer is in here. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** Completion tokens at most. */
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  /** Makes a sampled answer repeatable where the server can. */
  readonly seed: number;
  /** The answer ends before one of these strings; may be empty. */
  readonly stop: readonly string[];
}

/** Token counts of one answer; `estimated` where the server told none. */
export interface ChatUsage {
  readonly promptTokens: number;
  /** Of the prompt tokens, those answered from a cache. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly estimated: boolean;
}

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'tool-calls';

/**
 * Pieces of an answer, in order; exactly one `finish` comes last, and `usage` comes once before it where known. `retry`
 * comes from the policy alone: every piece before it is void, and the same request is sent again after the wait.
 */
export type ChatEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly argumentsText: string }
  | { readonly type: 'retry'; readonly reason: string; readonly waitMilliseconds: number }
  | { readonly type: 'usage'; readonly usage: ChatUsage }
  | { readonly type: 'finish'; readonly reason: FinishReason };

/** A model that chats: messages in, events out. */
export interface ChatModel {
  /** Shown to people and journalled: `qwen2.5-coder-1.5b`; never a host path or a key. */
  readonly name: string;
  /** Window in tokens, prompt and completion together; null where unknown. */
  readonly contextTokens: number | null;
  /** How many requests it takes side by side; more are queued inside. */
  readonly parallel: number;
  /** Streams one answer; throws ModelError (iteration rejects); `signal` ends the stream with ModelError code `model-cancelled`. */
  stream(request: ChatRequest, options: { signal: AbortSignal }): AsyncIterable<ChatEvent>;
  /** Prompt tokens of these messages, exact where the model can count, else an estimate from above. */
  countTokens(messages: readonly ChatMessage[]): Promise<number>;
  /** Frees memory and connections; the model cannot be used afterwards. */
  close(): Promise<void>;
}
