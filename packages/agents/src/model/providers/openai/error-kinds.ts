import type { ModelErrorKind } from '../../model-error.ts';

/** What the client throws, as far as it is read here. */
export interface ServerFailure {
  readonly status?: number | undefined;
  readonly code?: string | number | null | undefined;
  readonly message?: string;
  readonly headers?: { get(name: string): string | null };
  readonly cause?: ServerFailure;
  readonly error?: {
    readonly code?: string | number | null;
    readonly type?: string | null;
    readonly message?: string;
  };
}

const byStatus: Readonly<Record<number, ModelErrorKind>> = {
  401: 'model-unauthorized',
  402: 'model-quota',
  403: 'model-unauthorized',
  408: 'model-timed-out',
  429: 'model-rate-limited',
};

/** Which of our kinds a failure is; by its code first, then by status, then by what it says. */
export function kindOf(failure: ServerFailure): ModelErrorKind {
  const code = [failure.code, failure.error?.code, failure.error?.type].join(' ');
  const text = `${failure.message ?? ''} ${failure.error?.message ?? ''}`;
  const status = failure.status ?? statusIn(failure);
  if (/insufficient_quota|billing/.test(code)) return 'model-quota';
  if (/context_length|exceed_context/.test(code)) return 'model-context-full';
  if (status === undefined) return kindWithoutStatus(failure, text);
  const known = byStatus[status];
  if (known !== undefined) return known;
  if (
    status < 500 &&
    /context (?:length|size|window)|too many tokens|(?:prompt|input) is too long/i.test(text)
  )
    return 'model-context-full';
  if (status === 404)
    return /model/i.test(failure.error?.message ?? text) ? 'model-unknown' : 'model-bad-request';
  return status >= 500 ? 'model-server-error' : 'model-bad-request';
}

/** The network's error code somewhere down the causes, or empty; a connection that was reset has none. */
export function networkCode(failure: ServerFailure): string {
  let at: ServerFailure | undefined = failure;
  for (let depth = 0; at !== undefined && depth < 6; depth += 1) {
    const { code } = at;
    const isNetwork = typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) && at.error === undefined;
    if (isNetwork && !['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_ABORTED'].includes(code)) return code;
    at = at.cause;
  }
  return '';
}

function kindWithoutStatus(failure: ServerFailure, text: string): ModelErrorKind {
  const code = networkCode(failure);
  if (/HEADERS_TIMEOUT|BODY_TIMEOUT/.test(code)) return 'model-timed-out';
  if (code !== '' || /^connection error/i.test(failure.message ?? '')) return 'model-unreachable';
  if (/timed? ?out/i.test(text)) return 'model-timed-out';
  if (/terminated|socket|aborted|other side closed/i.test(text)) return 'model-cut';
  return 'model-bad-answer';
}

/** Servers that fail in the middle of a stream put the status into the error itself. */
function statusIn(failure: ServerFailure): number | undefined {
  const code = Number(failure.error?.code ?? failure.code);
  if (Number.isInteger(code) && code >= 400 && code < 600) return code;
  if (failure.error === undefined && failure.code === undefined) return undefined;
  return /server_error|internal|overloaded|unavailable/.test(`${failure.error?.type} ${failure.error?.code}`)
    ? 500
    : undefined;
}
