import type { Language } from '../toolchain/toolchain.ts';
import type { Check } from './check.ts';
import { splitWords } from './command-lines.ts';
import { isLiteral } from './literals.ts';

/** What a tester is asked to write: one example a line. */
export const derivedFormat = [
  'Write one example a line, in one of these two forms, nothing else:',
  'CALL expression => value',
  'RUN program.py arguments => what it prints',
].join('\n');

const mostDerived = 8;

/** Reads a tester's examples; lines that are no whole example, repeat a known one or hold no plain value are passed over. */
export function derivedChecks(
  reply: string,
  known: { readonly file: string; readonly language: Language; readonly given: readonly Check[] },
): Check[] {
  const seen = new Set(
    known.given.filter((check) => check.kind !== 'command' || check.stdout !== null).map(keyOf),
  );
  const checks: Check[] = [];
  for (const raw of reply.split('\n')) {
    const line = raw
      .trim()
      .replace(/^(?:[-*•]|\d+[.)])\s+/, '')
      .replaceAll('`', '');
    const match = /^(CALL|RUN)\s*:?\s+(.+?)\s*(?:=>|->|→)\s*(.+)$/.exec(line);
    if (match === null || checks.length >= mostDerived) continue;
    const [, kind, left = '', right = ''] = match;
    const isCommand =
      kind === 'RUN' || left.replace(/^(?:python3?|node)\s+/, '').startsWith(`${known.file} `);
    const read = isCommand ? readRun(left, right, known.file) : readCall(left, right, known);
    if (read === null) continue;
    const check = {
      ...read,
      id: `derived_${checks.length + 1}`,
      origin: 'derived',
      source: line.slice(0, 200),
    } as Check;
    if (seen.has(keyOf(check))) continue;
    seen.add(keyOf(check));
    checks.push(check);
  }
  return checks;
}

function readCall(
  expression: string,
  value: string,
  known: { file: string; language: Language },
): object | null {
  const raised = /^(?:raises?\s+)?([A-Z]\w*(?:Error|Exception))\b/.exec(value);
  if (!/^(?:new\s+)?[A-Za-z_][\w.]*\(.*\)/.test(expression)) return null;
  if (raised !== null)
    return { kind: 'call', file: known.file, setup: [], expression, expected: raised[1], raises: true };
  return isLiteral(value, known.language)
    ? { kind: 'call', file: known.file, setup: [], expression, expected: value.trim() }
    : null;
}

function readRun(line: string, output: string, file: string): object | null {
  const words = splitWords(line.replace(/^(?:python3?|node)\s+/, ''));
  if (words === null || words[0] !== file || /^(?:raises|error|exit)/i.test(output)) return null;
  const stdout = output.replace(/^"(.*)"$/, '$1').replaceAll('\\n', '\n');
  const match = isJson(stdout) ? 'json' : 'equal';
  return { kind: 'command', command: words, files: {}, stdin: '', stdout, match, exitCode: 0 };
}

/** An object or a list as JSON: a tester says its value, not how it is laid out. */
function isJson(text: string): boolean {
  try {
    return /^\s*[[{]/.test(text) && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function keyOf(check: Check): string {
  return check.kind === 'call'
    ? [...check.setup, check.expression].join(';').replaceAll(/\s/g, '')
    : check.command.join(' ');
}
