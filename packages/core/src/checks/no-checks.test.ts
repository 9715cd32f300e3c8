import { expect, test } from 'vitest';
import { givenChecks } from './given-checks.ts';
import { readRequest } from './request-facts.ts';

test.each([
  // Signatures, placeholders and formulas are no examples.
  'Write m.py with a function f(x) that returns x + 1.',
  'Write m.py. f(n) -> int',
  'm.py: f(x, y) == f(y, x) for all values',
  'm.py: area(r) = 3.14 * r',
  'm.py: f(2) returns 2 + x',
  'm.py: f(1) + f(2) == 5',
  'm.py: len(f([1, 2])) == 2',
  'x.py prints `<count> words`',
  'Run `python x.py <file>` and it prints `3`. Make x.py.',
  'Make x.py, run as python x.py [--len N]',
  'x.py: Output format:\nTotal: <n>\nCount: <m>',
  'Make x.py: $ python x.py a.txt\n<number>',
  'hello.py: `python hello.py Bob` prints `Hello, {name}!`',
  'hello.py: `python hello.py Bob` prints `Hello...`',
  'grep.py, usage: python grep.py PATTERN FILE; for a file holding `abc` it prints `abc`.',
  // The value goes on, or there are several.
  'users.py: get_users(1) returns 10 items.',
  'm.py: f(1) returns 5, 6.',
  'm.py: f(1) returns 5 or 6.',
  'm.py: start() returns 10:30.',
  'm.py: part(1) returns 1/2.',
  'x.py: `python x.py 3` prints `3` lines.',
  'x.py: `python x.py list` prints `a`, `b` and `c`.',
  'x.py: `python x.py 3` prints `3` or `4`.',
  'area.py: circle(1) is about 3.14.',
  // Denied, wrong today, or true only in a state that is not shown.
  'm.py: do not return 3: f(1) is wrong.',
  'm.py: currently f(1) returns 2, which is a bug.',
  'm.py: f(1) does not return 3',
  'm.py: f(1) returns 2, but it should return 3.',
  'm.py: it may be that f(1) returns 2.',
  'Fix m.py. Actual:\n\n```\nf(1) -> 2\n```',
  'm.py: if the cache is empty, get(1) returns 0.',
  'm.py: after two calls, f(1) returns 2.',
  'm.py: f(1) -> 2. Later: f(1) -> 3.',
  'Write trie.py with a class Trie. trie.search("app") returns True.',
  'Write trie.py with a class `Trie` and methods `add(word)`, `count()`. `count()` returns 0.',
  // Nothing that a call or a command of this program would show.
  'm.py: the call f(1) prints something',
  'Write a to-do list for the command line.',
  'f(1) -> 2',
  'Write m.py; see https://example.com/f(1) == 2',
  'm.py. In Python, round(2.5) returns 2.',
  'm.py\n>>> f(1)\n<Box object>',
  'm.py\n>>> from datetime import date\n>>> date(2020, 1, 1).year\n2020',
  "m.py\ndef f():\n    '''\n    >>> date(2020)\n    1\n    '''\n",
  "m.py\n>>> f('a')\n'\\b[a-z]\\b'",
  'm.py\n>>> x = f(1)\nTrue',
  'm.py\n```js\nexpect(f(1)).not.toBe(2)\n```',
  // Files that nobody has, chance, shells, programs that fail or run on.
  '`python words.py a.txt` prints `3`. Write words.py.',
  'calc.py: `python calc.py 3 * 4` prints `12`.',
  'dice.py rolls a random number: `python dice.py 6` prints `4`.',
  'hi.py: `python hi.py x` prints `Error: x`.',
  'x.py: `python x.py 1 > out.txt` prints `3`.',
  'x.py: `python x.py 3` writes `3` to out.txt.',
  'Make server.py, a web server. It will be run with: python server.py data.json',
  'Write check.py that lints a file such as example.py. Run it with: python check.py example.py',
  'main.py: `python main.py --help` explains every command.',
  'temp.py with c_to_f(c).\n\n| call | value |\n|---|---|\n| c_to_f(0) | 32 |',
])('nothing unambiguous in %j', (prompt) => {
  expect(givenChecks(prompt, readRequest(prompt, {}), {})).toEqual([]);
});
