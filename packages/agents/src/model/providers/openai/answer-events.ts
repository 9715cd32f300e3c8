import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ChatEvent, ChatUsage, FinishReason } from '../../chat-model.ts';
import { createToolCalls } from './tool-calls.ts';

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

/** A piece of an answer as servers send it; a whole answer has `message` where a piece has `delta`. */
interface Choice {
  readonly index?: number;
  readonly finish_reason?: string | null;
  readonly delta?: Delta;
  readonly message?: Delta;
}

interface Delta {
  readonly content?: string | null;
  readonly reasoning_content?: string | null;
  readonly reasoning?: string | null;
  readonly tool_calls?: readonly Partial<ChatCompletionChunk.Choice.Delta.ToolCall>[] | null;
}

/**
 * The pieces of one answer as events, of its first choice only. Tool calls, usage and finish are held back to the end,
 * because servers send them in several orders; without a finish reason there is no `finish`.
 */
export async function* answerEvents(
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<ChatEvent> {
  const calls = createToolCalls();
  let usage: ChatUsage | null = null;
  let finish: FinishReason | null = null;
  for await (const chunk of chunks) {
    const { choices, usage: reported } = (chunk ?? {}) as { choices?: Choice[]; usage?: Reported | null };
    if (reported) usage = toUsage(reported);
    const choice = choices?.find(({ index }) => (index ?? 0) === 0);
    const delta = choice?.delta ?? choice?.message;
    const reasoning = delta?.reasoning_content ?? delta?.reasoning;
    if (reasoning) yield { type: 'reasoning', text: reasoning };
    if (delta?.content) yield { type: 'text', text: delta.content };
    for (const piece of delta?.tool_calls ?? []) calls.add(piece);
    if (choice?.finish_reason) finish = finishReasons[choice.finish_reason] ?? 'stop';
  }
  yield* calls.end();
  if (usage !== null) yield { type: 'usage', usage };
  if (finish !== null) yield { type: 'finish', reason: finish };
}

interface Reported {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number | null } | null;
}

function toUsage(reported: Reported): ChatUsage {
  return {
    promptTokens: reported.prompt_tokens ?? 0,
    cachedTokens: reported.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: reported.completion_tokens ?? 0,
    estimated: false,
  };
}
