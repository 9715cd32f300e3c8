import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatEvent, ChatMessage, ChatModel, ChatRequest } from '../../chat-model.ts';
import { modelCancelled } from '../../model-cancelled.ts';
import { ModelError } from '../../model-error.ts';
import { answerTokens } from './answer-tokens.ts';
import { loadLlama } from './load-llama.ts';
import { firstLine } from './no-model.ts';
import { createPromptRenderer, type PromptRenderer } from './prompt-renderer.ts';
import { createSequencePool, type SequenceLease, type SequencePool } from './sequence-pool.ts';
import { createTokenText } from './token-text.ts';

export interface EmbeddedOptions {
  /** Name shown and journalled. */
  readonly name: string;
  /** Host path of the GGUF file. */
  readonly file: string;
  /** Threads of the engine. Default: the physical cores this process may use, at most 8. */
  readonly threads?: number;
  /** Window in tokens of each sequence. Default 8,192, or the model's own where that is smaller. */
  readonly contextTokens?: number;
  /** Sequences computed side by side. Default 2. */
  readonly parallel?: number;
}

const defaultContextTokens = 8_192;
const defaultParallel = 2;
/** Prompt tokens computed in one go: small enough that an abort is seen within about two seconds on a slow machine. */
const stepTokens = 128;

/** A GGUF model in this process, on the CPU; throws BottegaError `no-model` where the machine or the file cannot do it. */
export async function createEmbeddedModel(options: EmbeddedOptions): Promise<ChatModel> {
  const parallel = options.parallel ?? defaultParallel;
  const loaded = await loadLlama({
    ...options,
    contextTokens: options.contextTokens ?? defaultContextTokens,
    sequences: parallel,
    batchTokens: stepTokens,
  });
  const { model, context, contextTokens } = loaded;
  const render = await createPromptRenderer(model);
  const pool = createSequencePool<LlamaContextSequence, Token>(
    Array.from({ length: parallel }, () => context.getSequence()),
    (sequence, tokens) => sequence.compareContextTokens([...tokens]).firstDifferentIndex,
  );
  const closing = new AbortController();
  const engine: Engine = { name: options.name, model, render, pool, contextTokens, closed: closing.signal };
  return {
    name: options.name,
    contextTokens,
    parallel,
    countTokens: async (messages) => render(messages).length,
    stream: (request, { signal }) => stream(engine, request, signal),
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort();
      await pool.idle();
      await loaded.dispose();
    },
  };
}

interface Engine {
  readonly name: string;
  readonly model: LlamaModel;
  readonly render: PromptRenderer;
  readonly pool: SequencePool<LlamaContextSequence, Token>;
  readonly contextTokens: number;
  /** Aborted when the model is closed. */
  readonly closed: AbortSignal;
}

async function* stream(engine: Engine, request: ChatRequest, outer: AbortSignal): AsyncGenerator<ChatEvent> {
  if (engine.closed.aborted) throw closedError(engine.name);
  const signal = AbortSignal.any([outer, engine.closed]);
  if (signal.aborted) throw modelCancelled(engine.name);
  const prompt = engine.render(request.messages);
  checkWindow(engine, request.messages, prompt.length, request.maxTokens);
  const lease = await engine.pool.take(prompt, signal);
  if (lease === null) throw modelCancelled(engine.name);
  yield* write(engine, lease, prompt, request, signal);
}

async function* write(
  engine: Engine,
  lease: SequenceLease<LlamaContextSequence>,
  prompt: readonly Token[],
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { temperature, seed, maxTokens } = request;
  const answer = answerTokens(lease.sequence, prompt, { temperature, seed, stepTokens, signal });
  const text = createTokenText(engine.model, request.stop);
  let completionTokens = 0;
  let reason: 'stop' | 'length' = 'stop';
  try {
    for (;;) {
      const token = await nextToken(answer.tokens, engine.name, signal);
      if (token === null) break;
      completionTokens += 1;
      const piece = text.push(token);
      if (piece !== '') yield { type: 'text', text: piece };
      if (text.stopped()) break;
      if (completionTokens < maxTokens) continue;
      reason = 'length';
      break;
    }
  } finally {
    void answer.tokens
      .return()
      .catch(() => {})
      .finally(lease.giveBack);
  }
  const rest = text.end();
  if (rest !== '') yield { type: 'text', text: rest };
  const usage = { promptTokens: prompt.length, cachedTokens: answer.cachedTokens(), completionTokens };
  yield { type: 'usage', usage: { ...usage, estimated: false } };
  yield { type: 'finish', reason };
}

/** The next token, or null at the end; an abort is seen at once, also while the engine still computes. */
async function nextToken(
  tokens: AsyncGenerator<Token, void>,
  name: string,
  signal: AbortSignal,
): Promise<Token | null> {
  let onAbort = (): void => {};
  try {
    const aborted = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(modelCancelled(name));
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
    const next = await Promise.race([tokens.next(), aborted]);
    return next.done === true ? null : next.value;
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError({
      kind: 'model-server-error',
      message: `The embedded engine failed on ${name}: ${firstLine(error)}`,
      remedy: 'Go on with `bottega resume`; where it happens again, use a smaller model or a server.',
      cause: error,
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function checkWindow(
  engine: Engine,
  messages: readonly ChatMessage[],
  promptTokens: number,
  maxTokens: number,
): void {
  if (promptTokens + maxTokens <= engine.contextTokens) return;
  throw new ModelError({
    kind: 'model-context-full',
    message: `The ${messages.length} messages have ${promptTokens} tokens; with ${maxTokens} for the answer they do not fit the ${engine.contextTokens} tokens of ${engine.name}.`,
    remedy: 'Shorten the prompt or the start files, or choose a model with a larger window.',
  });
}

function closedError(name: string): ModelError {
  return new ModelError({
    kind: 'model-bad-request',
    message: `The model ${name} is closed.`,
    remedy: 'Open it again.',
  });
}
