import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivedChecks } from './derived-checks.ts';
import { givenChecks } from './given-checks.ts';
import { readRequest } from './request-facts.ts';

const read = (prompt: string, files: Record<string, string> = {}) =>
  givenChecks(prompt, readRequest(prompt, files), files);
const calls = (prompt: string): string[] =>
  read(prompt).map((check) =>
    check.kind === 'call'
      ? [...check.setup, `${check.expression} = ${check.expected}`].join('; ')
      : check.kind,
  );
const commands = (prompt: string, files: Record<string, string> = {}) =>
  read(prompt, files).map((check) =>
    check.kind === 'command'
      ? { command: check.command.join(' '), stdin: check.stdin, files: check.files, stdout: check.stdout }
      : check,
  );

test.each([
  ['Write slug.py with a function: `slug("A b")` returns `"a-b"`.', ['slug("A b") = "a-b"']],
  ['Write m.py. double(2) -> 4 and double(-1) => -2.', ['double(2) = 4', 'double(-1) = -2']],
  ['In m.py: assert add(1, 2) == 3\nassert add(0, 0) == 0', ['add(1, 2) = 3', 'add(0, 0) = 0']],
  [
    'm.py: is_even(3) should return False, is_even(4) should return True.',
    ['is_even(3) = False', 'is_even(4) = True'],
  ],
  ['m.py: pairs([1, 2]) → [(1, 2)]', ['pairs([1, 2]) = [(1, 2)]']],
  ["m.py: count('a(b', 1) equals {'a': 1}", ["count('a(b', 1) = {'a': 1}"]],
  ['m.py: make(size=3) returns None', ['make(size=3) = None']],
  ['写 m.py：add(1, 2) 返回 3', ['add(1, 2) = 3']],
  [
    'Write m.js where sum([1, 2]) returns 3 and same({ a: 1 }) gives true.',
    ['sum([1, 2]) = 3', 'same({ a: 1 }) = true'],
  ],
  ['Write m.ts: `first([])` returns `undefined`', ['first([]) = undefined']],
  ['m.py\n>>> f(1)\n2\n>>> x = Box(3)\n>>> x.get()\n[3]', ['f(1) = 2', 'f(1); x = Box(3); x.get() = [3]']],
  [
    'm.py\n"""\n>>> x = Box(3)\n>>> x.a()\n1\n"""\n\n"""\n>>> x.b()\n2\n"""',
    ['x = Box(3); x.a() = 1', 'x = Box(3); x.b() = 2'],
  ],
  [
    'm.py\n>>> f(-1)\nTraceback (most recent call last):\n  ...\nValueError: negative',
    ['f(-1) = ValueError'],
  ],
])('calls in %j', (prompt, expected) => {
  expect(calls(prompt)).toEqual(expected);
});

test.each([
  'Write m.py with a function f(x) that returns x + 1.',
  'Write m.py. f(n) -> int',
  'm.py: f(x, y) == f(y, x) for all values',
  'm.py: do not return 3: f(1) is wrong.',
  'm.py: currently f(1) returns 2, which is a bug.',
  'm.py: f(1) does not return 3',
  'm.py: area(r) = 3.14 * r',
  'm.py: f(2) returns 2 + x',
  'm.py: the call f(1) prints something',
  'Write a to-do list for the command line.',
  'x.py prints `<count> words`',
  'Run `python x.py <file>` and it prints `3`. Make x.py.',
  'Make x.py, run as python x.py [--len N]',
  'x.py: Output format:\nTotal: <n>\nCount: <m>',
  'f(1) -> 2',
  'Write m.py; see https://example.com/f(1) == 2',
  'Make x.py: $ python x.py a.txt\n<number>',
  'm.py\n>>> print(f(1))\n2',
  'm.py\n>>> f(1)\n<Box object>',
  'Make server.py, a web server. It will be run with: python server.py data.json',
])('nothing unambiguous in %j', (prompt) => {
  expect(read(prompt)).toEqual([]);
});

const words =
  'words.py, which prints the number of words of the file given; for a file holding `one two three` it prints `3`';

test.each([
  [
    words,
    [{ command: 'words.py input.txt', stdin: '', files: { 'input.txt': 'one two three\n' }, stdout: '3' }],
  ],
  ['sum.py: `python sum.py 1 2` prints `3`', [{ command: 'sum.py 1 2', stdin: '', files: {}, stdout: '3' }]],
  [
    'sum.js: running `node sum.js "a b" 2` outputs "3"',
    [{ command: 'sum.js a b 2', stdin: '', files: {}, stdout: '3' }],
  ],
  [
    'rev.py: `echo hello | python rev.py` prints `olleh`',
    [{ command: 'rev.py', stdin: 'hello\n', files: {}, stdout: 'olleh' }],
  ],
  [
    'rev.py: given `abc` on standard input it prints `cba`',
    [{ command: 'rev.py', stdin: 'abc\n', files: {}, stdout: 'cba' }],
  ],
  [
    'sum.py\n\n```\n$ python3 sum.py 3 4\n7\n```',
    [{ command: 'sum.py 3 4', stdin: '', files: {}, stdout: '7' }],
  ],
  [
    '写 words.py，文件内容为 `一 二`，输出 `2`',
    [{ command: 'words.py input.txt', stdin: '', files: { 'input.txt': '一 二\n' }, stdout: '2' }],
  ],
  [
    'lines.py: a file with `a\\nb` it prints `2`',
    [{ command: 'lines.py input.txt', stdin: '', files: { 'input.txt': 'a\nb\n' }, stdout: '2' }],
  ],
])('commands in %j', (prompt, expected) => {
  expect(commands(prompt)).toEqual(expected);
});

test('a command named whole, with its files given, must at least end well', () => {
  const prompt = 'Write count.py. It will be run with: python count.py data.csv';
  expect(commands(prompt, { 'data.csv': 'a' })).toEqual([
    { command: 'count.py data.csv', stdin: '', files: {}, stdout: null },
  ]);
  expect(commands(prompt)).toEqual([]);
});

test('an output block is an example only where the given file holds its words', () => {
  const prompt =
    'Write toc.py.\nOutput format:\n- [Alpha](#alpha)\n- [Beta](#beta)\n\nIt will be run with: python toc.py in.md';
  expect(commands(prompt, { 'in.md': '# Alpha\n# Beta\n' })[0]).toMatchObject({
    stdout: '- [Alpha](#alpha)\n- [Beta](#beta)',
  });
  expect(commands(prompt, { 'in.md': '# Gamma\n' })[0]).toMatchObject({ stdout: null });
});

test('a given test script that the text says to run is a check', () => {
  const prompt = 'Write box.py. Run `python test_box.py` to verify, it exits 0 on success.';
  expect(read(prompt, { 'test_box.py': 'import box' })).toMatchObject([
    { kind: 'script', command: ['test_box.py'], id: 'user_1' },
  ]);
});

test('facts: language, files to make, files that may change', () => {
  expect(readRequest('Make a to-do list', {})).toMatchObject({ language: 'python', deliverables: [] });
  expect(readRequest('Make app.ts in TypeScript', {})).toMatchObject({
    language: 'typescript',
    deliverables: ['app.ts'],
  });
  expect(readRequest('a node script cli.js reading in.json', {})).toMatchObject({
    language: 'javascript',
    deliverables: ['cli.js'],
  });
  const stub = { 'a.py': 'def f():\n    pass\n', 'b.py': 'def g():\n    return 1\n' };
  expect(readRequest('Implement it in a.py, using b.py', stub)).toMatchObject({
    deliverables: ['a.py'],
    mayChange: ['a.py'],
  });
  expect(readRequest('Fix b.py so that it works', stub)).toMatchObject({ mayChange: ['b.py'] });
  expect(readRequest('写一个 words.py 程序 🎉', {})).toMatchObject({
    language: 'python',
    deliverables: ['words.py'],
  });
});

test('any text is read without failing, the same every time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (text, content) => {
      const prompt = `make a.py ${text}`;
      expect(read(prompt, { 'a.txt': content })).toEqual(read(prompt, { 'a.txt': content }));
    }),
  );
});

test('a tester’s lines become derived checks; what is no whole example is passed over', () => {
  const reply = [
    'CALL add(1, 2) => 3',
    '- `CALL add(5, 5) => 10`',
    '2. CALL add("x") => TypeError',
    'RUN m.py 1 2 => 3',
    'RUN other.py => 3',
    'CALL add(1, 2) => 3',
    'CALL add(1, 1) => two',
    'nonsense',
    'CALL m.py a.json => {"x": 1}',
  ].join('\n');
  const given = read('m.py: add(5,5) returns 10');
  expect(
    derivedChecks(reply, { file: 'm.py', language: 'python', given }).map((check) => [
      check.id,
      check.source,
    ]),
  ).toEqual([
    ['derived_1', 'CALL add(1, 2) => 3'],
    ['derived_2', 'CALL add("x") => TypeError'],
    ['derived_3', 'RUN m.py 1 2 => 3'],
    ['derived_4', 'CALL m.py a.json => {"x": 1}'],
  ]);
  expect(derivedChecks(reply, { file: 'm.py', language: 'python', given }).at(-1)).toMatchObject({
    kind: 'command',
    command: ['m.py', 'a.json'],
    match: 'json',
  });
});
