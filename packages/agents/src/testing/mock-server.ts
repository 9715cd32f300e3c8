import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the server does with one request. */
export type MockAnswer = (
  request: { readonly body: Record<string, unknown>; readonly headers: IncomingMessage['headers'] },
  response: ServerResponse,
) => void | Promise<void>;

/** An OpenAI-compatible server on loopback whose answers a test decides. */
export interface MockServer {
  /** Address up to and with `/v1`. */
  readonly baseUrl: string;
  readonly requests: readonly {
    readonly path: string;
    readonly body: Record<string, unknown>;
    readonly headers: IncomingMessage['headers'];
  }[];
  close(): Promise<void>;
}

/** What the server does with requests that are no chat. */
export interface MockPlaces {
  /** `GET /v1/models`, where it is not the plain list. */
  readonly list?: MockAnswer;
  /** Every other path. Default: 404. */
  readonly elsewhere?: MockAnswer;
}

/** Starts the server; chat requests are answered by `answers` in order, the last one again and again. */
export async function startMockServer(
  answers: readonly MockAnswer[],
  models: readonly string[] = ['mock'],
  places: MockPlaces = {},
): Promise<MockServer> {
  const list: MockAnswer = places.list ?? listAnswer(models);
  const elsewhere: MockAnswer = places.elsewhere ?? refusedAnswer(404, { message: 'Not Found' });
  const requests: { path: string; body: Record<string, unknown>; headers: IncomingMessage['headers'] }[] = [];
  let chats = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece) => {
      text += piece;
    });
    request.on('end', () => {
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      requests.push({ path: request.url ?? '', body, headers: request.headers });
      let answer: MockAnswer | undefined = elsewhere;
      if (request.url === '/v1/models') answer = list;
      else if (request.url === '/v1/chat/completions') {
        answer = answers[Math.min(chats, answers.length - 1)];
        chats += 1;
      }
      void answer?.({ body, headers: request.headers }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listAnswer(models: readonly string[]): MockAnswer {
  return (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id, object: 'model' })) }));
  };
}

/** Streams an answer in pieces as a well-behaved server does; `end` false leaves out the finish. */
export function streamedAnswer(
  pieces: readonly string[],
  options: { readonly end?: boolean; readonly pause?: number; readonly reason?: string } = {},
): MockAnswer {
  return async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (data: unknown): void => void response.write(`data: ${JSON.stringify(data)}\n\n`);
    for (const content of pieces) {
      send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
      if (options.pause !== undefined) await new Promise((resolve) => setTimeout(resolve, options.pause));
      if (response.destroyed) return;
    }
    if (options.end === false) {
      response.end();
      return;
    }
    send({ choices: [{ index: 0, delta: {}, finish_reason: options.reason ?? 'stop' }] });
    send({
      choices: [],
      usage: {
        prompt_tokens: 20,
        completion_tokens: pieces.length,
        prompt_tokens_details: { cached_tokens: 8 },
      },
    });
    response.end('data: [DONE]\n\n');
  };
}

/** Refuses with a status and an error body. */
export function refusedAnswer(
  status: number,
  error: Record<string, unknown>,
  headers: Record<string, string> = {},
): MockAnswer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error }));
  };
}

/** Sends these bytes as they are, each list entry in a write of its own. */
export function rawAnswer(contentType: string, pieces: readonly (string | Buffer)[]): MockAnswer {
  return async (_request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    for (const piece of pieces) {
      await new Promise<void>((resolve) => response.write(piece, () => setTimeout(resolve, 5)));
    }
    response.end();
  };
}
