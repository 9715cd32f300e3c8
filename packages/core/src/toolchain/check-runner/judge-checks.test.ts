import { expect, test } from 'vitest';
import type { Check } from '../../checks/check.ts';
import type { SandboxResult } from '../../sandbox/sandbox.ts';
import { judgeChecks } from './judge-checks.ts';

const check = (expected: string): Check => ({
  id: 'user_1',
  origin: 'user',
  source: 'f(0) raises',
  kind: 'call',
  file: 'm.py',
  setup: [],
  expression: 'f(0)',
  expected,
  raises: true,
});

/** What the runner reports where the evaluation raised. */
function raised(names: readonly string[], stage: 'import' | 'setup' | 'expression'): SandboxResult {
  const value = JSON.stringify({ raised: names, message: 'x', stage });
  const seen = { id: 'user_1', exit: 0, stdout: '', stderr: '', timedOut: false, value, seconds: 0.1 };
  return {
    exitCode: 0,
    signal: null,
    stdout: JSON.stringify({ report: 1, seen: [seen] }),
    stderr: '',
    files: {},
    timedOut: false,
    outOfMemory: false,
    outputLimit: false,
    killed: false,
    peakMemoryMebibytes: 0,
    cpuSeconds: 0,
    wallSeconds: 0,
  };
}

test.each([
  ['ValueError', ['ValueError', 'Exception'], 'expression', 'passed'],
  ['Exception', ['ValueError', 'Exception'], 'expression', 'passed'],
  ['NameError', ['NameError', 'Exception'], 'expression', 'passed'],
  ['Exception', ['NameError', 'Exception'], 'expression', 'error'],
  ['Error', ['ReferenceError', 'Error'], 'expression', 'error'],
  ['ValueError', ['KeyError', 'Exception'], 'expression', 'failed'],
  ['ValueError', ['ValueError', 'Exception'], 'setup', 'error'],
  ['ValueError', ['ValueError', 'Exception'], 'import', 'error'],
] as const)('expected %s, raised %j in the %s: %s', (expected, names, stage, outcome) => {
  const report = judgeChecks([check(expected)], raised(names, stage), (command) => command.join(' '));
  expect(report.results.map((result) => result.outcome)).toEqual([outcome]);
});
