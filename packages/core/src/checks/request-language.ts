import type { Language } from '../toolchain/toolchain.ts';

const endings: Record<Language, RegExp> = {
  python: /\.py$/,
  javascript: /\.(?:mjs|cjs|js)$/,
  typescript: /\.(?:mts|ts)$/,
};
const order = ['python', 'javascript', 'typescript'] as const;
const words: readonly (readonly [Language, RegExp])[] = [
  ['typescript', /\btypescript\b|\.m?ts\b(?!\w)/i],
  ['python', /\bpython(?:3|\b)|\.py\b/i],
  [
    'javascript',
    /\bjavascript\b|\bnode\.?js\b|\bnode\s+(?:script|program|module|package|cli|command|app|\d)|\b(?:in|with|using|on|for)\s+Node\b(?!\s*(?:class|object))|\.(?:m|c)?js\b|\bES modules?\b/i,
  ],
];

/** True where the path is a source file of the language. */
export function isSource(path: string, language: Language): boolean {
  return endings[language].test(path);
}

/** The language of the files asked for, else of the files given, else the one the text names; Python by default. */
export function chooseLanguage(text: string, wanted: readonly string[], given: readonly string[]): Language {
  for (const files of [wanted, given]) {
    const first = files.find((path) => order.some((language) => isSource(path, language)));
    const language = order.find((candidate) => first !== undefined && isSource(first, candidate));
    if (language !== undefined) return language;
  }
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'python';
}
