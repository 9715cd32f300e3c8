import type OpenAI from 'openai';
import type { Dispatcher } from 'undici';
import type { OpenAiOptions } from './openai-options.ts';

/** One server: its client is made on first use, without retries and without the runtime's limit of 300 s. */
export interface Endpoint {
  client(): Promise<OpenAI>;
  close(): Promise<void>;
}

/** Opens the connection settings of a server; nothing is sent yet. */
export function openEndpoint(options: OpenAiOptions): Endpoint {
  let made: Promise<{ client: OpenAI; dispatcher: Dispatcher }> | null = null;
  const make = async (): Promise<{ client: OpenAI; dispatcher: Dispatcher }> => {
    const [{ default: OpenAI }, undici] = await Promise.all([import('openai'), import('undici')]);
    const limits = { headersTimeout: 0, bodyTimeout: 0 };
    const dispatcher = isLoopback(options.baseUrl)
      ? new undici.Agent(limits)
      : new undici.EnvHttpProxyAgent(limits);
    const client = new OpenAI({
      baseURL: options.baseUrl,
      apiKey: options.apiKey ?? 'none',
      organization: null,
      project: null,
      maxRetries: 0,
      timeout: 24 * 60 * 60 * 1000,
      logLevel: 'off',
      fetch: undici.fetch as unknown as typeof fetch,
      fetchOptions: { dispatcher } as never,
    });
    return { client, dispatcher };
  };
  return {
    client: async () => {
      made ??= make();
      return (await made).client;
    },
    close: async () => {
      if (made !== null) await (await made).dispatcher.destroy();
    },
  };
}

/** True for an address of this machine: it is never sent through a proxy. */
function isLoopback(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
