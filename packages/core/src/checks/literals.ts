import type { Language } from '../toolchain/toolchain.ts';

/** Length of the literal value at the start of a text, in the language's spelling; 0 where there is none. */
export function literalLength(text: string, language: Language): number {
  return literalEnd(text, 0, language) ?? 0;
}

/** True where the whole text is one literal value. */
export function isLiteral(text: string, language: Language): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && literalLength(trimmed, language) === trimmed.length;
}

/** Index after the literal value that begins at or after white space at `at`; null where there is none. */
export function literalEnd(text: string, at: number, language: Language): number | null {
  return readLiteral(text, at, language, 0);
}

const deepest = 30;
const patterns = {
  python: {
    word: /(?:None|True|False|set\(\))(?!\w)/y,
    number:
      /[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)(?!\w|\.[\d.])/y,
    string: /[bBrRuU]{0,2}(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/y,
  },
  node: {
    word: /(?:null|undefined|true|false|NaN|-?Infinity)(?!\w)/y,
    number:
      /[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)n?(?!\w|\.[\d.])/y,
    string: /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`/y,
  },
};

function readLiteral(text: string, at: number, language: Language, depth: number): number | null {
  if (depth > deepest) return null;
  const start = skipSpace(text, at);
  const { word, number, string } = patterns[language === 'python' ? 'python' : 'node'];
  for (const pattern of [word, number, string]) {
    pattern.lastIndex = start;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  const open = text[start];
  if (open === '[') return readMembers(text, start + 1, ']', language, depth);
  if (open === '(' && language === 'python') return readMembers(text, start + 1, ')', language, depth);
  if (open === '{') return readMembers(text, start + 1, '}', language, depth);
  return null;
}

const plainKey = /[A-Za-z_$][\w$]*(?=\s*:)/y;

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
    plainKey.lastIndex = at;
    const named = close === '}' && language !== 'python' && plainKey.test(text);
    const end: number | null = named ? plainKey.lastIndex : readLiteral(text, at, language, depth + 1);
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
