import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const names = ['build', 'resume', 'replay', 'models', 'doctor', 'runs'];

test.each([
  ['biuld', 'build'],
  ['bild', 'build'],
  ['resum', 'resume'],
  ['Doctor', 'doctor'],
  ['model', 'models'],
])('%s is nearest to %s', (typed, name) => {
  expect(nearestName(typed, names)).toBe(name);
});

test('a word far from every name has no nearest one', () => {
  expect(nearestName('xylophone', names)).toBeNull();
});
