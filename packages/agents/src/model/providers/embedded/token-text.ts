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
/** Tokens that a character may be spread over; after so many, broken bytes are let through. */
const mostTokensOfCharacter = 8;

/** Text of a growing list of tokens; what may become a stop string is held back until it is none. */
export function createTokenText(model: Pick<LlamaModel, 'detokenize'>, stops: readonly string[]): TokenText {
  let before: Token[] = [];
  let open: Token[] = [];
  let held = '';
  let stopped = false;
  const release = (text: string, final: boolean): string => {
    held += text;
    const found = stops.map((stop) => held.indexOf(stop)).filter((index) => index >= 0);
    stopped = found.length > 0;
    let length = held.length - (final ? 0 : lengthOfBeginning(held, stops));
    if (stopped) length = Math.min(...found);
    const out = held.slice(0, length);
    held = stopped ? '' : held.slice(length);
    return out;
  };
  const settle = (final: boolean): string => {
    const text = open.length === 0 ? '' : model.detokenize(open, false, before);
    if (!final && text.endsWith(replacement) && open.length < mostTokensOfCharacter) return '';
    before = [...before, ...open].slice(-mostTokensOfCharacter);
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

/** Length of the longest end of a text with which a stop string may begin. */
function lengthOfBeginning(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length -= 1)
      if (text.endsWith(stop.slice(0, length))) longest = length;
  }
  return longest;
}
