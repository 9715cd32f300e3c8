import { expect, test } from 'vitest';
import { givenChecks } from './given-checks.ts';
import { readRequest } from './request-facts.ts';

/** Call checks as `setup; expression = expected`, exceptions as `expression ! name`. */
const calls = (prompt: string, files: Record<string, string> = {}): string[] =>
  givenChecks(prompt, readRequest(prompt, files), files).map((check) =>
    check.kind === 'call'
      ? [...check.setup, `${check.expression} ${check.raises === true ? '!' : '='} ${check.expected}`].join(
          '; ',
        )
      : check.kind,
  );

test.each([
  ['Write slug.py with a function: `slug("A b")` returns `"a-b"`.', ['slug("A b") = "a-b"']],
  ['Write m.py. double(2) -> 4 and double(-1) => -2.', ['double(2) = 4', 'double(-1) = -2']],
  [
    'm.py: is_even(3) should return False, is_even(4) should return True.',
    ['is_even(3) = False', 'is_even(4) = True'],
  ],
  ['m.py: pairs([1, 2]) → [(1, 2)]', ['pairs([1, 2]) = [(1, 2)]']],
  ["m.py: count('a(b', 1) equals {'a': 1}", ["count('a(b', 1) = {'a': 1}"]],
  ['m.py: make(size=3) returns None', ['make(size=3) = None']],
  ['m.py: shift(1,\t2) is 3; shift(0, 0) = 0', ['shift(1,\t2) = 3', 'shift(0, 0) = 0']],
  ['m.py: tags("a b") returns the list ["a", "b"]', ['tags("a b") = ["a", "b"]']],
  ['m.py: f(1) returns 5, f(2) returns 6.', ['f(1) = 5', 'f(2) = 6']],
  ['m.py:\n- hex_of(255) -> "ff"\n- hex_of(0) -> "0"\n', ['hex_of(255) = "ff"', 'hex_of(0) = "0"']],
  ['m.py\n```\nadd(1, 2)  # 3\nadd(2, 2)  # => 4\n```', ['add(1, 2) = 3', 'add(2, 2) = 4']],
  ['m.py: for an odd length, mid([1, 2, 3]) returns\n2.', ['mid([1, 2, 3]) = 2']],
  [
    'm.py: parse("x") raises ValueError and parse("1") returns 1.',
    ['parse("x") ! ValueError', 'parse("1") = 1'],
  ],
  ['m.py: a class Box; Box(3).get() returns 3.', ['Box(3).get() = 3']],
  ['stats.py has mean(values). stats.mean([1, 3]) == 2', ['mean([1, 3]) = 2']],
  ['写 m.py：add(1, 2) 返回 3', ['add(1, 2) = 3']],
  ['写 stats.py，函数 `mean(values)`：mean([1, 3]) 应返回 2。', ['mean([1, 3]) = 2']],
  [
    'Write m.js where sum([1, 2]) returns 3 and same({ a: 1 }) gives true.',
    ['sum([1, 2]) = 3', 'same({ a: 1 }) = true'],
  ],
  ['Write m.ts: `first([])` returns `undefined`', ['first([]) = undefined']],
  ['m.js: parse("x") throws a RangeError.', ['parse("x") ! RangeError']],
  ['Fix stats.py. Wrong results now:\n- mean([1]) -> 2\n\nExpected:\n- mean([1]) -> 1', ['mean([1]) = 1']],
])('calls in words: %j', (prompt, expected) => {
  expect(calls(prompt)).toEqual(expected);
});

test.each([
  ['In m.py: assert add(1, 2) == 3\nassert add(0, 0) == 0', ['add(1, 2) = 3', 'add(0, 0) = 0']],
  ['m.py\nassert is_odd(3)\nassert not is_odd(4)', ['bool(is_odd(3)) = True', 'bool(is_odd(4)) = False']],
  [
    'm.py\n```python\nfrom m import add\n\nx = add(1, 2)\nassert x == 3\nassert add(x, 1) == 4, "four"\n```',
    ['from m import add; x = add(1, 2); x = 3', 'from m import add; x = add(1, 2); add(x, 1) = 4'],
  ],
  [
    'm.py\n```python\nimport pytest\n\ndef test_good():\n    assert f(1) == 2\n\ndef test_bad():\n    with pytest.raises(KeyError):\n        f(-1)\n```',
    ['f(1) = 2', 'f(-1) ! KeyError'],
  ],
  ['m.py\nassert total(\n    [1, 2],\n    3,\n) == 6', ['total( [1, 2], 3, ) = 6']],
  [
    'm.py\n```python\nb = Box(3)\nb.add(1)\nprint(b.size)  # 4\nb.size  # => 4\n```',
    ['b = Box(3); b.add(1); str(b.size) = "4"', 'b = Box(3); b.add(1); str(b.size); b.size = 4'],
  ],
  [
    'm.js\nassert.deepStrictEqual(uniq([1, 1]), [1]);\nexpect(uniq([])).toEqual([]);',
    ['uniq([1, 1]) = [1]', 'uniq([]) = []'],
  ],
])('assertions: %j', (prompt, expected) => {
  expect(calls(prompt)).toEqual(expected);
});

test.each([
  ['m.py\n>>> f(1)\n2\n>>> x = Box(3)\n>>> x.get()\n[3]', ['f(1) = 2', 'x = Box(3); x.get() = [3]']],
  [
    'm.py\n"""\n>>> x = Box(3)\n>>> x.a()\n1\n"""\n\n"""\n>>> x.b()\n2\n"""',
    ['x = Box(3); x.a() = 1', 'x = Box(3); x.b() = 2'],
  ],
  [
    'm.py\n>>> f(-1)\nTraceback (most recent call last):\n  ...\nValueError: negative\n>>> f(1)\n2',
    ['f(-1) ! ValueError', 'f(1) = 2'],
  ],
  ['m.py\n>>> next_id()\n1\n>>> next_id()\n2', ['next_id() = 1', 'next_id(); next_id() = 2']],
  [
    'm.py\n>>> s = Stack()\n>>> s.push(1)\n1\n>>> s.push(5)\n2',
    ['s = Stack(); s.push(1) = 1', 's = Stack(); s.push(1); s.push(5) = 2'],
  ],
  ['m.py\n>>> print(f(1))\n2\n>>> print(g())\na\n b', ['str(f(1)) = "2"', 'str(g()) = "a\\n b"']],
  ['m.py\n>>> b = Bag()\n>>> b.add(3)\nb.items = [3]', ['b = Bag(); b.add(3); b.items = [3]']],
  ['m.py\n```\n>>> total([1,\n...        2])\n3\n```', ['total([1,\n       2]) = 3']],
  ['m.py\n>>> f(0)\nZeroDivisionError: no', ['f(0) ! ZeroDivisionError']],
])('sessions: %j', (prompt, expected) => {
  expect(calls(prompt)).toEqual(expected);
});

test('sessions in the docstrings of a given stub count too', () => {
  const stub = 'def rate(x):\n    """Rates.\n\n    >>> rate(2)\n    4\n    """\n    pass\n';
  expect(calls('Implement the function in rate.py.', { 'rate.py': stub })).toEqual(['rate(2) = 4']);
});

test('of several files, the one that is said to hold the name is called; where none is, there is no check', () => {
  const two = 'Write stats.py (functions `mean(values)`) and main.py. `mean([1, 3])` returns `2`.';
  expect(givenChecks(two, readRequest(two, {}), {})).toMatchObject([{ file: 'stats.py' }]);
  expect(calls('Write a.py and b.py. f(1) returns 2.')).toEqual([]);
});
