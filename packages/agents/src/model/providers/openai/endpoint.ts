import type OpenAI from 'openai';
import type { Dispatcher } from 'undici';
import { ModelError } from '../../model-error.ts';
import { openDispatcher } from './open-dispatcher.ts';
import { shownAddress } from './openai-errors.ts';
import type { OpenAiOptions } from './openai-options.ts';

/** One server: its client is made on first use, and sends once. */
export interface Endpoint {
  /** Throws ModelError where address or key cannot be used, or the endpoint is closed. */
  client(): Promise<OpenAI>;
  close(): Promise<void>;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Opens the connection settings of a server; nothing is sent yet. */
export function openEndpoint(options: OpenAiOptions): Endpoint {
  let made: Promise<{ client: OpenAI; dispatcher: Dispatcher }> | null = null;
  let closed = false;
  return {
    client: async () => {
      if (closed) throw unusable(`The model ${options.model} is closed.`, 'Open it again.');
      made ??= make(options);
      return (await made).client;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      const open = await made?.catch(() => null);
      await open?.dispatcher.destroy();
    },
  };
}

async function make(options: OpenAiOptions): Promise<{ client: OpenAI; dispatcher: Dispatcher }> {
  checkAddress(options.baseUrl);
  checkKey(options.apiKey);
  const [{ default: OpenAI }, undici] = await Promise.all([import('openai'), import('undici')]);
  const dispatcher = await openDispatcher(options.baseUrl, options.environment ?? process.env);
  const client = new OpenAI({
    baseURL: options.baseUrl,
    apiKey: options.apiKey ?? 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: dayMilliseconds,
    logLevel: 'off',
    fetch: undici.fetch as unknown as typeof fetch,
    fetchOptions: { dispatcher } as never,
  });
  return { client, dispatcher };
}

function checkAddress(address: string): void {
  const parsed = URL.parse(address);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw unusable(
      `${shownAddress(address)} is no web address.`,
      'Give one like --base-url http://127.0.0.1:8080/v1',
    );
  }
  if (parsed.username === '' && parsed.password === '') return;
  throw unusable(
    `The address ${shownAddress(address)} was given with a user name or password.`,
    'Leave them out; give a key by the name of its environment variable: --api-key-variable NAME.',
  );
}

function checkKey(key: string | undefined): void {
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return;
  throw new ModelError({
    kind: 'model-unauthorized',
    message: 'The key holds a character that no request can carry, such as a line break or a space.',
    remedy: 'Set the environment variable to the key alone.',
  });
}

function unusable(message: string, remedy: string): ModelError {
  return new ModelError({ kind: 'model-bad-request', message, remedy });
}
