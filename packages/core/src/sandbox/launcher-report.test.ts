import { expect, test } from 'vitest';
import { readLauncherReport, signalOfExitCode } from './launcher-report.ts';

const read = (text: string) => {
  const { rest, ...report } = readLauncherReport(Buffer.from(text));
  return { ...report, rest: Buffer.from(rest).toString() };
};

test('the times of the children and what follows them are read', () => {
  expect(read('started\n0m9.000000s 0m9.000000s\n1m2.500000s 0m0.250000s\nrest\n')).toEqual({
    started: true,
    cpuSeconds: 62.75,
    rest: 'rest\n',
  });
});

test('a decimal comma is read too', () => {
  expect(read('started\n0m0,00s 0m0,00s\n0m1,50s 0m0,25s\n').cpuSeconds).toBe(1.75);
});

test.each([
  ['', false],
  ['start', false],
  ['something\n', false],
  ['started\n', true],
  ['started\n0m0.0s 0m0.0s\n0m0', true],
])('a report that breaks off after %j holds no times', (text, started) => {
  expect(read(text)).toEqual({ started, cpuSeconds: null, rest: '' });
});

test.each([
  [null, null],
  [0, null],
  [1, null],
  [128, null],
  [137, 'SIGKILL'],
  [139, 'SIGSEGV'],
  [152, 'SIGXCPU'],
  [255, null],
])('exit code %s stands for signal %s', (code, signal) => {
  expect(signalOfExitCode(code)).toBe(signal);
});
