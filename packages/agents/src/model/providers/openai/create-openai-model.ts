import type { ChatEvent, ChatModel, ChatRequest } from '../../chat-model.ts';
import { estimatePromptTokens } from '../../estimate-tokens.ts';
import { modelCancelled } from '../../model-cancelled.ts';
import { ModelError } from '../../model-error.ts';
import { answerEvents } from './answer-events.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';
import { shownAddress, toModelError } from './openai-errors.ts';
import type { OpenAiOptions } from './openai-options.ts';

/** A model behind any server that speaks the OpenAI chat protocol. It sends once: retries belong to the policy. */
export function createOpenAiModel(options: OpenAiOptions): ChatModel {
  const endpoint = openEndpoint(options);
  return {
    name: options.model,
    contextTokens: options.contextTokens ?? null,
    parallel: options.parallel ?? 2,
    countTokens: async (messages) => estimatePromptTokens(messages),
    stream: (request, { signal }) => stream(options, endpoint, request, signal),
    close: endpoint.close,
  };
}

async function* stream(
  options: OpenAiOptions,
  endpoint: Endpoint,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  let finished = false;
  try {
    if (signal.aborted) throw modelCancelled(options.model);
    for await (const event of answerEvents(await send(options, endpoint, request, signal))) {
      finished ||= event.type === 'finish';
      yield event;
    }
  } catch (error) {
    throw toModelError(error, options, signal);
  }
  if (finished) return;
  if (signal.aborted) throw modelCancelled(options.model);
  throw new ModelError({
    kind: 'model-cut',
    message: `The answer of ${options.model} broke off: the stream ended without a finish reason.`,
    remedy: 'Try again; where it happens often, look into the log of the server.',
  });
}

/** The pieces of an answer; a server that does not stream gives its answer as one piece. */
async function send(
  options: OpenAiOptions,
  endpoint: Endpoint,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<unknown> | Iterable<unknown>> {
  const client = await endpoint.client();
  const { data, response } = await client.chat.completions
    .create(
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
    )
    .withResponse();
  const contentType = response.headers.get('content-type') ?? '';
  if (/\bjson\b/.test(contentType)) return [checkWhole(await response.json())];
  if (!/\bhtml\b/.test(contentType)) return data;
  await response.body?.cancel();
  throw new ModelError({
    kind: 'model-bad-request',
    message: `${shownAddress(options.baseUrl)} answers with a web page, not with the chat protocol.`,
    remedy:
      'Give the address of an OpenAI-compatible server up to and with /v1: --base-url http://127.0.0.1:8080/v1',
  });
}

/** A whole answer holds choices, or an error although its status is 200. */
function checkWhole(answer: unknown): unknown {
  const { choices, error } = (answer ?? {}) as { choices?: unknown; error?: unknown };
  if (Array.isArray(choices) && choices.length > 0) return answer;
  const said = typeof error === 'string' ? { message: error } : error;
  throw Object.assign(new Error('The answer holds no choices.'), said === undefined ? {} : { error: said });
}
