import { expect, test } from 'vitest';
import { derivedChecks, derivedFormat } from './derived-checks.ts';
import { givenChecks } from './given-checks.ts';
import { readRequest } from './request-facts.ts';

const prompt = 'm.py: add(5,5) returns 10';
const given = givenChecks(prompt, readRequest(prompt, {}), {});
const sources = (lines: readonly string[], files?: readonly string[]): string[] =>
  derivedChecks(lines.join('\n'), {
    file: 'm.py',
    language: 'python',
    given,
    ...(files === undefined ? {} : { files }),
  }).map((check) => check.source);

test('a tester’s lines become derived checks; what is no whole example is passed over', () => {
  const reply = [
    'Here are examples:',
    'CALL add(1, 2) => 3',
    '- `CALL add(5, 5) => 10`',
    '2. CALL add("x") => TypeError',
    '**RUN m.py 1 2 -> 3**',
    'RUN other.py => 3',
    'RUN m.py <number> => 3',
    'CALL add(1, 2) => 3',
    'CALL add(1, 1) => two',
    'CALL add(1, 1) and more() => 2',
    'nonsense',
    'CALL m.py a.json => {"x": 1}',
  ].join('\n');
  expect(derivedChecks(reply, { file: 'm.py', language: 'python', given })).toMatchObject([
    { id: 'derived_1', origin: 'derived', kind: 'call', expression: 'add(1, 2)', expected: '3' },
    { id: 'derived_2', kind: 'call', expression: 'add("x")', expected: 'TypeError', raises: true },
    { id: 'derived_3', kind: 'command', command: ['m.py', '1', '2'], stdout: '3' },
    { id: 'derived_4', kind: 'command', command: ['m.py', 'a.json'], match: 'json' },
  ]);
});

test('a run may name only files that are given, and may get text on standard input', () => {
  expect(sources(['RUN m.py a.txt => 3', 'RUN m.py b.txt => 3'], ['a.txt'])).toEqual(['RUN m.py a.txt => 3']);
  expect(sources(['RUN m.py a.txt => 3'], [])).toEqual([]);
  const [check] = derivedChecks('STDIN abc | RUN m.py => cba', { file: 'm.py', language: 'python', given });
  expect(check).toMatchObject({ command: ['m.py'], stdin: 'abc\n', stdout: 'cba' });
});

test('at most eight are taken, and the format asked for is the same every time', () => {
  const many = Array.from({ length: 20 }, (_, index) => `CALL add(${index}, 1) => ${index + 1}`);
  expect(sources(many)).toEqual(many.slice(0, 8));
  expect(derivedFormat.split('\n')).toHaveLength(3);
});

test('a given command that must only end well leaves room for an example of its output', () => {
  const smoke = 'Write m.py. It will be run with: python m.py a.txt';
  const files = { 'a.txt': 'x' };
  const known = givenChecks(smoke, readRequest(smoke, files), files);
  expect(known).toHaveLength(1);
  const reply = 'RUN m.py a.txt => 1';
  expect(derivedChecks(reply, { file: 'm.py', language: 'python', given: known })).toHaveLength(1);
});
