import type { Language, TestRunner } from '../toolchain/toolchain.ts';
import { commandLines, usageLines } from './command-lines.ts';
import { namedSourceFiles } from './file-names.ts';
import { isTestFile, mayChangeFile } from './may-change.ts';
import { readablePart } from './readable-part.ts';
import { chooseLanguage, isSource } from './request-language.ts';
import { readSignatures, type Signatures } from './signatures.ts';
import { findSkeleton } from './skeleton.ts';

/** What a person's text says without doubt; found mechanically, the same every time. */
export interface RequestFacts {
  readonly language: Language;
  /** What the delivered tests are to be written for. */
  readonly testRunner: TestRunner;
  /** Files that the person wants made or changed, in the order of the text; the one that is run comes last. */
  readonly deliverables: readonly string[];
  /** Given files that the text says to change; all others are protected. */
  readonly mayChange: readonly string[];
  /** Whole command lines that the text says the program is run with, interpreter included. */
  readonly commands: readonly string[];
  /** Code that the text contains: signatures to complete; empty where there is none. */
  readonly skeleton: string;
  /** Names of functions, classes and methods that the text, its code or a given stub asks for. */
  readonly signatures: Signatures;
}

/** Reads the facts out of a text and the start files given with it; never throws. */
export function readRequest(prompt: string, givenFiles: Readonly<Record<string, string>>): RequestFacts {
  const text = readablePart(prompt);
  const given = Object.keys(givenFiles);
  const named = namedSourceFiles(text).filter(({ path }) => !isTestFile(path));
  const mayChange = given.filter((path) => mayChangeFile(text, path, givenFiles[path] ?? ''));
  const wanted = named.filter(({ path, made }) => made && !given.includes(path)).map(({ path }) => path);
  const language = chooseLanguage(
    text,
    [...wanted, ...mayChange],
    [...named.map(({ path }) => path), ...given.filter((path) => !isTestFile(path))],
  );
  const inOrder = [
    ...named.map(({ path }) => path).filter((path) => wanted.includes(path) || mayChange.includes(path)),
    ...mayChange,
  ].filter((path) => isSource(path, language));
  const skeleton = findSkeleton(text);
  return {
    language,
    testRunner: asksForPytest(text) ? 'pytest' : 'standard',
    deliverables: startedLast([...new Set(inOrder)], text),
    mayChange,
    commands: commandLines(text),
    skeleton,
    signatures: readSignatures(text, [skeleton, ...mayChange.map((path) => givenFiles[path] ?? '')]),
  };
}

/** The files with the one that a command line or its name shows to be the start of the program at the end. */
function startedLast(files: readonly string[], text: string): string[] {
  const started = [...usageLines(text)].find((line) => files.includes(line.program))?.program;
  const main = started ?? files.find((path) => /(?:^|\/)(?:__main__|main|app|cli|index)\.\w+$/.test(path));
  return main === undefined ? [...files] : [...files.filter((path) => path !== main), main];
}

/** True where the text names pytest other than to exclude it. */
function asksForPytest(text: string): boolean {
  return /(?<!\b(?:no|not|without|instead of|avoid|don't|rather than)\s+(?:\w+\s+)?)\bpytest\b/i.test(text);
}
