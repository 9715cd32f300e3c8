import { expect, test } from 'vitest';
import { retryAfterMilliseconds } from './retry-after.ts';

const now = Date.parse('2026-11-24T00:00:00Z');

test.each<[Record<string, string>, number | null]>([
  [{}, null],
  [{ 'retry-after': '3' }, 3_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': '-3' }, 0],
  [{ 'retry-after': 'Tue, 24 Nov 2026 00:00:05 GMT' }, 5_000],
  [{ 'retry-after': 'Mon, 23 Nov 2026 00:00:05 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '' }, null],
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
])('%o asks to wait %s ms', (headers, expected) => {
  expect(retryAfterMilliseconds(new Headers(headers), now)).toBe(expected);
});
