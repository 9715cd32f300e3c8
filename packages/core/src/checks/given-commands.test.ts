import { expect, test } from 'vitest';
import { givenChecks } from './given-checks.ts';
import { readRequest } from './request-facts.ts';

const read = (prompt: string, files: Record<string, string> = {}) =>
  givenChecks(prompt, readRequest(prompt, files), files);
/** Command checks as `[file=content |] [stdin |] command > output ! exit code`. */
const commands = (prompt: string, files: Record<string, string> = {}): string[] =>
  read(prompt, files).map((check) => {
    if (check.kind !== 'command') return check.kind;
    const laid = Object.entries(check.files).map(
      ([path, content]) => `${path}=${JSON.stringify(content)} | `,
    );
    const input = check.stdin === '' ? '' : `${JSON.stringify(check.stdin)} | `;
    const output = check.stdout === null ? '' : ` > ${check.stdout.replaceAll('\n', '⏎')}`;
    return `${laid.join('')}${input}${check.command.join(' ')}${output} ! ${check.exitCode}`;
  });

const words =
  'words.py, which prints the number of words of the file given; for a file holding `one two three` it prints `3`';

test.each([
  [words, ['input.txt="one two three\\n" | words.py input.txt > 3 ! 0']],
  [words.replaceAll('`', "'"), ['input.txt="one two three\\n" | words.py input.txt > 3 ! 0']],
  ['lines.py: a file with `a\\nb` it prints `2`', ['input.txt="a\\nb\\n" | lines.py input.txt > 2 ! 0']],
  [
    'count.py prints `3` for a file holding `a b c`, and for an empty file it prints `0`.',
    ['input.txt="a b c\\n" | count.py input.txt > 3 ! 0', 'input.txt="" | count.py input.txt > 0 ! 0'],
  ],
  [
    'size.py counts characters; for a file holding `abc` it prints `3`.',
    ['input.txt="abc" | size.py input.txt > 3 ! 0'],
  ],
  [
    'words.py: usage: `python words.py FILE`. For a file `t.txt` with the text `a b` it prints `2`.',
    ['t.txt="a b\\n" | words.py t.txt > 2 ! 0'],
  ],
  [
    'top.py reads scores.csv; if the file contains `a,1` it prints `a`',
    ['scores.csv="a,1\\n" | top.py > a ! 0'],
  ],
  ['写 words.py，文件内容为 `一 二`，输出 `2`', ['input.txt="一 二\\n" | words.py input.txt > 2 ! 0']],
  ['w.py. If `a.txt` holds `x y`, `python w.py a.txt` prints `2`.', ['a.txt="x y\\n" | w.py a.txt > 2 ! 0']],
])('files with their output: %j', (prompt, expected) => {
  expect(commands(prompt)).toEqual(expected);
});

test.each([
  ['sum.py: `python sum.py 1 2` prints `3`', ['sum.py 1 2 > 3 ! 0']],
  ['sum.js: running `node sum.js "a b" 2` outputs "3"', ['sum.js a b 2 > 3 ! 0']],
  ['fact.py: when run as `python fact.py 5` it prints 120.', ['fact.py 5 > 120 ! 0']],
  ['fact.py: the output of `python fact.py 5` is `120`.', ['fact.py 5 > 120 ! 0']],
  ['fact.py: python fact.py 5 prints 120.', ['fact.py 5 > 120 ! 0']],
  ['fact.py: `python fact.py 1.5` → `none`', ['fact.py 1.5 > none ! 0']],
  ['fact.py: `python fact.py 5` prints:\n\n```\n1\n20\n```\n', ['fact.py 5 > 1⏎20 ! 0']],
  ['greet.py; running "python greet.py Ann" prints "Hello, Ann".', ['greet.py Ann > Hello, Ann ! 0']],
  ['calc.py: `python calc.py "3 * 4"` should print `12`.', ['calc.py 3 * 4 > 12 ! 0']],
  ['calc.py: `python calc.py 1/0` exits with code 2.', ['calc.py 1/0 ! 2']],
  ['hi.py: `python hi.py x` prints `Error: x` and exits with status 1.', ['hi.py x ! 1']],
  ['rev.py: `echo hello | python rev.py` prints `olleh`', ['"hello\\n" | rev.py > olleh ! 0']],
  ['up.py: `printf "x\\ny\\n" | python up.py` prints `X\\nY`', ['"x\\ny\\n" | up.py > X⏎Y ! 0']],
  ['rev.py: given `abc` on standard input it prints `cba`', ['"abc\\n" | rev.py > cba ! 0']],
  [
    'rev.py reads standard input.\n\nInput:\n```\nabc\n```\nOutput:\n```\ncba\n```',
    ['"abc\\n" | rev.py > cba ! 0'],
  ],
  ['sum.py\n\n```\n$ python3 sum.py 3 4\n7\n```', ['sum.py 3 4 > 7 ! 0']],
  [
    'w.py\n```\n$ cat in.txt\none two\n$ python w.py in.txt\n2\n$ python w.py none.txt\nno file\n$ echo $?\n1\n```',
    ['in.txt="one two\\n" | w.py in.txt > 2 ! 0', 'in.txt="one two\\n" | w.py none.txt ! 1'],
  ],
  ['Write hello.py that prints `Hello, World!`.', ['hello.py > Hello, World! ! 0']],
  ['Write hello.py. Running it prints "Hi".', ['hello.py > Hi ! 0']],
  ['写 hello.py，打印“你好”。', ['hello.py > 你好 ! 0']],
  ['x.py: `python x.py` without arguments exits with code 2.', ['x.py ! 2']],
  [
    'todo.py saves tasks: `python todo.py add milk` prints `added milk`',
    ['todo.py add milk > added milk ! 0'],
  ],
  [
    'wc.py: for the file\n\n```\na b\nc\n```\n\nit prints `3`.',
    ['input.txt="a b\\nc\\n" | wc.py input.txt > 3 ! 0'],
  ],
  ['写 rev.py，运行 `python rev.py abc` 输出 `cba`。', ['rev.py abc > cba ! 0']],
  ['main.py: `python3 main.py --demo` shows every feature and exits 0.', ['main.py --demo ! 0']],
])('commands with their output: %j', (prompt, expected) => {
  expect(commands(prompt)).toEqual(expected);
});

test('a command named whole, with its files given, must at least end well', () => {
  const prompt = 'Write count.py. It will be run with: python count.py data.csv';
  expect(commands(prompt, { 'data.csv': 'a' })).toEqual(['count.py data.csv ! 0']);
  expect(commands(prompt)).toEqual([]);
});

test('a named command is no check where the text lets it fail, run on or wait', () => {
  const named = (text: string): string[] =>
    commands(`Write count.py. ${text} It will be run with: python count.py data.csv`, { 'data.csv': 'a' });
  expect(named('If a row is wrong, exit with code 1.')).toEqual([]);
  expect(named('It is a web server.')).toEqual([]);
  expect(named('It asks the user for a name.')).toEqual([]);
  expect(named('If the file does not exist, exit with code 1.')).toEqual(['count.py data.csv ! 0']);
});

test('an output block is an example only where the file that the command gets holds all its words', () => {
  const prompt =
    'Write toc.py.\nOutput format:\n- [Alpha](#alpha)\n- [Beta](#beta)\n\nIt will be run with: python toc.py in.md';
  const [check] = read(prompt, { 'in.md': '# Alpha\n# Beta\n' });
  expect(check).toMatchObject({ stdout: '- [Alpha](#alpha)\n- [Beta](#beta)', match: 'contains' });
  expect(read(prompt, { 'in.md': '# Gamma\n', 'x.md': '# Alpha\n# Beta\n' })[0]).toMatchObject({
    stdout: null,
  });
  const counted = prompt.replace('- [Beta](#beta)', 'Total: 2');
  expect(read(counted, { 'in.md': '# Alpha\n# Total 2\n' })[0]).toMatchObject({ stdout: null });
});

test('a given test script that the text says to run is a check', () => {
  const prompt = 'Write box.py. Run `python test_box.py` to verify, it exits 0 on success.';
  expect(read(prompt, { 'test_box.py': 'import box' })).toMatchObject([
    { kind: 'script', command: ['test_box.py'], id: 'user_1' },
  ]);
  expect(read(prompt)).toEqual([]);
});

test.each([
  ['Run `python -m unittest test_box` to verify.', 'import unittest', ['-m', 'unittest', 'test_box']],
  ['Run `python -m unittest test_box` to verify.', 'import unittest\nunittest.main()', ['test_box.py']],
  ['The tests in test_box.py must pass.', 'import box\nassert box', ['test_box.py']],
])('given tests to pass: %s %j', (words, content, command) => {
  expect(read(`Write box.py. ${words}`, { 'test_box.py': content })).toMatchObject([
    { kind: 'script', command },
  ]);
});

test('given tests that need more than the language, or that nobody wants run, are no checks', () => {
  const pytest = { 'test_box.py': 'import pytest\n\ndef test_box():\n    pass\n' };
  expect(read('Write box.py. The tests in test_box.py must pass.', pytest)).toEqual([]);
  expect(read('Write box.py. Do not modify test_box.py.', { 'test_box.py': 'assert 1' })).toEqual([]);
});
