import { expect, test } from 'vitest';
import { readRequest } from './request-facts.ts';

const files = (prompt: string, given: Record<string, string> = {}) => readRequest(prompt, given).deliverables;

test.each([
  ['Make a to-do list', 'python'],
  ['A linked list: each node has a value, a class Node in the tree', 'python'],
  ['Make app.ts', 'typescript'],
  ['A small game in TypeScript', 'typescript'],
  ['a node script that prints the date', 'javascript'],
  ['A command line tool for Node.js', 'javascript'],
  ['Port this JavaScript to tool.py', 'python'],
  ['写一个 words.py 程序 🎉', 'python'],
])('the language of %j is %s', (prompt, language) => {
  expect(readRequest(prompt, {}).language).toBe(language);
});

test.each([
  ['words.py, which prints the number of words', ['words.py']],
  ['Write app.js for Node.js.', ['app.js']],
  ['Write check.py that lints a file such as example.py.', ['check.py']],
  ['Write run.py, run with: python run.py input.py', ['run.py']],
  ['Write a.py. Do not create b.py.', ['a.py']],
  ['Write main.py, which uses store.py.', ['store.py', 'main.py']],
  ['Write ./tool.py, see https://example.com/x.py', ['tool.py']],
  ['Write shape.py and test_shape.py', ['shape.py']],
  [
    'Files:\n```\nshop/\n├── shop\n│   ├── __init__.py\n│   └── cart.py\n└── README.md\n```\ncart.py adds.',
    ['shop/__init__.py', 'shop/cart.py'],
  ],
])('files asked for by %j', (prompt, expected) => {
  expect(files(prompt)).toEqual(expected);
});

test('given files change only where the text says so, or where they are empty stubs of what is asked for', () => {
  const given = {
    'a.py': 'def f():\n    pass\n',
    'b.py': 'def g():\n    return 1\n\ndef h():\n    pass\n\ndef i():\n    return 2\n',
    'data.csv': 'x',
    'test_a.py': 'import a',
  };
  expect(readRequest('Implement it in a.py, using b.py', given)).toMatchObject({
    deliverables: ['a.py'],
    mayChange: ['a.py'],
  });
  expect(readRequest('Fix b.py so that it works', given).mayChange).toEqual(['b.py']);
  expect(readRequest('Write c.py. Do not change b.py, data.csv or test_a.py.', given)).toMatchObject({
    deliverables: ['c.py'],
    mayChange: [],
  });
  expect(readRequest('Write c.py, which implements a reader of data.csv.', given).mayChange).toEqual([]);
});

test('commands are whole lines with real arguments; skeletons are code to complete', () => {
  const prompt =
    'Write m.py. Run `python m.py a.txt` or `python m.py [--all]`.\n\n```python\ndef f(x):\n    ...\n```\n';
  expect(readRequest(prompt, {})).toMatchObject({
    commands: ['python m.py a.txt'],
    skeleton: 'def f(x):\n    ...',
  });
});

test('names asked for come from code and from phrases', () => {
  const prompt =
    'box.py with a class `Box` with methods:\n- `add(item: str)` adds\n- `size() -> int`\n\nand the functions `load(path)` and `save(path, box)`.';
  expect(readRequest(prompt, {}).signatures).toEqual({
    functions: ['load', 'save'],
    classes: ['Box'],
    methods: ['add', 'size'],
  });
  const stub = {
    'm.ts':
      'export class Deck {\n  draw(): void {\n    throw new Error("implement")\n  }\n}\nexport function deal() {\n}\n',
  };
  expect(readRequest('Implement m.ts', stub).signatures).toEqual({
    functions: ['deal'],
    classes: ['Deck'],
    methods: ['draw'],
  });
});

test.each([
  ['write slug.py and test it with pytest', 'pytest'],
  ['tests by Pytest, please', 'pytest'],
  ['write slug.py; use unittest, not pytest', 'standard'],
  ['write slug.py without any pytest plugin', 'standard'],
  ['write slug.py', 'standard'],
])('%j asks for %s tests', (prompt, testRunner) => {
  expect(readRequest(prompt, {}).testRunner).toBe(testRunner);
});
