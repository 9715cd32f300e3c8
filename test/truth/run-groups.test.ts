import { expect, test } from 'vitest';
import { runGroups } from './run-groups.ts';
import type { TruthGroup } from './truth-group.ts';

const { signal } = new AbortController();
const group = (escaped: number, atLeast = 2): TruthGroup => ({
  name: 'walls',
  atLeast,
  run: async () => ({
    cases: 2,
    escapes: Array.from({ length: escaped }, () => ({ name: 'jump', detail: 'over it' })),
    notes: ['two walls'],
  }),
});

test.each([
  [[group(0)], 0, /^walls: 2\/2 held \(0 s\)$/],
  [[group(0), group(1)], 1, /^ {2}escaped: jump: over it$/],
  [[group(0, 3)], 1, /^walls: 2\/2 held, at least 3 are needed/],
  [[], 1, /^$/],
])('groups %#: the exit code tells whether all held', async (groups, code, line) => {
  const lines: string[] = [''];
  expect(await runGroups(groups, { signal, print: (text) => void lines.push(text) })).toBe(code);
  expect(lines.some((text) => line.test(text))).toBe(true);
});
