import type { ChatEvent, ChatModel, ChatRequest } from '../chat-model.ts';
import { modelCancelled } from '../model-cancelled.ts';
import { ModelError } from '../model-error.ts';

export interface StreamLimits {
  readonly firstTokenSeconds: number;
  readonly idleSeconds: number;
  readonly totalSeconds: number;
  /** End of `totalSeconds` on the clock of `performance.now()`. */
  readonly deadline: number;
}

/**
 * One send of a request with its time limits, also over a model that is deaf to its signal; throws ModelError where a
 * limit passes, where the signal is aborted, and `model-cut` where the answer ends without a finish. Time that the
 * reader takes between two pieces does not count.
 */
export async function* limitedStream(
  model: ChatModel,
  request: ChatRequest,
  limits: StreamLimits,
  outer: AbortSignal,
): AsyncGenerator<ChatEvent, void> {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  if (signal.aborted) throw modelCancelled(model.name);
  const events = model.stream(request, { signal })[Symbol.asyncIterator]();
  let finished = false;
  try {
    for (let first = true; ; first = false) {
      const seconds = first ? limits.firstTokenSeconds : limits.idleSeconds;
      const next = await inTime(events.next(), { ...limits, seconds, first }, model.name, outer);
      if (next.done === true) break;
      finished ||= next.value.type === 'finish';
      yield next.value;
    }
  } finally {
    controller.abort();
    void Promise.resolve(events.return?.()).catch(() => {});
  }
  if (finished) return;
  throw new ModelError({
    kind: 'model-cut',
    message: `The answer of ${model.name} broke off without a finish reason.`,
    remedy: 'Try again; where it happens often, look into the log of the server.',
  });
}

async function inTime<Value>(
  value: Promise<Value>,
  limits: StreamLimits & { readonly seconds: number; readonly first: boolean },
  name: string,
  signal: AbortSignal,
): Promise<Value> {
  const left = limits.deadline - performance.now();
  const pause = limits.seconds * 1000;
  const silence = limits.first ? 'said nothing' : 'went silent';
  const what =
    left < pause
      ? `did not end its answer in ${limits.totalSeconds} s`
      : `${silence} for ${limits.seconds} s`;
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => {};
  try {
    return await Promise.race([
      value,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(late(name, what)), Math.max(0, Math.min(left, pause)));
        onAbort = () => reject(modelCancelled(name));
        signal.addEventListener('abort', onAbort, { once: true });
        if (signal.aborted) onAbort();
      }),
    ]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function late(name: string, what: string): ModelError {
  return new ModelError({
    kind: 'model-timed-out',
    message: `${name} ${what}.`,
    remedy: 'Try again; where it happens often, the machine is too slow for this model.',
  });
}
