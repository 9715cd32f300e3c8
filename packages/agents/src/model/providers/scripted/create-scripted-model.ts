import type { ChatEvent, ChatMessage, ChatModel, ChatRequest, FinishReason } from '../../chat-model.ts';
import { estimatePromptTokens, estimateTokens } from '../../estimate-tokens.ts';
import { modelCancelled } from '../../model-cancelled.ts';
import { ModelError } from '../../model-error.ts';

/** One expected call and its answer. */
export interface ScriptedStep {
  /** Must be found in the last message of the call. */
  readonly when?: string | RegExp;
  readonly answer: string;
  readonly finish?: FinishReason;
}

/** A model that follows a script to the letter: for tests and examples. */
export interface ScriptedModel extends ChatModel {
  /** Requests so far, in order. */
  readonly calls: readonly ChatRequest[];
  /** Throws where steps of the script were not used. */
  assertConsumed(): void;
}

const contextTokens = 8_192;
/** Characters of one piece of a streamed answer. */
const pieceLength = 7;

/** A strict scripted model: a call that the script does not expect here is an error naming it. */
export function createScriptedModel(steps: readonly ScriptedStep[], name = 'scripted'): ScriptedModel {
  const calls: ChatRequest[] = [];
  let closed = false;
  return {
    name,
    contextTokens,
    parallel: 1,
    calls,
    stream: async function* (request, { signal }) {
      if (closed) throw refused(`The model ${name} is closed.`);
      if (signal.aborted) throw modelCancelled(name);
      checkWindow(name, request.messages);
      yield* play(nextStep(steps, calls, request), request, name, signal);
    },
    countTokens: async (messages) => estimatePromptTokens(messages),
    close: async () => {
      closed = true;
    },
    assertConsumed: () => {
      if (calls.length >= steps.length) return;
      throw new Error(
        `The script has ${steps.length} steps, ${calls.length} were used; next: ${steps[calls.length]?.answer.slice(0, 80)}`,
      );
    },
  };
}

function nextStep(steps: readonly ScriptedStep[], calls: ChatRequest[], request: ChatRequest): ScriptedStep {
  const step = steps[calls.length];
  const last = request.messages.at(-1)?.content ?? '';
  calls.push(request);
  const expected = step?.when;
  const fits =
    expected === undefined || (typeof expected === 'string' ? last.includes(expected) : expected.test(last));
  if (step !== undefined && fits) return step;
  throw refused(
    step === undefined
      ? `The script ended after ${steps.length} steps, but a further call came: …${last.slice(-200)}`
      : `Step ${calls.length} of the script expects ${String(expected)}, the call says: …${last.slice(-200)}`,
  );
}

async function* play(
  step: ScriptedStep,
  request: ChatRequest,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const characters = [...step.answer];
  for (let at = 0; at < characters.length; at += pieceLength) {
    if (signal.aborted) throw modelCancelled(name);
    yield { type: 'text', text: characters.slice(at, at + pieceLength).join('') };
    await Promise.resolve();
  }
  const promptTokens = estimatePromptTokens(request.messages);
  const completionTokens = estimateTokens(step.answer);
  yield { type: 'usage', usage: { promptTokens, cachedTokens: 0, completionTokens, estimated: true } };
  yield { type: 'finish', reason: step.finish ?? 'stop' };
}

function checkWindow(name: string, messages: readonly ChatMessage[]): void {
  const promptTokens = estimatePromptTokens(messages);
  if (promptTokens <= contextTokens) return;
  throw new ModelError({
    kind: 'model-context-full',
    message: `The ${messages.length} messages have about ${promptTokens} tokens; they do not fit the ${contextTokens} tokens of ${name}.`,
    remedy: 'Shorten the prompt or the start files, or choose a model with a larger window.',
  });
}

function refused(message: string): ModelError {
  return new ModelError({ kind: 'model-bad-request', message, remedy: 'Correct the script or the flow.' });
}
