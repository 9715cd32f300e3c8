import type { ChatEvent, ChatModel, ChatRequest, FinishReason } from '../../chat-model.ts';
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

const pieceLength = 7;

/** A strict scripted model: a call that the script does not expect here is an error naming it. */
export function createScriptedModel(steps: readonly ScriptedStep[], name = 'scripted'): ScriptedModel {
  const calls: ChatRequest[] = [];
  const model: ScriptedModel = {
    name,
    contextTokens: 8_192,
    parallel: 1,
    calls,
    stream: (request, { signal }) => stream(nextStep(steps, calls, request), request, signal),
    countTokens: async (messages) =>
      Math.ceil(messages.reduce((sum, message) => sum + message.content.length, 0) / 3),
    close: async () => {},
    assertConsumed: () => {
      if (calls.length < steps.length) {
        throw new Error(
          `The script has ${steps.length} steps, ${calls.length} were used; next: ${steps[calls.length]?.answer.slice(0, 80)}`,
        );
      }
    },
  };
  return model;
}

function nextStep(steps: readonly ScriptedStep[], calls: ChatRequest[], request: ChatRequest): ScriptedStep {
  const step = steps[calls.length];
  const last = request.messages.at(-1)?.content ?? '';
  calls.push(request);
  const expected = step?.when;
  const fits =
    expected === undefined || (typeof expected === 'string' ? last.includes(expected) : expected.test(last));
  if (step !== undefined && fits) return step;
  throw new ModelError({
    kind: 'model-bad-request',
    message:
      step === undefined
        ? `The script ended after ${steps.length} steps, but a further call came: …${last.slice(-200)}`
        : `Step ${calls.length} of the script expects ${String(expected)}, the call says: …${last.slice(-200)}`,
    remedy: 'Correct the script or the flow.',
  });
}

async function* stream(
  step: ScriptedStep,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncIterable<ChatEvent> {
  for (let at = 0; at < step.answer.length; at += pieceLength) {
    if (signal.aborted) {
      throw new ModelError({
        kind: 'model-cancelled',
        message: 'The scripted answer was cancelled.',
        remedy: 'Go on with `bottega resume`.',
      });
    }
    yield { type: 'text', text: step.answer.slice(at, at + pieceLength) };
    await Promise.resolve();
  }
  const promptTokens = Math.ceil(
    request.messages.reduce((sum, message) => sum + message.content.length, 0) / 3,
  );
  const completionTokens = Math.ceil(step.answer.length / 3);
  yield { type: 'usage', usage: { promptTokens, cachedTokens: 0, completionTokens, estimated: true } };
  yield { type: 'finish', reason: step.finish ?? 'stop' };
}
