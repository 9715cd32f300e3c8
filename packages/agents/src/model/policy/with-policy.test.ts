import { expect, test } from 'vitest';
import type { ChatEvent, ChatModel, ChatRequest } from '../chat-model.ts';
import { ModelError, type ModelErrorKind } from '../model-error.ts';
import type { ModelPolicy } from './model-policy.ts';
import { withPolicy } from './with-policy.ts';

type Send = (signal: AbortSignal) => AsyncIterable<ChatEvent>;

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'hello' }],
  maxTokens: 16,
  temperature: 0,
  seed: 1,
  stop: [],
};
const policy: ModelPolicy = {
  firstTokenSeconds: 5,
  idleSeconds: 5,
  totalSeconds: 10,
  retries: 2,
  longestWaitSeconds: 30,
};
const text = (piece: string): ChatEvent => ({ type: 'text', text: piece });
const finish: ChatEvent = { type: 'finish', reason: 'stop' };
const never = (): Promise<void> => new Promise(() => {});

const answers = (...events: ChatEvent[]): Send =>
  async function* () {
    yield* events;
  };
const fails = (kind: ModelErrorKind, retryAfter?: number, ...before: ChatEvent[]): Send =>
  async function* () {
    yield* before;
    const wait = retryAfter === undefined ? {} : { retryAfter };
    throw new ModelError({ kind, message: `It is ${kind}.`, remedy: 'Wait.', ...wait });
  };

/** Its methods are on the class, as those of a model that somebody else wrote may be. */
class ListedModel implements ChatModel {
  readonly name = 'listed';
  readonly contextTokens = 100;
  readonly parallel = 1;
  readonly sends: Send[];
  sent = 0;
  closed = false;

  constructor(sends: Send[]) {
    this.sends = sends;
  }
  stream(_request: ChatRequest, { signal }: { signal: AbortSignal }): AsyncIterable<ChatEvent> {
    this.sent += 1;
    return this.sends[this.sent - 1]?.(signal) ?? answers()(signal);
  }
  async countTokens(): Promise<number> {
    return this.sends.length;
  }
  async close(): Promise<void> {
    this.closed = true;
  }
}

async function run(sends: Send[], changed: Partial<ModelPolicy> = {}, signal = new AbortController().signal) {
  const model = new ListedModel(sends);
  const waits: number[] = [];
  const guarded = withPolicy(model, { ...policy, ...changed }, async (milliseconds) => {
    waits.push(milliseconds);
  });
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of guarded.stream(request, { signal })) events.push(event);
  } catch (caught) {
    error = caught;
  }
  return { model, guarded, waits, events, error, types: events.map((event) => event.type) };
}

test('an answer passes through as it is, and so do the other methods', async () => {
  const { model, guarded, events, waits } = await run([answers(text('a'), text('b'), finish)]);
  expect(events).toEqual([text('a'), text('b'), finish]);
  expect(waits).toEqual([]);
  expect(guarded).toMatchObject({ name: 'listed', contextTokens: 100, parallel: 1 });
  expect(await guarded.countTokens([])).toBe(1);
  await guarded.close();
  expect(model.closed).toBe(true);
});

test('failures that may pass are sent again, with waits that grow', async () => {
  const { types, waits, model } = await run([
    fails('model-unreachable'),
    fails('model-server-error'),
    answers(finish),
  ]);
  expect(types).toEqual(['retry', 'retry', 'finish']);
  expect(waits).toEqual([500, 1_000]);
  expect(model.sent).toBe(3);
});

test('it waits as long as the server asks, but never longer than the limit', async () => {
  const { waits, types } = await run([fails('model-rate-limited', 7_000), answers(finish)]);
  expect(waits).toEqual([7_000]);
  expect(types.at(-1)).toBe('finish');
  const long = await run([fails('model-rate-limited', 31_000), answers(finish)]);
  expect(long.error).toMatchObject({ kind: 'model-rate-limited' });
  expect(long.model.sent).toBe(1);
});

test('after the last retry the failure itself is thrown', async () => {
  const { error, model } = await run(Array(5).fill(fails('model-unreachable')));
  expect(error).toMatchObject({ kind: 'model-unreachable' });
  expect(model.sent).toBe(3);
});

test.each<ModelErrorKind>([
  'model-cancelled',
  'model-unauthorized',
  'model-unknown',
  'model-quota',
  'model-context-full',
  'model-bad-request',
])('%s is sent once', async (kind) => {
  const { error, model, types } = await run([fails(kind), answers(finish)]);
  expect(error).toMatchObject({ kind });
  expect(model.sent).toBe(1);
  expect(types).toEqual([]);
});

test('an answer that broke off is voided by a retry event and asked for again', async () => {
  const cut = await run([answers(text('half')), answers(text('whole'), finish)]);
  expect(cut.types).toEqual(['text', 'retry', 'text', 'finish']);
  expect(cut.events[1]).toEqual({
    type: 'retry',
    reason: 'The answer of listed broke off without a finish reason.',
    waitMilliseconds: 500,
  });
  const reset = await run([fails('model-cut', undefined, text('ha')), answers(text('whole'), finish)]);
  expect(reset.types).toEqual(['text', 'retry', 'text', 'finish']);
});

test('a failure that is none of ours is named, and sent once', async () => {
  const broken: Send = async function* () {
    yield text('x');
    throw new TypeError('undefined is not a function');
  };
  const { error, model } = await run([broken, answers(finish)]);
  expect(error).toMatchObject({
    kind: 'model-bad-request',
    message: 'The model listed failed: undefined is not a function',
  });
  expect(model.sent).toBe(1);
});

const deaf: Send = async function* () {
  await never();
  yield finish;
};
const deafAfterText: Send = async function* () {
  yield text('a');
  await never();
  yield finish;
};
const endless: Send = async function* () {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield text('a');
  }
};

test.each<[string, Send, Partial<ModelPolicy>, RegExp]>([
  ['says nothing', deaf, { firstTokenSeconds: 0.1 }, /said nothing for 0.1 s/],
  ['goes silent', deafAfterText, { idleSeconds: 0.1 }, /went silent for 0.1 s/],
  ['never ends', endless, { totalSeconds: 0.2 }, /did not end its answer in 0.2 s/],
])('a model that %s and is deaf to its signal is left', async (_title, send, limits, message) => {
  const { error } = await run([send], { ...limits, retries: 0 });
  expect(error).toMatchObject({ kind: 'model-timed-out', message: expect.stringMatching(message) });
});

test('the total limit holds over all sends', async () => {
  const begun = performance.now();
  const { error, model } = await run(Array(9).fill(endless), { totalSeconds: 0.3, retries: 8 });
  expect(error).toMatchObject({ kind: 'model-timed-out' });
  expect(model.sent).toBe(1);
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('a reader that takes its time is not mistaken for a silent model', async () => {
  const model = withPolicy(new ListedModel([answers(text('a'), text('b'), finish)]), {
    ...policy,
    firstTokenSeconds: 0.1,
    idleSeconds: 0.1,
  });
  const seen: string[] = [];
  for await (const event of model.stream(request, { signal: new AbortController().signal })) {
    seen.push(event.type);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  expect(seen).toEqual(['text', 'text', 'finish']);
});

test('an abort ends a deaf model, and a wait between two sends, at once', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const begun = performance.now();
  const { error, model } = await run([deaf, answers(finish)], {}, controller.signal);
  expect(error).toMatchObject({ kind: 'model-cancelled' });
  expect(model.sent).toBe(1);

  const later = new AbortController();
  setTimeout(() => later.abort(), 50);
  const waiting = withPolicy(new ListedModel([fails('model-rate-limited', 5_000), answers(finish)]), policy);
  const read = async (): Promise<void> => {
    for await (const _event of waiting.stream(request, { signal: later.signal }));
  };
  await expect(read()).rejects.toMatchObject({ kind: 'model-cancelled' });
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('a reader that stops early aborts the model below', async () => {
  let inner: AbortSignal | undefined;
  const model = withPolicy(
    new ListedModel([
      async function* (signal) {
        inner = signal;
        yield text('a');
        yield text('b');
      },
    ]),
    policy,
  );
  for await (const _event of model.stream(request, { signal: new AbortController().signal })) break;
  expect(inner?.aborted).toBe(true);
});
