import type { JournalEntry } from '../journal/journal-entry.ts';

/** Active seconds of the sittings recorded so far; steps side by side count once. */
export function recordedSeconds(entries: readonly JournalEntry[]): number {
  return entries.reduce(
    (sofar, { activeSeconds, seconds }) =>
      activeSeconds === undefined ? sofar + seconds : Math.max(sofar, activeSeconds),
    0,
  );
}
