import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ChatEvent, ChatModel, ChatRequest, FinishReason } from '../../chat-model.ts';
import { ModelError } from '../../model-error.ts';
import { openEndpoint } from './endpoint.ts';
import { toModelError } from './openai-errors.ts';
import type { OpenAiOptions } from './openai-options.ts';

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

/** A model behind any server that speaks the OpenAI chat protocol. It sends once: retries belong to the policy. */
export function createOpenAiModel(options: OpenAiOptions): ChatModel {
  const endpoint = openEndpoint(options);
  return {
    name: options.model,
    contextTokens: options.contextTokens ?? null,
    parallel: options.parallel ?? 2,
    countTokens: async (messages) =>
      Math.ceil(messages.reduce((sum, message) => sum + message.content.length + 12, 0) / 3),
    stream: (request, { signal }) => stream(options, endpoint, request, signal),
    close: endpoint.close,
  };
}

async function* stream(
  options: OpenAiOptions,
  endpoint: ReturnType<typeof openEndpoint>,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncIterable<ChatEvent> {
  let finish: FinishReason | null = null;
  try {
    const client = await endpoint.client();
    const chunks = await client.chat.completions.create(
      {
        model: options.model,
        messages: [...request.messages],
        max_tokens: request.maxTokens,
        temperature: request.temperature,
        seed: request.seed,
        ...(request.stop.length > 0 ? { stop: [...request.stop] } : {}),
        stream: true,
        stream_options: { include_usage: true },
      },
      { signal },
    );
    for await (const chunk of chunks) {
      yield* eventsOf(chunk);
      const reason = chunk.choices?.[0]?.finish_reason;
      if (reason) finish = finishReasons[reason] ?? 'stop';
    }
  } catch (error) {
    throw toModelError(error, options, signal);
  }
  if (signal.aborted) throw toModelError(new Error('aborted'), options, signal);
  if (finish === null) {
    throw new ModelError({
      kind: 'model-cut',
      message: `The answer of ${options.model} broke off: the stream ended without a finish reason.`,
      remedy: 'Try again; where it happens often, look into the log of the server.',
    });
  }
  yield { type: 'finish', reason: finish };
}

function* eventsOf(chunk: ChatCompletionChunk): Iterable<ChatEvent> {
  const delta = chunk.choices?.[0]?.delta as
    | {
        content?: string | null;
        reasoning_content?: string;
        reasoning?: string;
        tool_calls?: ChatCompletionChunk.Choice.Delta.ToolCall[];
      }
    | undefined;
  const reasoning = delta?.reasoning_content ?? delta?.reasoning;
  if (reasoning) yield { type: 'reasoning', text: reasoning };
  if (delta?.content) yield { type: 'text', text: delta.content };
  for (const call of delta?.tool_calls ?? []) {
    yield {
      type: 'tool-call',
      id: call.id ?? '',
      name: call.function?.name ?? '',
      argumentsText: call.function?.arguments ?? '',
    };
  }
  if (chunk.usage) {
    yield {
      type: 'usage',
      usage: {
        promptTokens: chunk.usage.prompt_tokens ?? 0,
        cachedTokens: chunk.usage.prompt_tokens_details?.cached_tokens ?? 0,
        completionTokens: chunk.usage.completion_tokens ?? 0,
        estimated: false,
      },
    };
  }
}
