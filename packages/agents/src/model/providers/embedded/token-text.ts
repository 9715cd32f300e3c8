import type { LlamaModel, Token } from 'node-llama-cpp';

/** Turns tokens into text: whole characters only, nothing from a stop string on. */
export interface TokenText {
  push(token: Token): string;
  /** True once a stop string was met. */
  stopped(): boolean;
  /** What was held back at the end. */
  end(): string;
}

const replacement = '\ufffd';

/** Text of a growing list of tokens. */
export function createTokenText(model: Pick<LlamaModel, 'detokenize'>, stops: readonly string[]): TokenText {
  const settled: Token[] = [];
  let open: Token[] = [];
  let held = '';
  let stopped = false;
  const longest = Math.max(0, ...stops.map((stop) => stop.length));
  const release = (text: string, final: boolean): string => {
    held += text;
    const at = Math.min(
      ...stops.map((stop) => held.indexOf(stop)).filter((index) => index >= 0),
      Number.POSITIVE_INFINITY,
    );
    if (at !== Number.POSITIVE_INFINITY) {
      stopped = true;
      const out = held.slice(0, at);
      held = '';
      return out;
    }
    const keep = final || longest === 0 ? 0 : longest - 1;
    const out = held.slice(0, Math.max(0, held.length - keep));
    held = held.slice(out.length);
    return out;
  };
  const settle = (final: boolean): string => {
    if (open.length === 0) return release('', final);
    const text = model.detokenize(open, false, settled.slice(-8));
    if (!final && text.endsWith(replacement) && open.length < 8) return '';
    settled.push(...open);
    open = [];
    return release(text, final);
  };
  return {
    push: (token) => {
      if (stopped) return '';
      open.push(token);
      return settle(false);
    },
    stopped: () => stopped,
    end: () => (stopped ? '' : settle(true)),
  };
}
