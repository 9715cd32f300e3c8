import { inspect } from 'node:util';
import { ModelError, type ModelErrorKind } from '../../model-error.ts';
import { kindOf, networkCode, type ServerFailure } from './error-kinds.ts';
import { retryAfterMilliseconds } from './retry-after.ts';

const remedies: Readonly<Record<ModelErrorKind, string>> = {
  'model-cancelled': 'Go on with `bottega resume`.',
  'model-unreachable': 'Start the server, or give its address with --base-url (up to and with /v1).',
  'model-unauthorized': 'Name the environment variable that holds a valid key: --api-key-variable NAME.',
  'model-unknown': 'Give a model that the server has with --model NAME.',
  'model-rate-limited': 'Wait, or use another server.',
  'model-quota': 'Top up the account, or use another server.',
  'model-context-full': 'Shorten the prompt or the start files, or choose a model with a larger window.',
  'model-cut': 'Try again; where it happens often, look into the log of the server.',
  'model-timed-out': 'Try again; where it happens often, the machine is too slow for this model.',
  'model-server-error': 'Look into the log of the server.',
  'model-bad-answer': 'Check that --base-url points to an OpenAI-compatible server (up to and with /v1).',
  'model-bad-request': 'Check --base-url (up to and with /v1), --model and what the server says.',
};

/** Every failure of the client as ours; the key is shown nowhere in it. */
export function toModelError(
  error: unknown,
  place: { readonly baseUrl: string; readonly model: string; readonly apiKey?: string },
  signal: AbortSignal,
): ModelError {
  if (error instanceof ModelError) return error;
  const failure = (error ?? {}) as ServerFailure;
  const kind = signal.aborted ? 'model-cancelled' : kindOf(failure);
  const retryAfter = retryAfterMilliseconds(failure.headers);
  const asks = retryAfter === null ? '' : ` (asks to wait ${Math.ceil(retryAfter / 1000)} s)`;
  const hide = (text: string): string =>
    place.apiKey === undefined ? text : text.replaceAll(place.apiKey, '[key]');
  const shown = inspect(error, { depth: 8 });
  return new ModelError({
    kind,
    message: `${place.model} at ${shownAddress(place.baseUrl)}: ${describe(kind, failure, hide)}${asks}`,
    remedy: remedyOf(kind, failure),
    ...(retryAfter === null ? {} : { retryAfter }),
    ...(hide(shown) === shown ? { cause: error } : {}),
  });
}

/** An address without the user name and password that it may hold. */
export function shownAddress(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

function describe(kind: ModelErrorKind, failure: ServerFailure, hide: (text: string) => string): string {
  if (kind === 'model-cancelled') return 'the answer was cancelled.';
  if (kind === 'model-unreachable') {
    const reason = networkCode(failure) || hide(failure.cause?.message ?? 'connection error');
    return `the server cannot be reached (${reason}).`;
  }
  const said = hide(failure.error?.message ?? failure.message ?? 'no reason given');
  const line = said.trim().split('\n')[0]?.slice(0, 300) ?? '';
  const status =
    failure.status === undefined || line.startsWith(String(failure.status)) ? '' : failure.status;
  return status === '' ? line : `${status}, ${line}`;
}

function remedyOf(kind: ModelErrorKind, failure: ServerFailure): string {
  const code = networkCode(failure);
  if (/WRONG_VERSION|EPROTO|PACKET_LENGTH/.test(code))
    return 'The server speaks no TLS there: use http:// in --base-url.';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code))
    return 'Trust its certificate: set NODE_EXTRA_CA_CERTS to the file of the authority that signed it.';
  return remedies[kind];
}
