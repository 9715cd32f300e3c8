import type { Language } from '../toolchain/toolchain.ts';

/** Length of the literal value at the start of a text, in the language's spelling; 0 where there is none. */
export function literalLength(text: string, language: Language): number {
  const end = readLiteral(text, 0, language, 0);
  return end ?? 0;
}

/** True where the whole text is one literal value. */
export function isLiteral(text: string, language: Language): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && literalLength(trimmed, language) === trimmed.length;
}

const deepest = 30;

function readLiteral(text: string, at: number, language: Language, depth: number): number | null {
  if (depth > deepest) return null;
  const start = skipSpace(text, at);
  const rest = text.slice(start);
  const word = (
    language === 'python' ? /^(?:None|True|False)\b/ : /^(?:null|undefined|true|false|NaN|-?Infinity)\b/
  ).exec(rest);
  if (word !== null) return start + word[0].length;
  const number =
    /^[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d[\d_]*)(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)(?:n\b)?(?!\w|\.\d)/.exec(rest);
  if (number !== null) return start + number[0].length;
  const string = (
    language === 'python'
      ? /^[bBrRuU]{0,2}(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/
      : /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)/
  ).exec(rest);
  if (string !== null) return start + string[0].length;
  const open = rest[0];
  if (open === '[') return readMembers(text, start + 1, ']', language, depth);
  if (open === '(' && language === 'python') return readMembers(text, start + 1, ')', language, depth);
  if (open === '{') return readMembers(text, start + 1, '}', language, depth);
  return null;
}

function readMembers(
  text: string,
  from: number,
  close: string,
  language: Language,
  depth: number,
): number | null {
  let at = skipSpace(text, from);
  while (at < text.length) {
    if (text[at] === close) return at + 1;
    const key =
      close === '}' && language !== 'python' ? /^[A-Za-z_$][\w$]*(?=\s*:)/.exec(text.slice(at)) : null;
    const end: number | null = key === null ? readLiteral(text, at, language, depth + 1) : at + key[0].length;
    if (end === null) return null;
    at = skipSpace(text, end);
    if (close === '}' && text[at] === ':') {
      const value = readLiteral(text, at + 1, language, depth + 1);
      if (value === null) return null;
      at = skipSpace(text, value);
    }
    if (text[at] === ',') at = skipSpace(text, at + 1);
    else if (text[at] !== close) return null;
  }
  return null;
}

function skipSpace(text: string, at: number): number {
  let index = at;
  while (index < text.length && /\s/.test(text[index] ?? '')) index += 1;
  return index;
}
