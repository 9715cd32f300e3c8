import type { Language } from '../toolchain/toolchain.ts';
import type { Check } from './check.ts';
import { isFileArgument, isPlaceholder, splitWords } from './command-lines.ts';
import { isLiteral } from './literals.ts';
import { topLevel } from './scan-code.ts';
import { isExact } from './shown-output.ts';

/** What a tester is asked to write: one example a line. */
export const derivedFormat = [
  'Write one example a line, in one of these two forms, nothing else:',
  'CALL expression => value',
  'RUN program.py arguments => what it prints',
].join('\n');

const mostDerived = 8;

/** What the host knows before it reads a tester's examples. */
export interface KnownToTester {
  /** The program file that examples call or run. */
  readonly file: string;
  readonly language: Language;
  /** Checks from the person's text, not to be repeated. */
  readonly given: readonly Check[];
  /** Paths of start files: the only ones that a run may name; any where left out. */
  readonly files?: readonly string[];
}

/** Reads a tester's examples; lines that are no whole example, repeat a known one or hold no plain value are passed over. */
export function derivedChecks(reply: string, known: KnownToTester): Check[] {
  const seen = new Set(
    known.given.filter((check) => check.kind !== 'command' || check.stdout !== null).map(keyOf),
  );
  const checks: Check[] = [];
  for (const raw of reply.split('\n')) {
    if (checks.length >= mostDerived) break;
    const line = raw
      .trim()
      .replace(/^(?:[-*•]|\d+[.)])\s+/, '')
      .replaceAll(/`|\*\*/g, '');
    const match = /^(?:STDIN\s+(.*?)\s*\|\s*)?(CALL|RUN)\s*:?\s+(.+?)\s*(?:=>|->|→)\s*(.+)$/.exec(line);
    if (match === null) continue;
    const [, stdin, kind, left = '', right = ''] = match;
    const isCommand =
      kind === 'RUN' || left.replace(/^(?:python3?|node)\s+/, '').startsWith(`${known.file} `);
    const read = isCommand ? readRun(left, right, stdin, known) : readCall(left, right, known);
    if (read === null) continue;
    const id = `derived_${checks.length + 1}`;
    const check = { ...read, id, origin: 'derived', source: line.slice(0, 200) } as Check;
    if (seen.has(keyOf(check))) continue;
    seen.add(keyOf(check));
    checks.push(check);
  }
  return checks;
}

function readCall(expression: string, value: string, known: KnownToTester): object | null {
  if (!isCall(expression)) return null;
  const call = { kind: 'call', file: known.file, setup: [], expression };
  const raised = /^(?:raises?\s+|throws?\s+(?:an?\s+)?)?([A-Z]\w*(?:Error|Exception))\b/.exec(value);
  if (raised !== null) return { ...call, expected: raised[1], raises: true };
  return isLiteral(value, known.language) ? { ...call, expected: value.trim() } : null;
}

/** True for one call, arguments and all; not for several joined by words or operators. */
function isCall(expression: string): boolean {
  const outside = topLevel(expression.replace(/^new\s+/, ''));
  return (
    outside !== null &&
    /^[A-Za-z_$][\w.$]*$/.test(outside.map(({ character }) => character).join('')) &&
    expression.endsWith(')')
  );
}

function readRun(
  line: string,
  output: string,
  stdin: string | undefined,
  known: KnownToTester,
): object | null {
  const [program, ...words] = splitWords(line.replace(/^(?:python3?|node)\s+/, '')) ?? [];
  if (program !== known.file || words.some(isPlaceholder)) return null;
  if (words.some((word) => isFileArgument(word) && known.files?.includes(word) === false)) return null;
  if (/^(?:raises|error|exit|usage)/i.test(output) || !isExact(output)) return null;
  const stdout = plainText(output);
  const input = stdin === undefined ? '' : `${plainText(stdin)}\n`;
  const match = isJson(stdout) ? 'json' : 'equal';
  return {
    kind: 'command',
    command: [program, ...words],
    files: {},
    stdin: input,
    stdout,
    match,
    exitCode: 0,
  };
}

/** An object or a list as JSON: a tester says its value, not how it is laid out. */
function isJson(text: string): boolean {
  try {
    return /^\s*[[{]/.test(text) && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function plainText(text: string): string {
  return text.replace(/^"(.*)"$/, '$1').replaceAll('\\n', '\n');
}

function keyOf(check: Check): string {
  if (check.kind === 'call') return [...check.setup, check.expression].join(';').replaceAll(/\s/g, '');
  return [...check.command, check.kind === 'command' ? check.stdin : ''].join('\0');
}
