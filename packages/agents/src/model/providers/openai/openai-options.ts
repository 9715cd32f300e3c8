/** One model of one server. */
export interface OpenAiOptions {
  /** Address up to and with `/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** The key itself, read from the environment by the caller; never recorded. */
  readonly apiKey?: string;
  /** Window in tokens, where known. */
  readonly contextTokens?: number;
  readonly parallel?: number;
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are read. Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}
