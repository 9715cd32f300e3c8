import { ModelError } from '../../model-error.ts';
import { openEndpoint } from './endpoint.ts';
import { shownAddress, toModelError } from './openai-errors.ts';
import type { OpenAiOptions } from './openai-options.ts';

const probeMilliseconds = 3_000;
const mostNames = 20;

/**
 * Asks a server for its models before anything is spent; throws ModelError within about 3 s where it cannot be
 * reached, refuses the key, is no such server, or does not have the model. A server without that list passes.
 */
export async function probeServer(
  options: OpenAiOptions,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(probeMilliseconds)]);
  try {
    const names = await listModels(options, limit);
    if (typeof names !== 'string') return checkName(options, names);
    const longer = `${options.baseUrl.replace(/\/+$/, '')}/v1`;
    const found = await listModels({ ...options, baseUrl: longer }, limit).catch(() => 'no list' as const);
    if (typeof found !== 'string')
      throw wrongAddress(options, 'lacks its end', `Give --base-url ${shownAddress(longer)}`);
    if (names === 'web page') {
      throw wrongAddress(
        options,
        'answers with a web page, not with the chat protocol',
        'Give the address of an OpenAI-compatible server up to and with /v1: --base-url http://127.0.0.1:8080/v1',
      );
    }
  } catch (error) {
    throw limit.aborted && !signal.aborted ? silent(options) : toModelError(error, options, signal);
  }
}

/** Names of the models a server has; it may have no such list. */
async function listModels(
  options: OpenAiOptions,
  signal: AbortSignal,
): Promise<readonly string[] | 'no list' | 'web page'> {
  const endpoint = openEndpoint(options);
  try {
    const client = await endpoint.client();
    const answer = await client.get<unknown>('/models', { signal });
    const data = (answer as { data?: unknown } | null)?.data;
    if (!Array.isArray(data)) return /^\s*</.test(String(answer)) ? 'web page' : 'no list';
    return data.flatMap((model: { id?: unknown }) => (typeof model?.id === 'string' ? [model.id] : []));
  } catch (error) {
    if ([404, 405, 501].includes((error as { status?: number }).status ?? 0)) return 'no list';
    throw error;
  } finally {
    await endpoint.close();
  }
}

function checkName(options: OpenAiOptions, names: readonly string[]): void {
  const same = [options.model, `${options.model}:latest`, `models/${options.model}`];
  if (names.length === 0 || names.some((name) => same.includes(name))) return;
  const more = names.length > mostNames ? `, and ${names.length - mostNames} more` : '';
  throw new ModelError({
    kind: 'model-unknown',
    message: `The server at ${shownAddress(options.baseUrl)} has no model ${options.model}. It has: ${names.slice(0, mostNames).join(', ')}${more}.`,
    remedy: `Give one of them: --model ${names[0]}`,
  });
}

function wrongAddress(options: OpenAiOptions, what: string, remedy: string): ModelError {
  const message = `The address ${shownAddress(options.baseUrl)} ${what}.`;
  return new ModelError({ kind: 'model-bad-request', message, remedy });
}

function silent(options: OpenAiOptions): ModelError {
  return new ModelError({
    kind: 'model-unreachable',
    message: `The server at ${shownAddress(options.baseUrl)} does not answer within ${probeMilliseconds / 1000} s.`,
    remedy: 'Start the server, or give its address with --base-url (up to and with /v1).',
  });
}
