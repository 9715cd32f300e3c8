import { connect } from 'node:net';
import { basename, dirname } from 'node:path';
import { pullFromHub } from '../providers/embedded/pull-from-hub.ts';
import { ModelDownloadError } from './model-download-error.ts';
import type { SourcePlace } from './package-source.ts';

const connectMilliseconds = 5_000;
const hub = { host: 'huggingface.co', port: 443 };

/** Fills the target from the model hub; throws ModelDownloadError `unreachable` where it does not answer within 5 s. */
export async function pullHub(
  address: string,
  place: SourcePlace,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const through = proxyOf(environment) ?? hub;
  if (!(await answers(through, place.signal))) {
    throw new ModelDownloadError(
      'unreachable',
      `the model hub does not answer within ${connectMilliseconds / 1000} s`,
      'Check the network.',
    );
  }
  await pullFromHub({
    address,
    folder: dirname(place.target),
    fileName: basename(place.target),
    onBytes: place.onBytes,
    signal: place.signal,
  });
}

function proxyOf(environment: Readonly<Record<string, string>>): { host: string; port: number } | null {
  const proxy =
    environment.HTTPS_PROXY ?? environment.https_proxy ?? environment.HTTP_PROXY ?? environment.http_proxy;
  if (proxy === undefined || !URL.canParse(proxy)) return null;
  const { hostname, port, protocol } = new URL(proxy);
  return { host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

/** Whether a connection is made within the limit. */
function answers(place: { host: string; port: number }, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place);
    const end = (good: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(good);
    };
    const timer = setTimeout(() => end(false), connectMilliseconds);
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    signal.addEventListener('abort', () => end(false), { once: true });
  });
}
