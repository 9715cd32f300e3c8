import { DeterminismError } from '../errors/determinism-error.ts';
import { SeamError } from '../errors/seam-error.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';

/** Between a branch and its keys: `samples.2/write`. */
export const branchSeparator = '/';

/** Holds the flow to the recorded order of keys, branch by branch: what ended first does not matter. */
export interface BranchOrder {
  /**
   * The flow asks a branch for a step; returns its place there, from 1. The branch is busy until `end`. Throws
   * DeterminismError where another step is recorded at this place or this step at another, SeamError for a key that
   * was used before and for a branch that is busy.
   */
  ask(branch: string, key: string): number;
  /** The branch waits for branches of its own and is busy until `end`; throws SeamError where it is busy already. */
  hold(branch: string, reason: string): void;
  /** The step or the wait of a branch is over. */
  end(branch: string): void;
  /** A branch begins; throws SeamError where there was one of this name. */
  begin(branch: string): void;
}

/** The order of the entries recorded in earlier sittings. */
export function createBranchOrder(entries: readonly JournalEntry[]): BranchOrder {
  const { keyAt, placeOf } = recordedPlaces(entries);
  const used = new Set<string>();
  const asked = new Map<string, number>();
  const busy = new Map<string, string>();
  const use = (name: string, shown: string): void => {
    if (used.has(name)) throw new SeamError(shown, 'was asked for before in this run.');
    used.add(name);
  };
  const hold = (branch: string, reason: string): void => {
    const running = busy.get(branch);
    if (running !== undefined) {
      throw new SeamError(reason, `is asked for while ${running} runs in the same branch: use all or first.`);
    }
    busy.set(branch, reason);
  };
  return {
    ask: (branch, key) => {
      use(key, key);
      hold(branch, key);
      const place = (asked.get(branch) ?? 0) + 1;
      asked.set(branch, place);
      const expected = keyAt.get(placeName(branch, place));
      if (expected !== undefined && expected !== key) throw new DeterminismError(expected, key);
      const recorded = placeOf.get(key);
      if (recorded !== undefined && recorded !== place) {
        throw new DeterminismError(`${key} as step ${recorded} of its branch`, `it as step ${place}`);
      }
      return place;
    },
    hold,
    end: (branch) => {
      busy.delete(branch);
    },
    begin: (branch) => use(`${branch}${branchSeparator}`, branch),
  };
}

function recordedPlaces(entries: readonly JournalEntry[]): {
  readonly keyAt: ReadonlyMap<string, string>;
  readonly placeOf: ReadonlyMap<string, number>;
} {
  const keyAt = new Map<string, string>();
  const placeOf = new Map<string, number>();
  for (const { key, position } of entries) {
    if (position === undefined) continue;
    const branch = key.slice(0, Math.max(0, key.lastIndexOf(branchSeparator)));
    keyAt.set(placeName(branch, position), key);
    placeOf.set(key, position);
  }
  return { keyAt, placeOf };
}

function placeName(branch: string, place: number): string {
  return `${place} ${branch}`;
}
