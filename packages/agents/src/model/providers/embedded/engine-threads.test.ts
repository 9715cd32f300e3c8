import { expect, test } from 'vitest';
import { engineThreads } from './engine-threads.ts';

test.each([
  ['a small machine', 2, 2, 2],
  ['hyper-threads', 4, 8, 4],
  ['a container with fewer cores than the machine', 32, 3, 3],
  ['a large machine', 64, 128, 8],
  ['a machine that tells no cores', 0, 1, 1],
])('%s: %i physical, %i usable give %i', (_title, physical, usable, threads) => {
  expect(engineThreads(physical, usable)).toBe(threads);
});
