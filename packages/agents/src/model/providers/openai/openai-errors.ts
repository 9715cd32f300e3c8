import { ModelError, type ModelErrorKind } from '../../model-error.ts';

interface Cause {
  readonly status?: number;
  readonly code?: string | null;
  readonly message?: string;
  readonly headers?: { get(name: string): string | null };
  readonly cause?: Cause;
  readonly error?: { readonly code?: string; readonly type?: string; readonly message?: string };
}

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
  'model-bad-request': 'Check model and settings; the server says what it refused.',
};

/** Every failure of the client as ours; neither key nor headers are shown. */
export function toModelError(
  error: unknown,
  place: { readonly baseUrl: string; readonly model: string },
  signal: AbortSignal,
): ModelError {
  if (error instanceof ModelError) return error;
  const cause = (error ?? {}) as Cause;
  const kind = signal.aborted ? 'model-cancelled' : kindOf(cause);
  const wait = retryAfterMilliseconds(cause);
  return new ModelError({
    kind,
    message: `${place.model} at ${place.baseUrl}: ${describe(kind, cause)}`,
    remedy: remedies[kind],
    ...(wait === null ? {} : { retryAfter: wait }),
    cause: error,
  });
}

function kindOf(cause: Cause): ModelErrorKind {
  const code = cause.code ?? cause.error?.code ?? cause.error?.type ?? '';
  const text = `${cause.message ?? ''} ${cause.error?.message ?? ''}`;
  if (cause.status === 401 || cause.status === 403) return 'model-unauthorized';
  if (cause.status === 404) return 'model-unknown';
  if (/insufficient_quota/.test(code)) return 'model-quota';
  if (cause.status === 429) return 'model-rate-limited';
  if (
    /context_length|exceed_context/.test(code) ||
    /context (?:length|size|window)|too many tokens/i.test(text)
  )
    return 'model-context-full';
  if (cause.status !== undefined && cause.status >= 500) return 'model-server-error';
  if (cause.status !== undefined && cause.status >= 400) return 'model-bad-request';
  if (networkCode(cause) !== '' || /^connection error/i.test(cause.message ?? '')) return 'model-unreachable';
  if (/timed? ?out/i.test(text)) return 'model-timed-out';
  if (/terminated|socket|aborted|other side closed/i.test(text)) return 'model-cut';
  return 'model-bad-answer';
}

function describe(kind: ModelErrorKind, cause: Cause): string {
  if (kind === 'model-cancelled') return 'the answer was cancelled.';
  if (kind === 'model-unreachable')
    return `the server cannot be reached (${networkCode(cause) || (cause.cause?.message ?? 'connection error')}).`;
  const said = cause.error?.message ?? cause.message ?? 'no reason given';
  return `${cause.status === undefined ? '' : `${cause.status}, `}${said.split('\n')[0]?.slice(0, 300)}`;
}

/** The network's error code somewhere down the causes, or empty. */
function networkCode(cause: Cause): string {
  for (
    let at: Cause | undefined = cause, depth = 0;
    at !== undefined && depth < 6;
    at = at.cause, depth += 1
  ) {
    if (
      typeof at.code === 'string' &&
      /^(E[A-Z]+|UND_ERR_CONNECT\w*|CERT_\w+|SELF_SIGNED\w*)$/.test(at.code) &&
      at.code !== 'ECONNRESET'
    ) {
      return at.code;
    }
  }
  return '';
}

/** `retry-after-ms`, or `Retry-After` as seconds or a date, in milliseconds; null where absent. */
function retryAfterMilliseconds(cause: Cause): number | null {
  const exact = Number(cause.headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const given = cause.headers?.get('retry-after') ?? null;
  if (given === null) return null;
  const seconds = Number(given);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(given);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
