import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseMutants, findMutants } from './find-mutants.ts';
import { javascriptGrammar } from './javascript-grammar.ts';
import { pythonGrammar } from './python-grammar.ts';

const python = `"""Words of a file."""
import sys


def grade(points: int = 3) -> str:
    """Gives a grade."""
    total = points
    if points >= 90 and points not in (1, 2):
        return "A"
    total += 1
    raise ValueError(f"{points + 1}")


if __name__ == "__main__":
    print(grade(int(sys.argv[1])))
`;
const typescript = `import { readFileSync } from 'node:fs';
'use strict';
type Size = 3 | 4;
export function grade(points: number): boolean {
  if (points >= 90) return true;
  log(points);
  let total = 1;
  total += 2;
  throw new Error('x');
}
if (process.argv[1] === 'x') grade(1);
`;
const shown = (content: string, grammar: typeof pythonGrammar, path = 'a') =>
  findMutants([{ path, content }], grammar).map(
    ({ line, change, before, after }) => `${line} ${change}: ${before} -> ${after}`,
  );

test('Python: statements, comparisons and constants change; imports, types, texts and the start guard do not', () => {
  expect(shown(python, pythonGrammar)).toEqual([
    '5 changed constant: 3 -> 4',
    '7 removed statement: total = points -> pass',
    '8 flipped comparison: >= -> <',
    '8 changed constant: 90 -> 91',
    '8 changed constant: 1 -> 2',
    '8 changed constant: 2 -> 3',
    '9 removed statement: return "A" -> pass',
    '10 removed statement: total += 1 -> pass',
    '10 changed constant: 1 -> 2',
    '11 removed statement: raise ValueError(f"{points + 1}") -> pass',
    '15 removed statement: print(grade(int(sys.argv[1]))) -> pass',
    '15 changed constant: 1 -> 2',
  ]);
});

test('TypeScript: the same, types are left alone', () => {
  expect(shown(typescript, javascriptGrammar)).toEqual([
    '5 flipped comparison: >= -> <',
    '5 changed constant: 90 -> 91',
    '5 removed statement: return true; -> ;',
    '5 changed constant: true -> false',
    '6 removed statement: log(points); -> ;',
    '7 changed constant: 1 -> 2',
    '8 removed statement: total += 2; -> ;',
    '8 changed constant: 2 -> 3',
    "9 removed statement: throw new Error('x'); -> ;",
    '11 removed statement: grade(1); -> ;',
    '11 changed constant: 1 -> 2',
  ]);
});

test('each mutant is the whole file with one change, in every file', () => {
  const files = [
    { path: 'a.py', content: 'x = "ü" if 1 < 2 else 3\n' },
    { path: 'b.py', content: 'def f():\n    return 5\n' },
  ];
  const mutants = findMutants(files, pythonGrammar);
  expect(mutants.map((mutant) => [mutant.id, mutant.file, mutant.content])).toEqual([
    ['mutant_1', 'a.py', 'pass\n'],
    ['mutant_2', 'a.py', 'x = "ü" if 2 < 2 else 3\n'],
    ['mutant_3', 'a.py', 'x = "ü" if 1 >= 2 else 3\n'],
    ['mutant_4', 'a.py', 'x = "ü" if 1 < 3 else 3\n'],
    ['mutant_5', 'a.py', 'x = "ü" if 1 < 2 else 4\n'],
    ['mutant_6', 'b.py', 'def f():\n    pass\n'],
    ['mutant_7', 'b.py', 'def f():\n    return 6\n'],
  ]);
  expect(chooseMutants(mutants, 3).map((mutant) => mutant.id)).toEqual(['mutant_2', 'mutant_4', 'mutant_6']);
  expect(chooseMutants(mutants, 7)).toEqual(mutants);
});

test('whatever the text is, every mutant differs from it', () => {
  const property = fc.property(
    fc.string({ unit: fc.constantFrom(...'if x<3:(){}="\n \t;true') }),
    (content) => {
      for (const grammar of [pythonGrammar, javascriptGrammar])
        for (const mutant of findMutants([{ path: 'a', content }], grammar))
          expect(mutant.content).not.toBe(content);
    },
  );
  fc.assert(property, { numRuns: 500 });
});
