import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { type MockPlaces, rawAnswer, refusedAnswer, startMockServer } from '../../../testing/mock-server.ts';
import { probeServer } from './probe-server.ts';

const { signal } = new AbortController();
const page = rawAnswer('text/html', ['<!doctype html><title>Welcome</title>']);

async function probe(
  model: string,
  places: MockPlaces = {},
  change: (baseUrl: string) => string = (baseUrl) => baseUrl,
): Promise<unknown> {
  const server = await startMockServer([], ['alpha', 'beta:latest', 'models/gamma'], places);
  try {
    const options = { baseUrl: change(server.baseUrl), model, apiKey: 'sk-canary' };
    return await probeServer(options, { signal }).catch((error) => error);
  } finally {
    await server.close();
  }
}
const withoutEnd = (baseUrl: string): string => baseUrl.replace(/\/v1$/, '');

test.each(['alpha', 'beta', 'gamma'])('a model that the server has passes: %s', async (name) => {
  expect(await probe(name)).toBeUndefined();
});

test('a model that the server does not have is answered with those it has', async () => {
  expect(await probe('delta')).toMatchObject({
    kind: 'model-unknown',
    message: expect.stringContaining('It has: alpha, beta:latest, models/gamma.'),
    remedy: 'Give one of them: --model alpha',
  });
});

test('a server without a list passes', async () => {
  expect(await probe('any', { list: refusedAnswer(404, { message: 'no list here' }) })).toBeUndefined();
  expect(await probe('any', { list: rawAnswer('application/json', ['{"data": []}']) })).toBeUndefined();
});

test.each([
  ['a page', page],
  ['nothing', refusedAnswer(404, { message: 'Not Found' })],
])('an address without /v1 that gives %s is named with what it lacks', async (_title, elsewhere) => {
  expect(await probe('alpha', { elsewhere }, withoutEnd)).toMatchObject({
    kind: 'model-bad-request',
    remedy: expect.stringMatching(/^Give --base-url http:\/\/127\.0\.0\.1:\d+\/v1$/),
  });
});

test('a web page is told from the chat protocol', async () => {
  expect(await probe('alpha', { list: page })).toMatchObject({
    kind: 'model-bad-request',
    message: expect.stringContaining('answers with a web page'),
  });
});

test('a refused key is told, and not shown', async () => {
  const error = await probe('alpha', { list: refusedAnswer(401, { message: 'wrong key sk-canary' }) });
  expect(error).toMatchObject({
    kind: 'model-unauthorized',
    message: expect.stringContaining('wrong key [key]'),
  });
});

test('text that is no address is refused', async () => {
  for (const baseUrl of ['not an address', 'localhost:8080/v1', 'file:///etc/passwd', '']) {
    await expect(probeServer({ baseUrl, model: 'x' }, { signal })).rejects.toMatchObject({
      kind: 'model-bad-request',
      message: expect.stringContaining('is no web address'),
    });
  }
});

test('a server that is not there, or speaks no TLS, is told at once; one that is silent after 3 s', async () => {
  const deaf = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const { port } = deaf.address() as { port: number };
  const begun = performance.now();
  await expect(
    probeServer({ baseUrl: `http://127.0.0.1:${port}/v1`, model: 'x' }, { signal }),
  ).rejects.toMatchObject({ kind: 'model-unreachable', message: expect.stringContaining('within 3 s') });
  expect(performance.now() - begun).toBeLessThan(5_000);
  await new Promise((resolve) => deaf.close(resolve));
  await expect(
    probeServer({ baseUrl: `http://127.0.0.1:${port}/v1`, model: 'x' }, { signal }),
  ).rejects.toMatchObject({ kind: 'model-unreachable', message: expect.stringContaining('ECONNREFUSED') });
  expect(await probe('alpha', {}, (baseUrl) => baseUrl.replace('http:', 'https:'))).toMatchObject({
    kind: 'model-unreachable',
    remedy: expect.stringContaining('use http://'),
  });
});

test('an abort by the caller is a cancellation', async () => {
  await expect(
    probeServer({ baseUrl: 'http://127.0.0.1:9/v1', model: 'x' }, { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ kind: 'model-cancelled' });
});
