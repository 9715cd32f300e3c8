import type { Language } from '../toolchain/toolchain.ts';
import { literalEnd } from './literals.ts';

const longestString = 2_000;

/** Index after the string literal that opens at `at`; null where it does not close on its line. */
function stringEnd(code: string, at: number): number | null {
  const quote = code[at];
  for (let index = at + 1; index < code.length && index < at + longestString; index += 1) {
    if (code[index] === '\\') index += 1;
    else if (code[index] === quote) return index + 1;
    else if (code[index] === '\n') return null;
  }
  return null;
}

/** Characters of a piece of code that stand outside strings and brackets, with their places; null where it is not balanced. */
export function topLevel(code: string): { readonly at: number; readonly character: string }[] | null {
  const found: { at: number; character: string }[] = [];
  let depth = 0;
  for (let at = 0; at < code.length; at += 1) {
    const character = code[at] ?? '';
    if (character === '"' || character === "'") {
      const end = stringEnd(code, at);
      if (end === null) return null;
      at = end - 1;
    } else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth === 0) found.push({ at, character });
    if (depth < 0) return null;
  }
  return depth === 0 ? found : null;
}

/** Index of the first place outside strings and brackets where the sticky pattern matches; -1 where there is none. */
export function findTopLevel(code: string, pattern: RegExp): number {
  for (const { at } of topLevel(code) ?? []) {
    pattern.lastIndex = at;
    if (pattern.test(code)) return at;
  }
  return -1;
}

/** Index after the bracket that closes the one at `open`; null where it does not close. */
export function bracketEnd(code: string, open: number, longest = 2_000): number | null {
  let depth = 0;
  for (let at = open; at < code.length && at < open + longest; at += 1) {
    const character = code[at] ?? '';
    if (character === '"' || character === "'") {
      const end = stringEnd(code, at);
      if (end === null) return null;
      at = end - 1;
    } else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** A call with literal arguments only, such as `slug("A b")`, `stats.mean([1])` or `Box(3).get()`. */
export interface ScannedCall {
  readonly end: number;
  /** Dotted name before the first bracket. */
  readonly path: readonly string[];
  /** True where values follow one another: `Box(3).get()`. */
  readonly chained: boolean;
  readonly hasArguments: boolean;
}

const callStart = /(?:new\s+)?([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\(/y;
const chainLink = /\.[A-Za-z_$][\w$]*(\()?/y;

/** The call that begins at `at`; null where there is none, or an argument is no literal. */
export function scanCall(text: string, at: number, language: Language): ScannedCall | null {
  callStart.lastIndex = at;
  const start = callStart.exec(text);
  if (start === null) return null;
  const first = readArguments(text, callStart.lastIndex, language);
  if (first === null) return null;
  let { end } = first;
  let chained = false;
  for (;;) {
    chainLink.lastIndex = end;
    const link = chainLink.exec(text);
    if (link === null) break;
    if (link[1] === undefined) {
      if (!/^\s*(?:==|->|=>|→)/.test(text.slice(chainLink.lastIndex, chainLink.lastIndex + 8))) break;
      end = chainLink.lastIndex;
    } else {
      const next = readArguments(text, chainLink.lastIndex, language);
      if (next === null) return null;
      end = next.end;
    }
    chained = true;
  }
  return { end, path: (start[1] ?? '').split('.'), chained, hasArguments: first.count > 0 };
}

const keyword = /\s*[A-Za-z_]\w*\s*=(?!=)/y;

function readArguments(
  text: string,
  from: number,
  language: Language,
): { readonly end: number; readonly count: number } | null {
  let at = from;
  for (let count = 0; ; count += 1) {
    const closed = /^\s*\)/.exec(text.slice(at, at + 40));
    if (closed !== null) return { end: at + closed[0].length, count };
    keyword.lastIndex = at;
    if (language === 'python' && keyword.test(text)) at = keyword.lastIndex;
    const end = literalEnd(text, at, language);
    if (end === null) return null;
    const next = /^\s*(,)?/.exec(text.slice(end, end + 40));
    at = end + (next?.[0].length ?? 0);
    if (next?.[1] === undefined && text[at] !== ')') return null;
  }
}
