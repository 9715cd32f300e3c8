import type { Dispatcher } from 'undici';

type Environment = Readonly<Record<string, string | undefined>>;

/** The network way to a server: through the proxy of the environment, never so for this machine, and without the runtime's 300 s limit to the first byte. */
export async function openDispatcher(baseUrl: string, environment: Environment): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const proxies = {
    httpProxy: environment.http_proxy || environment.HTTP_PROXY || '',
    httpsProxy: environment.https_proxy || environment.HTTPS_PROXY || '',
    noProxy: environment.no_proxy || environment.NO_PROXY || '',
  };
  return withoutTimeouts(isLoopback(baseUrl) ? new Agent() : new EnvHttpProxyAgent(proxies));
}

/** Asks for no limit request by request: a proxy's own connections know no other way. Limits belong to the policy. */
export function withoutTimeouts(dispatcher: Dispatcher): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) => dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
  );
}

/** True for an address of this machine. */
export function isLoopback(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[|\]$|\.$/g, '');
  return /^(?:.+\.)?localhost$/.test(host) || host === '::1' || host === '0.0.0.0' || /^127\./.test(host);
}
