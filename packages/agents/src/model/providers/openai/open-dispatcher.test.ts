import { createServer, request as sendRequest } from 'node:http';
import { Agent } from 'undici';
import { expect, test } from 'vitest';
import { startMockServer, streamedAnswer } from '../../../testing/mock-server.ts';
import { createOpenAiModel } from './create-openai-model.ts';
import { isLoopback, withoutTimeouts } from './open-dispatcher.ts';

async function textOf(baseUrl: string, environment: Record<string, string>): Promise<string> {
  const model = createOpenAiModel({ baseUrl, model: 'mock', environment });
  let text = '';
  const asked = { messages: [], maxTokens: 9, temperature: 0, seed: 1, stop: [] };
  try {
    for await (const event of model.stream(asked, { signal: new AbortController().signal }))
      if (event.type === 'text') text += event.text;
  } finally {
    await model.close();
  }
  return text;
}

/** A proxy on loopback that sends every plain request to one port. */
async function startProxy(port: string) {
  const seen: string[] = [];
  const proxy = createServer((incoming, outgoing) => {
    seen.push(incoming.url ?? '');
    const { pathname } = new URL(incoming.url ?? '', 'http://x');
    const { method, headers } = incoming;
    const forward = sendRequest({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(proxy.address() as { port: number }).port}`;
  return { address, seen, close: () => new Promise((resolve) => proxy.close(resolve)) };
}

test('a server elsewhere is asked through the proxy, unless it is excepted; this machine never is', async () => {
  const server = await startMockServer([streamedAnswer(['through'])]);
  const proxy = await startProxy(new URL(server.baseUrl).port);
  const environment = { HTTP_PROXY: proxy.address };
  expect(await textOf('http://models.invalid/v1', environment)).toBe('through');
  expect(proxy.seen).toEqual(['http://models.invalid/v1/chat/completions']);
  expect(await textOf(server.baseUrl, environment)).toBe('through');
  await expect(
    textOf('http://models.invalid/v1', { ...environment, NO_PROXY: '.invalid' }),
  ).rejects.toMatchObject({ kind: 'model-unreachable' });
  expect(proxy.seen).toHaveLength(1);
  await server.close();
  await proxy.close();
});

test('the limit of a connection to the first byte does not hold', async () => {
  const server = createServer((_request, response) => void setTimeout(() => response.end('late'), 2_500));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const strict = new Agent({ headersTimeout: 200, bodyTimeout: 200 });
  await expect(strict.request({ origin, path: '/', method: 'GET' })).rejects.toMatchObject({
    code: 'UND_ERR_HEADERS_TIMEOUT',
  });
  const patient = withoutTimeouts(strict);
  const { body } = await patient.request({ origin, path: '/', method: 'GET' });
  expect(await body.text()).toBe('late');
  await strict.close();
  server.close();
});

test.each([
  ['http://localhost:1/v1', true],
  ['http://models.localhost/v1', true],
  ['http://127.8.0.1/v1', true],
  ['http://[::1]:80/v1', true],
  ['http://0.0.0.0:80/v1', true],
  ['http://localhost.example/v1', false],
  ['http://10.0.0.1/v1', false],
])('%s is this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
