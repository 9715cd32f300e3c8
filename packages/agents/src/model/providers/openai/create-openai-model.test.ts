import { expect, test } from 'vitest';
import { chatModelContract } from '../../../testing/chat-model-contract.ts';
import {
  type MockAnswer,
  refusedAnswer,
  startMockServer,
  streamedAnswer,
} from '../../../testing/mock-server.ts';
import type { ChatEvent, ChatRequest } from '../../chat-model.ts';
import { withPolicy } from '../../policy/with-policy.ts';
import { createOpenAiModel } from './create-openai-model.ts';
import { probeServer } from './probe-server.ts';

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'hello' }],
  maxTokens: 16,
  temperature: 0,
  seed: 1,
  stop: [],
};

chatModelContract('openai', async () => {
  const server = await startMockServer([streamedAnswer(['一', ' 二 ', '🎉', 'x', 'y', 'z'], { pause: 5 })]);
  return { model: createOpenAiModel({ baseUrl: server.baseUrl, model: 'mock' }), close: server.close };
});

async function ask(answers: readonly MockAnswer[], options: { apiKey?: string; policy?: boolean } = {}) {
  const server = await startMockServer(answers);
  const key = options.apiKey === undefined ? {} : { apiKey: options.apiKey };
  const plain = createOpenAiModel({ baseUrl: server.baseUrl, model: 'mock', ...key });
  const waits: number[] = [];
  const model =
    options.policy === true
      ? withPolicy(plain, undefined, async (milliseconds) => void waits.push(milliseconds))
      : plain;
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of model.stream(request, { signal: new AbortController().signal }))
      events.push(event);
  } catch (caught) {
    error = caught;
  }
  await model.close();
  await server.close();
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  return { text, error, events, sent: server.requests.length, waits, requests: server.requests };
}

test('settings reach the server and usage comes back with what was cached', async () => {
  const { text, events, requests } = await ask([streamedAnswer(['a', 'b'])], { apiKey: 'sk-test-canary' });
  expect(text).toBe('ab');
  expect(events.find((event) => event.type === 'usage')?.usage).toEqual({
    promptTokens: 20,
    cachedTokens: 8,
    completionTokens: 2,
    estimated: false,
  });
  expect(requests[0]?.body).toMatchObject({
    model: 'mock',
    max_tokens: 16,
    temperature: 0,
    seed: 1,
    stream: true,
  });
  expect(requests[0]?.headers.authorization).toBe('Bearer sk-test-canary');
});

test.each<[string, MockAnswer, string]>([
  ['a stream without a finish reason', streamedAnswer(['half'], { end: false }), 'model-cut'],
  ['a refused key', refusedAnswer(401, { message: 'bad key' }), 'model-unauthorized'],
  ['an unknown model', refusedAnswer(404, { message: 'no such model' }), 'model-unknown'],
  [
    'a full window',
    refusedAnswer(400, { message: 'the request exceeds the context size' }),
    'model-context-full',
  ],
  ['an empty account', refusedAnswer(429, { message: 'quota', code: 'insufficient_quota' }), 'model-quota'],
  ['a busy server', refusedAnswer(429, { message: 'slow down' }), 'model-rate-limited'],
  ['a broken server', refusedAnswer(500, { message: 'oops' }), 'model-server-error'],
  ['a bad request', refusedAnswer(400, { message: 'no' }), 'model-bad-request'],
  [
    'a web page',
    (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'),
    'model-cut',
  ],
])('%s is told apart, sent once, and never shows the key', async (_title, answer, kind) => {
  const { error, sent } = await ask([answer], { apiKey: 'sk-test-canary' });
  expect(error).toMatchObject({ kind });
  expect(sent).toBe(1);
  expect(String((error as Error).message)).not.toContain('sk-test-canary');
});

test('the policy sends again where that can help, and waits as long as the server asks', async () => {
  const busy = refusedAnswer(429, { message: 'slow down' }, { 'retry-after': '2' });
  const { text, sent, waits } = await ask(
    [busy, refusedAnswer(503, { message: 'loading' }), streamedAnswer(['ok'])],
    { policy: true },
  );
  expect(text).toBe('ok');
  expect(sent).toBe(3);
  expect(waits).toEqual([2_000, 1_000]);
});

test('the policy does not send again after a refusal, nor once text was handed on', async () => {
  expect((await ask([refusedAnswer(401, { message: 'no' })], { policy: true })).sent).toBe(1);
  const cut = await ask([streamedAnswer(['half'], { end: false })], { policy: true });
  expect(cut).toMatchObject({ sent: 1, text: 'half', error: { kind: 'model-cut' } });
  const long = refusedAnswer(429, { message: 'come tomorrow' }, { 'retry-after': '90000' });
  expect((await ask([long], { policy: true })).sent).toBe(1);
});

test('time limits end a silent and an endless answer', async () => {
  const server = await startMockServer([() => {}, streamedAnswer(Array(500).fill('x'), { pause: 20 })]);
  const model = createOpenAiModel({ baseUrl: server.baseUrl, model: 'mock' });
  const limits = {
    firstTokenSeconds: 0.2,
    idleSeconds: 0.2,
    totalSeconds: 0.6,
    retries: 0,
    longestWaitSeconds: 1,
  };
  const drain = async (): Promise<void> => {
    for await (const _event of withPolicy(model, limits).stream(request, {
      signal: new AbortController().signal,
    }));
  };
  await expect(drain()).rejects.toMatchObject({
    kind: 'model-timed-out',
    message: expect.stringContaining('said nothing'),
  });
  await expect(drain()).rejects.toMatchObject({
    kind: 'model-timed-out',
    message: expect.stringContaining('did not end'),
  });
  await model.close();
  await server.close();
});

test('a probe tells an unreachable server, a wrong model and a wrong address within 3 s', async () => {
  const { signal } = new AbortController();
  const server = await startMockServer([], ['alpha', 'beta']);
  await probeServer({ baseUrl: server.baseUrl, model: 'beta' }, { signal });
  await expect(probeServer({ baseUrl: server.baseUrl, model: 'gamma' }, { signal })).rejects.toThrow(
    /It has: alpha, beta/,
  );
  await server.close();
  const begun = Date.now();
  await expect(probeServer({ baseUrl: server.baseUrl, model: 'beta' }, { signal })).rejects.toMatchObject({
    kind: 'model-unreachable',
  });
  await expect(probeServer({ baseUrl: 'not an address', model: 'beta' }, { signal })).rejects.toMatchObject({
    kind: 'model-bad-request',
  });
  expect(Date.now() - begun).toBeLessThan(3_500);
});
