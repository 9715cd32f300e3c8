import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatEvent, ChatMessage, ChatModel, ChatRequest } from '../../chat-model.ts';
import { ModelError } from '../../model-error.ts';
import { loadLlama } from './load-llama.ts';
import { renderTokens } from './render-tokens.ts';
import { createSequencePool } from './sequence-pool.ts';
import { createTokenText } from './token-text.ts';

export interface EmbeddedOptions {
  /** Name shown and journalled. */
  readonly name: string;
  /** Host path of the GGUF file. */
  readonly file: string;
  /** Threads of the engine. Default: the cores this process may use, at most 8. */
  readonly threads?: number;
  /** Window in tokens of each sequence. Default 8,192, or the model's own where that is smaller. */
  readonly contextTokens?: number;
  /** Sequences computed side by side. Default 2. */
  readonly parallel?: number;
}

const defaultContextTokens = 8_192;
/** Small enough that an abort is seen within about two seconds on a slow machine. */
const batchTokens = 128;

/** A GGUF model in this process, on the CPU; throws BottegaError `no-model` where the machine or the file cannot do it. */
export async function createEmbeddedModel(options: EmbeddedOptions): Promise<ChatModel> {
  const { engine, model } = await loadLlama(options);
  const contextTokens = Math.min(options.contextTokens ?? defaultContextTokens, model.trainContextSize);
  const parallel = options.parallel ?? 2;
  const context = await model.createContext({
    contextSize: contextTokens,
    sequences: parallel,
    batchSize: batchTokens,
    threads: engine.maxThreads,
  });
  const pool = createSequencePool<LlamaContextSequence, Token>(
    Array.from({ length: parallel }, () => context.getSequence()),
    (sequence, tokens) => sequence.compareContextTokens([...tokens]).firstDifferentIndex,
  );
  return {
    name: options.name,
    contextTokens,
    parallel,
    countTokens: async (messages) => (await renderTokens(model, messages)).length,
    stream: (request, { signal }) =>
      stream({ name: options.name, model, pool, contextTokens }, request, signal),
    close: async () => {
      await context.dispose();
      await model.dispose();
      await engine.dispose();
    },
  };
}

interface Engine {
  readonly name: string;
  readonly model: LlamaModel;
  readonly pool: ReturnType<typeof createSequencePool<LlamaContextSequence, Token>>;
  readonly contextTokens: number;
}

async function* stream(engine: Engine, request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent> {
  throwIfAborted(engine.name, signal);
  const prompt = await renderTokens(engine.model, request.messages);
  checkWindow(engine, request.messages, prompt.length, request.maxTokens);
  const lease = await engine.pool.take(prompt, signal);
  let completionTokens = 0;
  let cachedTokens = 0;
  let reason: 'stop' | 'length' = 'stop';
  try {
    throwIfAborted(engine.name, signal);
    const { sequence } = lease;
    cachedTokens = Math.min(sequence.compareContextTokens(prompt).firstDifferentIndex, prompt.length - 1);
    await sequence.eraseContextTokenRanges([{ start: cachedTokens, end: sequence.nextTokenIndex }]);
    const text = createTokenText(engine.model, request.stop);
    const tokens = sequence.evaluate(prompt.slice(cachedTokens), {
      temperature: request.temperature,
      seed: request.seed,
    });
    for await (const token of abortable(tokens, signal, engine.name)) {
      if (engine.model.isEogToken(token)) break;
      completionTokens += 1;
      const piece = text.push(token);
      if (piece !== '') yield { type: 'text', text: piece };
      if (text.stopped()) break;
      if (completionTokens >= request.maxTokens) {
        reason = 'length';
        break;
      }
    }
    const rest = text.end();
    if (rest !== '') yield { type: 'text', text: rest };
  } finally {
    lease.giveBack();
  }
  yield {
    type: 'usage',
    usage: { promptTokens: prompt.length, cachedTokens, completionTokens, estimated: false },
  };
  yield { type: 'finish', reason };
}

/** The same tokens, but an abort is seen at once, also while the engine still reads the prompt. */
async function* abortable(
  tokens: AsyncGenerator<Token, unknown>,
  signal: AbortSignal,
  name: string,
): AsyncIterable<Token> {
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(cancelled(name));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  aborted.catch(() => {});
  try {
    for (;;) {
      const next = await Promise.race([tokens.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    await Promise.race([tokens.return(undefined), aborted.catch(() => {})]);
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

function throwIfAborted(name: string, signal: AbortSignal): void {
  if (signal.aborted) throw cancelled(name);
}

function cancelled(name: string): ModelError {
  return new ModelError({
    kind: 'model-cancelled',
    message: `The answer of ${name} was cancelled.`,
    remedy: 'Go on with `bottega resume`.',
  });
}
