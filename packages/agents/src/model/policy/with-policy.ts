import { setTimeout as sleep } from 'node:timers/promises';
import type { BottegaError } from '@bottega/core';
import type { ChatEvent, ChatModel, ChatRequest } from '../chat-model.ts';
import { modelCancelled } from '../model-cancelled.ts';
import { ModelError } from '../model-error.ts';
import { limitedStream } from './limited-stream.ts';
import { defaultPolicy, type ModelPolicy } from './model-policy.ts';
import { toBottegaError } from './to-bottega-error.ts';

/** Waits so many milliseconds; rejects at once where the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const firstWaitMilliseconds = 500;

/** The same model with time limits, and the only retrier of the house: nothing below or above it sends again. */
export function withPolicy(
  model: ChatModel,
  policy: ModelPolicy = defaultPolicy,
  wait: Wait = (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
): ChatModel {
  return {
    name: model.name,
    contextTokens: model.contextTokens,
    parallel: model.parallel,
    stream: (request, { signal }) => stream(model, policy, wait, request, signal),
    countTokens: (messages) => model.countTokens(messages),
    close: () => model.close(),
  };
}

async function* stream(
  model: ChatModel,
  policy: ModelPolicy,
  wait: Wait,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const deadline = performance.now() + policy.totalSeconds * 1000;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return yield* limitedStream(model, request, { ...policy, deadline }, signal);
    } catch (error) {
      const failure = toBottegaError(error, model.name, signal);
      const waitMilliseconds = waitBefore(failure, attempt, policy);
      const again =
        waitMilliseconds !== null && !signal.aborted && performance.now() + waitMilliseconds < deadline;
      if (!again) throw failure;
      yield { type: 'retry', reason: failure.message, waitMilliseconds };
      await wait(waitMilliseconds, signal).catch(() => {});
      if (signal.aborted) throw modelCancelled(model.name);
    }
  }
}

/** Milliseconds until the next send, or null where none can help. */
function waitBefore(failure: BottegaError, attempt: number, policy: ModelPolicy): number | null {
  if (!failure.isRetryable || attempt >= policy.retries) return null;
  const asked = failure instanceof ModelError ? failure.retryAfter : null;
  const milliseconds = asked ?? firstWaitMilliseconds * 2 ** attempt;
  return milliseconds > policy.longestWaitSeconds * 1000 ? null : milliseconds;
}
