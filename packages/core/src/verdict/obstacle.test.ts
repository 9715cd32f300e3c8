import { expect, test } from 'vitest';
import type { Check, CheckOutcome } from '../checks/check.ts';
import { findObstacle } from './obstacle.ts';

const smoke: Check = {
  id: 'user_1',
  origin: 'user',
  source: 'python3 main.py',
  kind: 'command',
  command: ['main.py'],
  files: {},
  stdin: '',
  stdout: null,
  match: 'equal',
  exitCode: 0,
};
const value: Check = { ...smoke, stdout: '3' };
const of = (check: Check, detail: string, prompt = '', outcome: CheckOutcome = 'error') =>
  findObstacle(check, { id: 'user_1', outcome, detail, seconds: 1 }, prompt);

test.each([
  ['_tkinter.TclError: no display name and no $DISPLAY environment variable', 'display'],
  ["ModuleNotFoundError: No module named 'tkinter'", 'display'],
  ['pygame.error: No available video device', 'display'],
  ['socket.gaierror: [Errno -3] Temporary failure in name resolution', 'network'],
  ['Error: getaddrinfo EAI_AGAIN example.org', 'network'],
  ['OSError: [Errno 101] Network is unreachable', 'network'],
  ['ValueError: bad input', null],
  ['main.py printed "4", expected "3"', null],
])('%s: %s, whatever is expected', (detail, obstacle) => {
  expect(of(smoke, detail)).toBe(obstacle);
  expect(of(value, detail)).toBe(obstacle);
});

test('a package is an obstacle only where the text names it', () => {
  const detail = "ModuleNotFoundError: No module named 'numpy.linalg'";
  expect(of(value, detail, 'Sum a column with NumPy.')).toBe('toolchain');
  expect(of(value, detail, 'Sum a column.')).toBeNull();
  expect(of(value, detail, 'Sum a numpy-like column.')).toBeNull();
  const node = "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'left-pad' imported from /work/a.js";
  expect(of(value, node, 'Use left-pad.')).toBe('toolchain');
});

test('time and unanswered questions excuse only where no output is expected', () => {
  expect(of(smoke, 'python3 main.py did not end in 10 s')).toBe('limit');
  expect(of(value, 'python3 main.py did not end in 10 s')).toBeNull();
  expect(of(smoke, 'Traceback:\nEOFError: EOF when reading a line')).toBe('input');
  expect(of(value, 'Traceback:\nEOFError: EOF when reading a line')).toBeNull();
  expect(of(smoke, 'EOFError', '', 'passed')).toBeNull();
});
