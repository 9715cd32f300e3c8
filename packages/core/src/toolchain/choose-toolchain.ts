import { createNodeToolchain } from './node/create-node-toolchain.ts';
import { createPythonToolchain } from './python/create-python-toolchain.ts';
import type { Language, TestRunner, Toolchain } from './toolchain.ts';

/** The toolchain of a language; `testRunner` is what its delivered tests are written for. */
export function chooseToolchain(language: Language, testRunner: TestRunner = 'standard'): Toolchain {
  switch (language) {
    case 'python':
      return createPythonToolchain(testRunner);
    case 'javascript':
    case 'typescript':
      return createNodeToolchain(language);
  }
}
