import { expect, test } from 'vitest';
import { importedNames } from './imported-names.ts';

test.each([
  ['from box import Box, get as g\n', 'box.py', ['Box', 'get']],
  ['from shop.cart import (\n    Cart,\n    total,\n)\n', 'shop/cart.py', ['Cart', 'total']],
  ['import box\nassert box.get() == 7\nassert box.Box().size == 1\n', 'box.py', ['get', 'Box']],
  ['import shop.cart as c\nc.total([1])\n', 'shop/cart.py', ['total']],
  ["import { get, type Size, Box as B } from './box.js';\n", 'box.js', ['get', 'Box']],
  ["import * as box from './box.ts';\nbox.get(box.Box)\n", 'box.ts', ['get', 'Box']],
  ["const { get, Box: B } = require('./box');\n", 'box.js', ['get', 'Box']],
  ["const box = require('./box');\nbox.get();\n", 'box.js', ['get']],
  ['from boxes import get\nimport json\njson.loads("")\n', 'box.py', []],
])('%j uses of %s: %j', (text, file, names) => {
  expect(importedNames(text, file)).toEqual(names);
});
