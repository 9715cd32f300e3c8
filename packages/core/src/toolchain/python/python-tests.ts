import type { Check } from '../../checks/check.ts';
import { pythonSource } from './python-source.ts';
import type { TestStyle } from './test-style.ts';

const helpers = `import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


def run(command, files=None, stdin="", timeout=20):
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
                              text=True, encoding="utf-8", timeout=timeout)


def start(command, files, stdin):
    """Exit code of a program that ends; 0 for one that still runs after 5 s, such as a server."""
    try:
        return run(command, files, stdin, 5).returncode
    except subprocess.TimeoutExpired:
        return 0


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


def raised(expression, scope):
    """Names of the classes of what an expression raises; empty where it gives a value."""
    try:
        eval(expression, scope)
    except Exception as error:
        return [kind.__name__ for kind in type(error).__mro__]
    return []
`;

/** The delivered test file: one test a check, the person's examples first. */
export function renderPythonTests(checks: readonly Check[], style: TestStyle): string {
  const user = checks.filter((check) => check.origin === 'user');
  const derived = checks.filter((check) => check.origin !== 'user');
  const note = `"""Acceptance tests: ${style.command.join(' ')}\n\nWritten before the program, from what was asked. They need nothing but ${style.needs}.\n"""`;
  return [
    [note, ...(style.imports === '' ? [] : [style.imports]), helpers].join('\n'),
    ...(user.length > 0
      ? [style.group('Given', 'Examples taken from what was asked.', tests(user, style))]
      : []),
    ...(derived.length > 0
      ? [
          style.group(
            'Derived',
            'Derived from what was asked; not confirmed by a person.',
            tests(derived, style),
          ),
        ]
      : []),
    ...(style.end === '' ? [] : [style.end]),
  ].join('\n\n');
}

function tests(checks: readonly Check[], style: TestStyle): { name: string; lines: readonly string[] }[] {
  return checks.map((check) => ({
    name: `test_${check.id}`,
    lines: [`# ${oneLine(check.source)}`, ...body(check, style)],
  }));
}

function body(check: Check, style: TestStyle): string[] {
  if (check.kind === 'script') {
    return [
      `result = run(${pythonSource(check.command)})`,
      style.equal('result.returncode', '0', 'result.stdout + result.stderr'),
    ];
  }
  if (check.kind === 'command' && check.stdout === null && check.exitCode === 0) {
    const given = [check.command, check.files, check.stdin].map(pythonSource).join(', ');
    return [style.equal(`start(${given})`, '0')];
  }
  if (check.kind === 'command') {
    const lines = [
      `result = run(${pythonSource(check.command)}, ${pythonSource(check.files)}, ${pythonSource(check.stdin)})`,
      style.equal('result.returncode', String(check.exitCode), 'result.stderr'),
    ];
    if (check.stdout === null) return lines;
    const expected = pythonSource(check.stdout);
    if (check.match === 'json')
      return [...lines, style.equal('json.loads(result.stdout)', `json.loads(${expected})`)];
    if (check.match === 'equal') return [...lines, style.equal('lines(result.stdout)', `lines(${expected})`)];
    return [
      ...lines,
      'printed = iter(lines(result.stdout))',
      `for line in lines(${expected}):`,
      `    ${style.contains('line', 'printed')}`,
    ];
  }
  const module = check.file.replace(/\.py$/, '').replaceAll('/', '.');
  const open = [
    `scope = load(${pythonSource(module)})`,
    ...check.setup.map((statement) => `exec(${pythonSource(statement)}, scope)`),
  ];
  if (check.raises === true) {
    return [
      ...open,
      style.contains(pythonSource(check.expected), `raised(${pythonSource(check.expression)}, scope)`),
    ];
  }
  return [
    ...open,
    `value = eval(${pythonSource(check.expression)}, scope)`,
    `expected = eval(${pythonSource(check.expected)})`,
    style.holds('same(value, expected)', '"%r is not %r" % (value, expected)'),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 160);
}
