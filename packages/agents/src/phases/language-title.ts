import type { Language } from '@bottega/core';

const titles: Record<Language, string> = {
  python: 'Python 3',
  javascript: 'JavaScript (Node.js, ES modules)',
  typescript: 'TypeScript (run by Node.js, erasable syntax only)',
};

/** The language as prompts and people name it. */
export function languageTitle(language: Language): string {
  return titles[language];
}
