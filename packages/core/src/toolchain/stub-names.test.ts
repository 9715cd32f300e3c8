import { expect, test } from 'vitest';
import type { Check } from '../checks/check.ts';
import { stubNames } from './stub-names.ts';

const call = (expression: string, setup: string[] = []): Check => ({
  id: 'user_1',
  origin: 'user',
  source: expression,
  kind: 'call',
  file: 'm.py',
  setup,
  expression,
  expected: '1',
});

test.each([
  ['bool(f(1))', { functions: ['f'], classes: [] }],
  ['str(Clock(11, 30))', { functions: [], classes: ['Clock'] }],
  ['add(inner(1), m.other(2))', { functions: ['add', 'inner', 'other'], classes: [] }],
  ['new Box(3).get("f(x)")', { functions: [], classes: ['Box'] }],
  ['math.floor(f(2.5))', { functions: ['f'], classes: [] }],
])('names that %s needs, also inside other calls', (expression, names) => {
  expect(stubNames([call(expression)], '')).toEqual(names);
});
