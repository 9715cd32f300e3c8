import { DeterminismError } from '../errors/determinism-error.ts';
import type { JournalEntry } from '../journal/journal.ts';

/** Holds the flow to the recorded order of keys, branch by branch: what ended first does not matter. */
export interface BranchOrder {
  /** The flow asks for a key; throws DeterminismError where the branch recorded another one here, or has it already. */
  ask(branch: string, key: string): void;
}

export const branchSeparator = '/';

/** The order of the entries recorded so far. */
export function createBranchOrder(entries: readonly JournalEntry[]): BranchOrder {
  const recorded = new Map<string, string[]>();
  for (const { key } of entries) {
    const at = key.lastIndexOf(branchSeparator);
    const branch = at < 0 ? '' : key.slice(0, at);
    recorded.set(branch, [...(recorded.get(branch) ?? []), key]);
  }
  const asked = new Map<string, string[]>();
  return {
    ask: (branch, key) => {
      const sofar = asked.get(branch) ?? [];
      if (sofar.includes(key))
        throw new DeterminismError(`another key than ${key}, which was asked before`, key);
      const expected = recorded.get(branch)?.[sofar.length];
      if (expected !== undefined && expected !== key) throw new DeterminismError(expected, key);
      asked.set(branch, [...sofar, key]);
    },
  };
}
