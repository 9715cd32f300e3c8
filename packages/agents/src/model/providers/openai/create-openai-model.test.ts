import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { chatModelContract } from '../../../testing/chat-model-contract.ts';
import {
  type MockAnswer,
  rawAnswer,
  refusedAnswer,
  startMockServer,
  streamedAnswer,
} from '../../../testing/mock-server.ts';
import type { ChatEvent, ChatMessage, ChatRequest } from '../../chat-model.ts';
import { withPolicy } from '../../policy/with-policy.ts';
import { createOpenAiModel } from './create-openai-model.ts';

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'hello' }],
  maxTokens: 16,
  temperature: 0,
  seed: 1,
  stop: [],
};
const canary = 'sk-test-canary';
const windowTokens = 500;

chatModelContract('openai', async () => {
  const answer = streamedAnswer(['一', ' 二 ', '🎉', 'x', 'y', 'z'], { pause: 5 });
  const full = refusedAnswer(400, {
    message: `This model's maximum context length is ${windowTokens} tokens.`,
  });
  const server = await startMockServer([
    ({ body, headers }, response) => {
      const length = (body.messages as ChatMessage[]).reduce(
        (sum, message) => sum + message.content.length,
        0,
      );
      return (length > windowTokens ? full : answer)({ body, headers }, response);
    },
  ]);
  const options = { baseUrl: server.baseUrl, model: 'mock', contextTokens: windowTokens };
  return { model: createOpenAiModel(options), close: server.close };
});

async function ask(answer: MockAnswer, more: { apiKey?: string; stop?: string[] } = {}) {
  const server = await startMockServer([answer]);
  const key = more.apiKey === undefined ? {} : { apiKey: more.apiKey };
  const model = createOpenAiModel({ baseUrl: server.baseUrl, model: 'mock', ...key });
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    const { signal } = new AbortController();
    for await (const event of model.stream({ ...request, stop: more.stop ?? [] }, { signal }))
      events.push(event);
  } catch (caught) {
    error = caught;
  }
  await model.close();
  await server.close();
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  return { text, error, events, sent: server.requests.length, requests: server.requests };
}

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const piece = (delta: unknown, reason: string | null = null, index = 0): string =>
  event({ choices: [{ index, delta, finish_reason: reason }] });
const events = (...pieces: (string | Buffer)[]): MockAnswer => rawAnswer('text/event-stream', pieces);
const end = piece({}, 'stop');

test('settings reach the server and usage comes back with what was cached', async () => {
  const {
    text,
    events: seen,
    requests,
  } = await ask(streamedAnswer(['a', 'b']), {
    apiKey: canary,
    stop: ['END'],
  });
  expect(text).toBe('ab');
  expect(seen.find(({ type }) => type === 'usage')).toEqual({
    type: 'usage',
    usage: { promptTokens: 20, cachedTokens: 8, completionTokens: 2, estimated: false },
  });
  expect(requests[0]?.body).toEqual({
    model: 'mock',
    messages: request.messages,
    max_tokens: 16,
    temperature: 0,
    seed: 1,
    stop: ['END'],
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(requests[0]?.headers.authorization).toBe(`Bearer ${canary}`);
});

test.each<[string, MockAnswer, string]>([
  ['a stream without a finish reason', streamedAnswer(['half'], { end: false }), 'model-cut'],
  [
    'a stream that is reset',
    (_request, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write(piece({ content: 'ha' }), () => response.destroy()),
    'model-cut',
  ],
  ['a connection that is reset', (_request, response) => void response.destroy(), 'model-unreachable'],
  ['an event that is no JSON', events('data: {"choices": [\n\n'), 'model-bad-answer'],
  [
    'an error inside the stream',
    events(
      piece({ content: 'a' }),
      event({ error: { code: 500, message: 'slot failed', type: 'server_error' } }),
    ),
    'model-server-error',
  ],
  [
    'a full window inside the stream',
    events(
      event({ error: { code: 400, message: 'exceeds the context size', type: 'exceed_context_size_error' } }),
    ),
    'model-context-full',
  ],
  [
    'an error with status 200',
    rawAnswer('application/json', ['{"error": "model is gone"}']),
    'model-bad-answer',
  ],
  ['a refused key', refusedAnswer(401, { message: `bad key ${canary}` }), 'model-unauthorized'],
  ['an unknown model', refusedAnswer(404, { message: 'no such model' }), 'model-unknown'],
  ['a path that is not there', refusedAnswer(404, { message: 'Not Found' }), 'model-bad-request'],
  [
    'a full window',
    refusedAnswer(400, { message: 'the request exceeds the context size' }),
    'model-context-full',
  ],
  ['an empty account', refusedAnswer(429, { message: 'quota', code: 'insufficient_quota' }), 'model-quota'],
  ['a busy server', refusedAnswer(429, { message: 'slow down' }), 'model-rate-limited'],
  ['an overloaded server', refusedAnswer(529, { message: 'overloaded' }), 'model-server-error'],
  ['a server that still loads', refusedAnswer(503, { message: 'Loading model' }), 'model-server-error'],
  ['a bad request', refusedAnswer(400, { message: 'no' }), 'model-bad-request'],
  ['a web page', rawAnswer('text/html; charset=utf-8', ['<html></html>']), 'model-bad-request'],
])('%s is told apart, sent once, and never shows the key', async (_title, answer, kind) => {
  const { error, sent } = await ask(answer, { apiKey: canary });
  expect(error).toMatchObject({ kind, remedy: expect.stringMatching(/\.|-/) });
  expect(sent).toBe(1);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(canary);
});

test('a key that no request can carry is refused without being shown', async () => {
  const { error, sent } = await ask(streamedAnswer(['a']), { apiKey: `${canary}\nsecond line` });
  expect(error).toMatchObject({ kind: 'model-unauthorized' });
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(canary);
  expect(sent).toBe(0);
});

test('a password in the address is refused without being shown', async () => {
  const model = createOpenAiModel({ baseUrl: 'http://someone:pass-canary@127.0.0.1:1/v1', model: 'mock' });
  const read = async (): Promise<void> => {
    for await (const _event of model.stream(request, { signal: new AbortController().signal }));
  };
  const error = await read().catch((caught) => caught);
  expect(error).toMatchObject({ kind: 'model-bad-request' });
  expect(inspect(error)).not.toContain('pass-canary');
});

test('bytes are put together wherever they were cut', async () => {
  const bytes = Buffer.from(`: comment\r\n\r\n${piece({ content: '一二三 🎉' })}${end}data: [DONE]\n\n`);
  const pieces = [...bytes].map((byte) => Buffer.from([byte]));
  const { text, events: seen } = await ask(events(...pieces));
  expect(text).toBe('一二三 🎉');
  expect(seen.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
});

test('a server that does not stream gives its answer as one piece', async () => {
  const whole = {
    choices: [{ index: 0, message: { role: 'assistant', content: 'all' }, finish_reason: 'length' }],
    usage: { prompt_tokens: 3, completion_tokens: 1 },
  };
  const { events: seen } = await ask(rawAnswer('application/json', [JSON.stringify(whole)]));
  expect(seen).toEqual([
    { type: 'text', text: 'all' },
    {
      type: 'usage',
      usage: { promptTokens: 3, cachedTokens: 0, completionTokens: 1, estimated: false },
    },
    { type: 'finish', reason: 'length' },
  ]);
});

test('of two choices only the first is read, reasoning is kept apart, and usage comes once', async () => {
  const usage = (count: number): string =>
    event({ choices: [], usage: { prompt_tokens: 5, completion_tokens: count } });
  const { events: seen } = await ask(
    events(
      piece({ reasoning_content: 'hm' }),
      piece({ reasoning: ', so' }),
      usage(1),
      piece({ content: 'second' }, null, 1),
      piece({ content: 'first' }),
      end,
      piece({}, 'length', 1),
      usage(2),
    ),
  );
  expect(seen).toEqual([
    { type: 'reasoning', text: 'hm' },
    { type: 'reasoning', text: ', so' },
    { type: 'text', text: 'first' },
    {
      type: 'usage',
      usage: { promptTokens: 5, cachedTokens: 0, completionTokens: 2, estimated: false },
    },
    { type: 'finish', reason: 'stop' },
  ]);
});

test('tool calls that come in pieces are joined by index, or by order where there is none', async () => {
  const call = (fields: object): string => piece({ tool_calls: [fields] });
  const { events: seen } = await ask(
    events(
      call({ index: 0, id: 'a', function: { name: 'read', arguments: '{"pa' } }),
      call({ index: 1, id: 'b', function: { name: 'list', arguments: '{}' } }),
      call({ index: 0, function: { arguments: 'th":1}' } }),
      call({ id: 'c', function: { name: 'stop', arguments: '' } }),
      call({ function: { arguments: '[]' } }),
      piece({}, 'tool_calls'),
    ),
  );
  expect(seen).toEqual([
    { type: 'tool-call', id: 'a', name: 'read', argumentsText: '{"path":1}' },
    { type: 'tool-call', id: 'b', name: 'list', argumentsText: '{}' },
    { type: 'tool-call', id: 'c', name: 'stop', argumentsText: '[]' },
    { type: 'finish', reason: 'tool-calls' },
  ]);
});

test('behind the policy, a busy server and a cut answer are asked again', async () => {
  const server = await startMockServer([
    refusedAnswer(429, { message: 'slow down' }, { 'retry-after': '2' }),
    refusedAnswer(503, { message: 'loading' }),
    streamedAnswer(['half'], { end: false }),
    streamedAnswer(['whole']),
  ]);
  const waits: number[] = [];
  const policy = {
    firstTokenSeconds: 5,
    idleSeconds: 5,
    totalSeconds: 60,
    retries: 3,
    longestWaitSeconds: 30,
  };
  const plain = createOpenAiModel({ baseUrl: server.baseUrl, model: 'mock' });
  const model = withPolicy(plain, policy, async (milliseconds) => void waits.push(milliseconds));
  const seen: string[] = [];
  for await (const one of model.stream(request, { signal: new AbortController().signal }))
    seen.push(one.type);
  expect(seen).toEqual(['retry', 'retry', 'text', 'retry', 'text', 'usage', 'finish']);
  expect(waits).toEqual([2_000, 1_000, 2_000]);
  await model.close();
  await server.close();
});
