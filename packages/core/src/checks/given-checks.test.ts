import fc from 'fast-check';
import { expect, test } from 'vitest';
import { givenChecks } from './given-checks.ts';
import { readRequest } from './request-facts.ts';

const read = (prompt: string, files: Record<string, string> = {}) =>
  givenChecks(prompt, readRequest(prompt, files), files);

test('checks are numbered in the order of the text, each once, with the words they were taken from', () => {
  const prompt = 'm.py: `python m.py 1` prints `2`. f(1) returns 2. Again, f(1) returns 2.\n>>> f(3)\n4';
  expect(read(prompt).map(({ id, origin, kind, source }) => [id, origin, kind, source])).toEqual([
    ['user_1', 'user', 'command', '`python m.py 1` prints `2`'],
    ['user_2', 'user', 'call', 'f(1) returns 2'],
    ['user_3', 'user', 'call', '>>> f(3) 4'],
  ]);
});

test('two results for the same call or command state nothing', () => {
  expect(read('m.py: f(1) returns 2. f(2) returns 3. f(1) returns 4.')).toMatchObject([
    { expression: 'f(2)' },
  ]);
  expect(read('m.py: `python m.py 1` prints `2`; `python m.py 1` prints `3`.')).toEqual([]);
});

/** Pieces that examples are made of, so that random texts come close to them. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'f(1)|f(|)|[1, 2]|{"a": 1}|"x"|\'|`|->|=>|==|returns|raises|ValueError|assert|not|>>> |... |\n|\n\n| |    |2|3.5|'.split(
      '|',
    ),
    ...'python m.py a.txt|`python m.py 1`|$ |cat a.txt|echo x | prints|`3`|exits with 1|Input:|Output:|```|file holding|'.split(
      '|',
    ),
    ...'def f(x):|class Box:|import m|Traceback (most recent call last):|├── a.py|a.js|on standard input|输出|返回|__proto__|constructor'.split(
      '|',
    ),
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

test('any text is read without failing, the same every time, into checks that hold together', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (text, content, name) => {
      const prompt = `make m.py ${text}`;
      const files = { 'a.txt': content, [`${name}.py`]: content };
      const checks = read(prompt, files);
      expect(read(prompt, files)).toEqual(checks);
      expect(checks.map((check) => check.id)).toEqual(checks.map((_, index) => `user_${index + 1}`));
      for (const check of checks) {
        expect(check.source).not.toBe('');
        if (check.kind === 'call') expect(readRequest(prompt, files).deliverables).toContain(check.file);
        if (check.kind === 'command') expect(Object.values(check.files).join('')).toBeTypeOf('string');
      }
    }),
    { numRuns: 300 },
  );
});

test('a text of a megabyte that comes close to examples is read within seconds', () => {
  for (const part of [
    'f(',
    'f(1) -> 2\n',
    '>>> f(1)\n2\n',
    '$ python m.py 1\n2\n',
    '├── m.py\n',
    'a.txt holds `x` ',
  ]) {
    expect(read(`Make m.py. ${part.repeat(1_000_000 / part.length)}`).length).toBeLessThanOrEqual(40);
  }
}, 60_000);
