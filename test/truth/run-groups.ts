import type { TruthGroup } from './truth-group.ts';

/** Runs groups one after the other and prints a line each; returns the exit code: 0 where all cases held. */
export async function runGroups(
  groups: readonly TruthGroup[],
  { signal, print }: { readonly signal: AbortSignal; readonly print: (line: string) => void },
): Promise<number> {
  let good = groups.length > 0;
  for (const group of groups) {
    const begun = performance.now();
    const { cases, escapes, notes } = await group.run({ signal });
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    const enough = cases >= group.atLeast;
    good &&= enough && escapes.length === 0;
    const short = enough ? '' : `, at least ${group.atLeast} are needed`;
    print(`${group.name}: ${cases - escapes.length}/${cases} held${short} (${seconds} s)`);
    for (const { name, detail } of escapes) print(`  escaped: ${name}: ${detail}`);
    for (const note of notes) print(`  ${note}`);
  }
  return good ? 0 : 1;
}
