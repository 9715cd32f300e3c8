import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, deepFreeze, hashJson } from './canonical-json.ts';

test('the order of members and members without a value do not matter, the order of lists does', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined })).toBe('{"b":[{"c":2,"d":1}]}');
  expect(hashJson({ a: 1, b: 2 })).toBe(hashJson({ b: 2, a: 1 }));
  expect(hashJson([1, 2])).not.toBe(hashJson([2, 1]));
});

test('canonical JSON says the same as JSON, for every value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = JSON.parse(text);
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});

test('a frozen value cannot be changed at any depth', () => {
  const value = deepFreeze({ list: [{ name: 'a' }] });
  expect(() => value.list.push({ name: 'b' })).toThrow(TypeError);
  expect(() => Object.assign(value.list[0] as object, { name: 'b' })).toThrow(TypeError);
});
