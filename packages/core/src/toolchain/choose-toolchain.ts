import { createNodeToolchain } from './node/create-node-toolchain.ts';
import { createPythonToolchain } from './python/create-python-toolchain.ts';
import type { Language, Toolchain } from './toolchain.ts';

/** The toolchain of a language. */
export function chooseToolchain(language: Language): Toolchain {
  switch (language) {
    case 'python':
      return createPythonToolchain();
    case 'javascript':
    case 'typescript':
      return createNodeToolchain(language);
  }
}
