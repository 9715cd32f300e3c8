import type { Check } from '../checks/check.ts';
import { importedNames } from './imported-names.ts';

/** Names that a signature-only program must define. */
export interface StubNames {
  readonly functions: readonly string[];
  readonly classes: readonly string[];
}

const known = new Set(
  (
    'print len sorted list set dict str int float tuple range sum min max abs round isinstance repr type any all next iter zip map ' +
    'filter enumerate reversed bool bytes open String Number Array JSON Object parseInt parseFloat Boolean Promise Map Set Date ' +
    'Symbol BigInt require console Math if for while and or not in is lambda return new typeof await function divmod pow chr ord hash'
  ).split(' '),
);

/** Functions and classes that the skeleton declares, the call checks use, or the given tests import from these files. */
export function stubNames(
  checks: readonly Check[],
  skeleton: string,
  files: readonly string[] = [],
  tests: readonly string[] = [],
): StubNames {
  const classes = new Set(
    [...skeleton.matchAll(/^[ \t]*(?:export\s+)?(?:default\s+)?class\s+(\w+)/gm)].map(
      (match) => match[1] ?? '',
    ),
  );
  const functions = new Set(
    [...skeleton.matchAll(/^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:def|function\*?)\s+(\w+)/gm)].map(
      (match) => match[1] ?? '',
    ),
  );
  for (const check of checks) {
    if (check.kind !== 'call') continue;
    const text = [...check.setup, check.expression].join('\n').replaceAll(/'[^'\n]*'|"[^"\n]*"/g, "''");
    const module = check.file.replace(/\.\w+$/, '');
    for (const match of text.matchAll(/(?<![\w.])(new\s+)?((?:\w+\.)?)([A-Za-z_]\w*)\s*\(/g)) {
      const name = match[3] ?? '';
      const owner = (match[2] ?? '').replace('.', '');
      if (known.has(name) || (owner !== '' && owner !== module)) continue;
      if (match[1] !== undefined || /^[A-Z]/.test(name)) classes.add(name);
      else functions.add(name);
    }
  }
  for (const name of files.flatMap((file) => tests.flatMap((test) => importedNames(test, file)))) {
    if (/^[A-Z]/.test(name)) classes.add(name);
    else functions.add(name);
  }
  return {
    functions: [...functions].filter((name) => !classes.has(name)).sort(),
    classes: [...classes].sort(),
  };
}
