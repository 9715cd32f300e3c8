import { bracketEnd } from './scan-code.ts';

/** Names that a person asks for, by what they are. */
export interface Signatures {
  readonly functions: readonly string[];
  readonly classes: readonly string[];
  /** Names that only objects of a class have. */
  readonly methods: readonly string[];
}

/** Names in the code that a text holds and in phrases such as "a function `slugify(text)`" or "methods: `push(x)`". */
export function readSignatures(prompt: string, code: readonly string[]): Signatures {
  const functions = new Set<string>();
  const classes = new Set<string>();
  const methods = new Set<string>();
  for (const piece of code) readCode(piece, functions, classes, methods);
  for (const name of functions) if (/^test(?:_|[A-Z]|$)/.test(name)) functions.delete(name);
  for (const name of classPhrases(prompt)) classes.add(name);
  for (const name of phrases(prompt, /\bfunctions?\b|函数/gi, /函数/)) functions.add(name);
  for (const name of phrases(prompt, /\bmethods?\b|方法/gi, /方法/)) {
    if (!functions.has(name)) methods.add(name);
  }
  for (const name of classes) {
    functions.delete(name);
    methods.delete(name);
  }
  return { functions: [...functions], classes: [...classes], methods: [...methods] };
}

const functionLine = /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:def|function\*?)\s+([A-Za-z_$][\w$]*)/;
const valueLine =
  /^export\s+(?:const|let)\s+([A-Za-z_$][\w$]*)[^=\n]*=\s*(?:async\s*)?(?:\(|function\b|\w+\s*=>)/;
const classLine = /^(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+([A-Za-z_$][\w$]*)/;
const memberLine =
  /^(?:(?:public|private|protected|static|async|get|set)\s+)*(?!if|for|while|switch|catch|return|function)([A-Za-z_$][\w$]*)\s*\([^)]*\)\s*(?::[^{]*)?\{/;

function readCode(code: string, functions: Set<string>, classes: Set<string>, methods: Set<string>): void {
  let classIndent: number | null = null;
  for (const line of code.split('\n')) {
    const plain = line.trimStart();
    if (plain === '') continue;
    const indent = line.length - plain.length;
    if (classIndent !== null && indent <= classIndent && !/^[})\]]/.test(plain)) classIndent = null;
    const named = classLine.exec(plain)?.[1];
    if (named !== undefined) {
      classes.add(named);
      classIndent = indent;
      continue;
    }
    const defined = functionLine.exec(plain)?.[1] ?? valueLine.exec(plain)?.[1];
    const member = classIndent === null ? undefined : (defined ?? memberLine.exec(plain)?.[1]);
    if (member !== undefined) methods.add(member);
    else if (defined !== undefined && indent === 0) functions.add(defined);
  }
}

/** Words that begin a sentence or qualify a class without naming it. */
const notNames = new Set(
  (
    'A An The This That Each Every All Any No One Two Three Both Your Our My Its Python Java JavaScript TypeScript Create Write Make ' +
    'Implement Add Define Build Use Base Main Abstract Data Helper Custom Single Another First Second If When Where In'
  ).split(' '),
);

function classPhrases(prompt: string): string[] {
  const found = [
    ...prompt.matchAll(/\bclass(?:es)?[ \t]+(?:called[ \t]+|named[ \t]+)?[`"']?([A-Z]\w*)/g),
    ...prompt.matchAll(/[`"']?\b([A-Z]\w*)[`"']?[ \t]+`?class\b/g),
    ...prompt.matchAll(/(?:类\s*[`"']?([A-Z]\w*)|([A-Z]\w*)[`"']?\s*类)/g),
  ];
  return found.map((match) => match[1] ?? match[2] ?? '').filter((name) => !notNames.has(name));
}

/** Names with brackets or in backticks that follow a word such as "functions", up to the end of its sentence or list. */
function phrases(prompt: string, word: RegExp, before: RegExp): string[] {
  const names: string[] = [];
  for (const match of prompt.matchAll(word)) {
    const from = match.index + match[0].length;
    const rest = prompt.slice(from, from + 1_500);
    const head = /^[^.\n。]{0,80}[:：][ \t]*\n+(?=[ \t]*(?:[-*•]|\d+[.)]))/.exec(rest)?.[0];
    names.push(...(head === undefined ? sequence(rest) : listItems(rest.slice(head.length))));
    const ahead = prompt.slice(Math.max(0, match.index - 60), match.index);
    const named = /`([A-Za-z_]\w*)(?:\([^()`\n]*\))?`\s*$/.exec(ahead)?.[1];
    if (named !== undefined && (before.test(match[0]) || !match[0].endsWith('s'))) names.push(named);
  }
  return names;
}

function listItems(text: string): string[] {
  const names: string[] = [];
  for (const line of text.split('\n')) {
    if (!/^\s*(?:[-*•]|\d+[.)])/.test(line)) break;
    const name = /^\s*(?:[-*•]|\d+[.)])\s*[*_]*`?(?:def\s+)?([A-Za-z_]\w*)\s*(?:\(|`)/.exec(line)?.[1];
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** "`a(x)`, `b` and c(y) -> int": names up to the first word that is none. */
function sequence(text: string): string[] {
  const names: string[] = [];
  const item = /\s*(?:(?:called|named|are|like|,|、|，|and|及|和)\s*)*[*`]*([A-Za-z_]\w*)(?=\s?\(|`)/y;
  let at = 0;
  for (;;) {
    item.lastIndex = at;
    const name = item.exec(text)?.[1];
    if (name === undefined) return names;
    names.push(name);
    const open = /^\s?\(/.exec(text.slice(item.lastIndex, item.lastIndex + 2));
    const end = open === null ? item.lastIndex : bracketEnd(text, item.lastIndex + open[0].length - 1);
    if (end === null) return names;
    at =
      end + (/^(?:\s*->\s*[\w.]+(?:\[[^\]\n]*\])?)?[`*]*/.exec(text.slice(end, end + 80))?.[0].length ?? 0);
  }
}
