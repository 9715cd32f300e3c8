import type { Check } from '@bottega/core';

/** A wrong program that tries to look right, and the check that it is held against. */
export interface Cheat {
  readonly title: string;
  readonly language: 'python' | 'javascript';
  /** Program files, and the test file. */
  readonly files: Readonly<Record<string, string>>;
  readonly check: Check;
  /** Test file that a judge of exit codes would run. */
  readonly test: string;
}

/** A program file of a cheat, and other files it brings. */
export interface CheatProgram {
  readonly title: string;
  readonly program: string;
  readonly more?: Readonly<Record<string, string>>;
}

/** Holds programs against `f(2)`, which should be 4. */
export function callCheat(language: Cheat['language'], { title, program, more = {} }: CheatProgram): Cheat {
  const isPython = language === 'python';
  const [file, test] = isPython ? ['a.py', 'test_f.py'] : ['a.js', 'f.test.mjs'];
  const text = isPython
    ? 'from a import f\nassert f(2) == 4\n'
    : 'import assert from "node:assert";\nimport { f } from "./a.js";\nassert.equal(f(2), 4);\n';
  return {
    title: `${language}, a call: ${title}`,
    language,
    files: { [file]: program, [test]: text, ...more },
    check: {
      id: 'user_1',
      origin: 'user',
      source: 'f(2) gives 4',
      kind: 'call',
      file,
      setup: [],
      expression: 'f(2)',
      expected: '4',
    },
    test,
  };
}

/** Holds programs against a given test file. */
export function suiteCheat(
  language: Cheat['language'],
  kind: string,
  [test, text]: readonly [test: string, text: string],
  { title, program, more = {} }: CheatProgram,
): Cheat {
  return {
    title: `${language}, ${kind}: ${title}`,
    language,
    files: { [language === 'python' ? 'a.py' : 'a.js']: program, [test]: text, ...more },
    check: { id: 'user_1', origin: 'user', source: `${test} passes`, kind: 'script', command: [test] },
    test,
  };
}
