import type { Language } from '../toolchain/toolchain.ts';
import { commandLines } from './command-lines.ts';
import { findSkeleton } from './skeleton.ts';

/** What a person's text says without doubt; found mechanically, the same every time. */
export interface RequestFacts {
  readonly language: Language;
  /** Files that the person wants made or changed, in the order of the text. */
  readonly deliverables: readonly string[];
  /** Given files that the text says to change; all others are protected. */
  readonly mayChange: readonly string[];
  /** Whole command lines that the text says the program is run with, interpreter included. */
  readonly commands: readonly string[];
  /** Code that the text contains: signatures to complete; empty where there is none. */
  readonly skeleton: string;
}

const sourceFile =
  /(?<![\w/.@-])((?:[\w-]+\/)*[\p{L}\w][\p{L}\w-]*\.(?:py|mjs|cjs|js|mts|ts))(?![\w(])(?!\.\w)/gu;
const languages: readonly (readonly [Language, RegExp])[] = [
  ['typescript', /\btypescript\b|\.m?ts\b/i],
  ['javascript', /\bjavascript\b|\bnode(?:\.?js)?\b|\.(?:m|c)?js\b/i],
  ['python', /\bpython\b|\.py\b/i],
];
const extensions: Record<Language, RegExp> = {
  python: /\.py$/,
  javascript: /\.(?:mjs|cjs|js)$/,
  typescript: /\.(?:mts|ts)$/,
};

/** Reads the facts out of a text and the start files given with it; never throws. */
export function readRequest(prompt: string, givenFiles: Readonly<Record<string, string>>): RequestFacts {
  const given = Object.keys(givenFiles);
  const named = [...new Set([...prompt.matchAll(sourceFile)].map((match) => match[1] ?? ''))];
  const language = chooseLanguage(prompt, named, given);
  const mayChange = given.filter((path) => saysToChange(prompt, path, givenFiles[path] ?? ''));
  const wanted = named.filter((path) => extensions[language].test(path) && !isTestFile(path));
  const made = wanted.filter((path) => !given.includes(path) || mayChange.includes(path));
  const changed = mayChange.filter((path) => extensions[language].test(path) && !made.includes(path));
  return {
    language,
    deliverables: [...made, ...changed],
    mayChange,
    commands: commandLines(prompt),
    skeleton: findSkeleton(prompt),
  };
}

function chooseLanguage(prompt: string, named: readonly string[], given: readonly string[]): Language {
  const files = [...named, ...given].filter((path) => !isTestFile(path));
  for (const language of ['python', 'javascript', 'typescript'] as const) {
    if (
      files.some((path) => extensions[language].test(path)) &&
      files.every((path) => !otherLanguage(path, language))
    )
      return language;
  }
  const first = named.find((path) => !isTestFile(path));
  for (const language of ['python', 'javascript', 'typescript'] as const) {
    if (first !== undefined && extensions[language].test(first)) return language;
  }
  return languages.find(([, words]) => words.test(prompt))?.[0] ?? 'python';
}

function otherLanguage(path: string, language: Language): boolean {
  return Object.entries(extensions).some(([other, ending]) => other !== language && ending.test(path));
}

function isTestFile(path: string): boolean {
  const base = path.split('/').at(-1) ?? path;
  return /^test[_-]|[_-]test\.|\.test\.|\.spec\.|^conftest\.py$/.test(base);
}

/** True where the text says to work on a given file, or the file is a stub of what is asked for. */
function saysToChange(prompt: string, path: string, content: string): boolean {
  if (isTestFile(path)) return false;
  const base = path.split('/').at(-1) ?? path;
  if (!prompt.includes(base)) return false;
  const name = base.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const verbs =
    'change|edit|modify|fix|repair|extend|complete|refactor|update|rewrite|improve|implement|修改|修复|完成|实现';
  const asked = new RegExp(
    `(?:${verbs})[^.\\n]{0,60}(?:\\b|\`)${name}|(?:implement|write)[^.\\n]{0,40}\\bin \`?${name}`,
    'i',
  );
  return asked.test(prompt) || isStub(content);
}

/** A source file whose bodies are empty. */
function isStub(content: string): boolean {
  if (!/^\s*(?:def|class|function|export)\b/m.test(content)) return false;
  return /^\s*(?:pass|\.\.\.|raise NotImplementedError.*|throw new Error\(.*implement.*\);?)\s*$/im.test(
    content,
  );
}
