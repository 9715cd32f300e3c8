import { ModelError } from '../../model-error.ts';
import { openEndpoint } from './endpoint.ts';
import { toModelError } from './openai-errors.ts';
import type { OpenAiOptions } from './openai-options.ts';

const probeMilliseconds = 3_000;

/**
 * Asks a server for its models before anything is spent; throws ModelError within about 3 s where it cannot be
 * reached, refuses the key, or does not have the model. A server without that list passes.
 */
export async function probeServer(
  options: OpenAiOptions,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  checkAddress(options.baseUrl);
  const endpoint = openEndpoint(options);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(probeMilliseconds)]);
  try {
    const client = await endpoint.client();
    const listed = await client.models.list({ signal: limit });
    const names = Array.isArray(listed.data) ? listed.data.map((model) => model.id) : [];
    if (names.length === 0 || names.includes(options.model)) return;
    throw new ModelError({
      kind: 'model-unknown',
      message: `The server at ${options.baseUrl} has no model ${options.model}. It has: ${names.slice(0, 20).join(', ')}.`,
      remedy: `Give one of them: --model ${names[0]}`,
    });
  } catch (error) {
    const mapped = limit.aborted && !signal.aborted ? silent(options) : toModelError(error, options, signal);
    if (mapped.kind === 'model-unknown' && !(error instanceof ModelError)) return;
    throw mapped;
  } finally {
    await endpoint.close();
  }
}

function checkAddress(address: string): void {
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
  throw new ModelError({
    kind: 'model-bad-request',
    message: `${address} is no web address.`,
    remedy: 'Give one like --base-url http://127.0.0.1:8080/v1',
  });
}

function silent(options: OpenAiOptions): ModelError {
  return new ModelError({
    kind: 'model-unreachable',
    message: `The server at ${options.baseUrl} does not answer within ${probeMilliseconds / 1000} s.`,
    remedy: 'Start the server, or give its address with --base-url (up to and with /v1).',
  });
}
