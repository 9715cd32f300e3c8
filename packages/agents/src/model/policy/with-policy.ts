import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatEvent, ChatModel, ChatRequest } from '../chat-model.ts';
import { ModelError } from '../model-error.ts';

/** Time limits and retries of one model, in seconds and counts. */
export interface ModelPolicy {
  /** Seconds until the first piece of an answer; a slow machine reads long prompts for minutes. */
  readonly firstTokenSeconds: number;
  /** Seconds between two pieces. */
  readonly idleSeconds: number;
  /** Seconds of one answer in all. */
  readonly totalSeconds: number;
  /** Sends after the first one, only where one can help and nothing was handed on yet. */
  readonly retries: number;
  /** Longest wait that a server may ask for, in seconds. */
  readonly longestWaitSeconds: number;
}

const defaultPolicy: ModelPolicy = {
  firstTokenSeconds: 600,
  idleSeconds: 120,
  totalSeconds: 3_600,
  retries: 2,
  longestWaitSeconds: 30,
};

const firstWaitMilliseconds = 500;

/** The same model with time limits, and the only retrier of the house: nothing below or above it sends again. */
export function withPolicy(
  model: ChatModel,
  policy: ModelPolicy = defaultPolicy,
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void> = (milliseconds, signal) =>
    sleep(milliseconds, undefined, { signal }),
): ChatModel {
  return { ...model, stream: (request, { signal }) => stream(model, policy, wait, request, signal) };
}

async function* stream(
  model: ChatModel,
  policy: ModelPolicy,
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncIterable<ChatEvent> {
  for (let attempt = 0; ; attempt += 1) {
    let handedOn = false;
    try {
      for await (const event of limited(model, policy, request, signal)) {
        handedOn = true;
        yield event;
      }
      return;
    } catch (error) {
      const again =
        error instanceof ModelError &&
        error.isRetryable &&
        !handedOn &&
        attempt < policy.retries &&
        !signal.aborted;
      if (!again) throw error;
      const asked = error.retryAfter ?? firstWaitMilliseconds * 2 ** attempt;
      if (asked > policy.longestWaitSeconds * 1000) throw error;
      await wait(asked, signal).catch(() => {});
      if (signal.aborted) throw cancelled(model.name);
    }
  }
}

async function* limited(
  model: ChatModel,
  policy: ModelPolicy,
  request: ChatRequest,
  outer: AbortSignal,
): AsyncIterable<ChatEvent> {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  let late: ModelError | null = null;
  const arm = (seconds: number, what: string): NodeJS.Timeout =>
    setTimeout(() => {
      late = new ModelError({
        kind: 'model-timed-out',
        message: `${model.name} ${what} for ${seconds} s.`,
        remedy: 'Try again; where it happens often, the machine is too slow for this model.',
      });
      controller.abort();
    }, seconds * 1000);
  const total = arm(policy.totalSeconds, 'did not end its answer');
  let pause = arm(policy.firstTokenSeconds, 'said nothing');
  let finished = false;
  try {
    for await (const event of model.stream(request, { signal })) {
      clearTimeout(pause);
      pause = arm(policy.idleSeconds, 'went silent');
      finished ||= event.type === 'finish';
      yield event;
    }
  } catch (error) {
    throw late ?? error;
  } finally {
    clearTimeout(total);
    clearTimeout(pause);
  }
  if (finished) return;
  throw (
    late ??
    (outer.aborted
      ? cancelled(model.name)
      : new ModelError({
          kind: 'model-cut',
          message: `The answer of ${model.name} broke off without a finish reason.`,
          remedy: 'Try again.',
        }))
  );
}

function cancelled(name: string): ModelError {
  return new ModelError({
    kind: 'model-cancelled',
    message: `The answer of ${name} was cancelled.`,
    remedy: 'Go on with `bottega resume`.',
  });
}
