import type { Check } from '../../checks/check.ts';

export const pythonTestFile = 'test_acceptance.py';

const head = `"""Acceptance tests: python3 -m unittest test_acceptance

Written before the program, from what was asked. They need nothing but Python.
"""
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


def run(command, files=None, stdin=""):
    """Runs a program of this folder in a copy of it and returns what came back."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy")
        shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns(".git", "__pycache__", "test_acceptance.py"))
        for path, content in (files or {}).items():
            target = os.path.join(copy, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="utf-8", newline="") as file:
                file.write(content)
        return subprocess.run([sys.executable, *command], cwd=copy, input=stdin, capture_output=True,
                              text=True, encoding="utf-8", timeout=20)


def lines(text):
    return [line.rstrip() for line in text.strip("\\n").rstrip().split("\\n")]


def same(left, right):
    """Equality that forgives the last digits of floating point numbers."""
    if isinstance(left, float) or isinstance(right, float):
        try:
            return math.isclose(left, right, rel_tol=1e-9) or left != left and right != right
        except TypeError:
            return False
    if type(left) in (list, tuple) and type(left) is type(right):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right


def load(name):
    """The module under test, and everything it defines, as a scope to evaluate in."""
    module = __import__(name, fromlist=["*"])
    return {name: module, **vars(module)}
`;

/** The delivered test file: one test a check, the person's examples first. */
export function renderPythonTests(checks: readonly Check[]): string {
  const user = checks.filter((check) => check.origin === 'user');
  const derived = checks.filter((check) => check.origin === 'derived');
  const classes = [
    ...(user.length > 0 ? [renderClass('Given', 'Examples taken from what was asked.', user)] : []),
    ...(derived.length > 0
      ? [renderClass('Derived', 'Derived from what was asked; not confirmed by a person.', derived)]
      : []),
  ];
  return [head, ...classes, `if __name__ == "__main__":\n    unittest.main()\n`].join('\n\n');
}

function renderClass(name: string, note: string, checks: readonly Check[]): string {
  return [
    `class ${name}(unittest.TestCase):`,
    `    """${note}"""`,
    ...checks.map((check) => `\n${renderTest(check)}`),
  ].join('\n');
}

function renderTest(check: Check): string {
  return [
    `    def test_${check.id}(self):`,
    `        # ${oneLine(check.source)}`,
    ...body(check).map((line) => `        ${line}`),
  ].join('\n');
}

function body(check: Check): string[] {
  if (check.kind === 'script') {
    return [
      `result = run(${python(check.command)})`,
      'self.assertEqual(result.returncode, 0, result.stdout + result.stderr)',
    ];
  }
  if (check.kind === 'command') {
    const lines = [
      `result = run(${python(check.command)}, ${python(check.files)}, ${python(check.stdin)})`,
      `self.assertEqual(result.returncode, ${check.exitCode}, result.stderr)`,
    ];
    if (check.stdout === null) return lines;
    if (check.match === 'json')
      return [...lines, `self.assertEqual(json.loads(result.stdout), json.loads(${python(check.stdout)}))`];
    if (check.match === 'equal')
      return [...lines, `self.assertEqual(lines(result.stdout), lines(${python(check.stdout)}))`];
    return [
      ...lines,
      'printed = iter(lines(result.stdout))',
      `for line in lines(${python(check.stdout)}):`,
      '    self.assertIn(line, printed)',
    ];
  }
  const module = check.file.replace(/\.py$/, '').replaceAll('/', '.');
  const open = [
    `scope = load(${python(module)})`,
    ...check.setup.map((statement) => `exec(${python(statement)}, scope)`),
  ];
  if (check.raises === true) {
    return [
      ...open,
      'with self.assertRaises(Exception) as caught:',
      `    eval(${python(check.expression)}, scope)`,
      `self.assertIn(${python(check.expected)}, [kind.__name__ for kind in type(caught.exception).__mro__])`,
    ];
  }
  return [
    ...open,
    `value = eval(${python(check.expression)}, scope)`,
    `expected = eval(${python(check.expected)})`,
    'self.assertTrue(same(value, expected), "%r is not %r" % (value, expected))',
  ];
}

/** A value as Python source; JSON's text form of strings is Python's too, but for surrogate pairs. */
function python(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value).replaceAll(
      /[\u007f\u2028\u2029]/g,
      (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  const members = Object.entries(value as Record<string, unknown>);
  return `{${members.map(([key, member]) => `${python(key)}: ${python(member)}`).join(', ')}}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 160);
}
