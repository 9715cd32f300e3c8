import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Check, CheckResult } from '../../checks/check.ts';
import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { TestReport } from '../toolchain.ts';
import { readEvaluation, sameValue } from './encoded-value.ts';
import { judgeSuite } from './judge-suite.ts';

const observation = z.strictObject({
  id: z.string(),
  exit: z.int().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  timedOut: z.boolean(),
  value: z.string().nullable(),
  /** The tests that the source of a given test file holds. */
  listed: z.string().nullable().optional(),
  /** A server that was found listening and asked once. */
  served: z.strictObject({ port: z.int(), answer: z.string() }).optional(),
  seconds: z.number(),
});
const report = z.strictObject({ report: z.literal(1), seen: z.array(observation) });
type Observation = z.infer<typeof observation>;

const longestShown = 300;

/** Compares what the runner saw with what the checks expect; what cannot be read is a report with a problem. */
export function judgeChecks(
  checks: readonly Check[],
  result: SandboxResult,
  showCommand: (command: readonly string[]) => string,
): TestReport {
  const seen = readReport(result);
  if (typeof seen === 'string') {
    return { collected: 0, green: false, problem: seen, results: checks.map((check) => notRun(check, seen)) };
  }
  const results = checks.map((check) => {
    const found = seen.find((candidate) => candidate.id === check.id);
    return found === undefined
      ? notRun(check, 'the runner did not report it')
      : judge(check, found, showCommand);
  });
  const problem =
    seen.length === checks.length ? '' : `${checks.length} checks were asked for, ${seen.length} reported`;
  const green = problem === '' && results.length > 0 && results.every((one) => one.outcome === 'passed');
  return { collected: seen.length, results, green, problem };
}

/** The checks with what the evaluator said of their expected values; one that said nothing cannot be judged. */
export function withExpected(checks: readonly Check[], result: SandboxResult): readonly Check[] {
  const seen = readReport(result);
  if (typeof seen === 'string') return checks;
  return checks.map((check) => {
    const value = seen.find((one) => one.id === check.id)?.value ?? null;
    return check.kind === 'call' && value !== null ? { ...check, expectedValue: value } : check;
  });
}

function readReport(result: SandboxResult): readonly Observation[] | string {
  if (result.timedOut) return 'the checks did not end in time';
  if (result.outOfMemory) return 'the checks needed more memory than allowed';
  if (result.outputLimit) return 'the checks printed too much';
  if (result.exitCode !== 0)
    return `the check runner ended with ${result.exitCode}: ${lastLines(result.stderr, 3)}`;
  const lines = result.stdout.trim().split('\n');
  if (lines.length !== 1) return 'the check runner printed more than its report';
  try {
    const parsed = report.safeParse(JSON.parse(lines[0] ?? ''));
    return parsed.success ? parsed.data.seen : 'the report of the check runner has another form';
  } catch {
    return 'the check runner printed no report';
  }
}

function notRun(check: Check, detail: string): CheckResult {
  return { id: check.id, outcome: 'not-run', detail, seconds: 0 };
}

function judge(
  check: Check,
  seen: Observation,
  showCommand: (command: readonly string[]) => string,
): CheckResult {
  const end = (outcome: CheckResult['outcome'], detail = ''): CheckResult => ({
    id: check.id,
    outcome,
    detail,
    seconds: seen.seconds,
  });
  const name =
    check.kind === 'call' ? [...check.setup, check.expression].join('; ') : showCommand(check.command);
  if (seen.served !== undefined) return judgeServer(seen.served, name, end);
  if (seen.timedOut) return end('error', `${name} did not end in ${seen.seconds.toFixed(0)} s`);
  if (check.kind === 'call') return judgeCall(check, seen, name, end);
  if (check.kind === 'script') {
    const { outcome, detail } = judgeSuite(name, seen);
    return end(outcome, detail.replaceAll(/\/tmp\/check-\d+\//g, ''));
  }
  const crash = crashLines(seen.stderr);
  if (seen.exit !== check.exitCode) {
    const detail = `${name} ended with exit code ${seen.exit}, expected ${check.exitCode}${crash === '' ? '' : `:\n${crash}`}`;
    return end(crash === '' ? 'failed' : 'error', detail);
  }
  if (check.stdout === null || matches(check.stdout, seen.stdout, check.match)) return end('passed');
  return end(
    'failed',
    `${name} printed ${quote(seen.stdout)}, expected ${quote(check.stdout)}${crash === '' ? '' : `\n${crash}`}`,
  );
}

/** A server passes where it answers and does not say that it is broken. */
function judgeServer(
  served: NonNullable<Observation['served']>,
  name: string,
  end: (outcome: CheckResult['outcome'], detail?: string) => CheckResult,
): CheckResult {
  if (!/^HTTP\/[\d.]+ 5\d\d/.test(served.answer)) return end('passed');
  return end('failed', `${name} serves on port ${served.port} and answers ${quote(served.answer)}`);
}

/** What is raised where a name that the check uses does not exist: no answer of the program. */
const missingNames = ['NameError', 'ImportError', 'ReferenceError'];

function judgeCall(
  check: Extract<Check, { kind: 'call' }>,
  seen: Observation,
  name: string,
  end: (outcome: CheckResult['outcome'], detail?: string) => CheckResult,
): CheckResult {
  const evaluated = readEvaluation(seen.value);
  if (evaluated === null) {
    return end(
      'error',
      `${name} ended the program before it gave a value (exit code ${seen.exit})\n${crashLines(seen.stderr)}`.trim(),
    );
  }
  if ('raised' in evaluated) {
    const missing = missingNames.some(
      (kind) => evaluated.raised.includes(kind) && check.expected !== evaluated.raised[0],
    );
    const known = evaluated.stage === 'expression' && !missing;
    if (check.raises === true && known && evaluated.raised.includes(check.expected)) return end('passed');
    return end(
      known ? 'failed' : 'error',
      `${name} raised ${evaluated.raised[0]}: ${evaluated.message}, expected ${check.expected}`,
    );
  }
  if (check.raises === true)
    return end('failed', `${name} gave ${short(evaluated.shown)}, expected ${check.expected} to be raised`);
  const expected = readEvaluation(check.expectedValue);
  if (expected === null || 'raised' in expected)
    return end('error', `the expected value ${check.expected} cannot be read`);
  if (sameValue(evaluated.value, expected.value)) return end('passed');
  return end('failed', `${name} gave ${short(evaluated.shown)}, expected ${check.expected}`);
}

/** Whether an output is as expected: line ends and surrounding empty lines do not count. */
function matches(expected: string, actual: string, match: 'equal' | 'contains' | 'json'): boolean {
  if (match === 'json') return sameJson(expected, actual);
  const [wanted, printed] = [normalLines(expected), normalLines(actual)];
  if (match === 'equal') return wanted.join('\n') === printed.join('\n');
  let at = 0;
  for (const line of printed) if (line === wanted[at]) at += 1;
  return at >= wanted.length;
}

function sameJson(expected: string, actual: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(expected), JSON.parse(actual));
  } catch {
    return false;
  }
}

function normalLines(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/^\n+|\s+$/g, '')
    .split('\n')
    .map((line) => line.trimEnd());
}

/** The telling end of a traceback or stack, with virtual paths only; empty where nothing crashed. */
function crashLines(stderr: string): string {
  if (!/Traceback|Error|Exception/.test(stderr)) return '';
  const lines = stderr
    .replaceAll(/\/tmp\/check-\d+\//g, '')
    .trimEnd()
    .split('\n');
  return lines.slice(-8).join('\n').slice(-900);
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function quote(text: string): string {
  return JSON.stringify(short(normalLines(text).join('\n')));
}

function short(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}
