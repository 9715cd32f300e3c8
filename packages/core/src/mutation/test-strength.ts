import type { Check } from '../checks/check.ts';
import type { TestReport, TestRun, Toolchain } from '../toolchain/toolchain.ts';
import type { Mutant } from './mutant.ts';

/** How many of the small mistakes put into a program its checks noticed. */
export interface TestStrength {
  readonly mutants: number;
  readonly noticed: number;
  /** The mistakes that no check noticed, one line each. */
  readonly missed: readonly string[];
}

const mostChecks = 6;
const longestSeconds = 2;

/** One run of green checks on every mutant. */
export interface StrengthRun {
  /** A check for each check and mutant, to read the report with. */
  readonly checks: readonly Check[];
  readonly run: TestRun;
  /** What the checks noticed; null where the run came to nothing. */
  read(report: TestReport): TestStrength | null;
}

/** Plans the run of green checks on mutants: each check sees its own mutant and nothing of the others. */
export function planStrength(
  toolchain: Toolchain,
  checks: readonly Check[],
  mutants: readonly Mutant[],
): StrengthRun {
  const chosen = checks.slice(0, mostChecks);
  const pairs = mutants.flatMap((mutant) =>
    chosen.map((check) => ({ mutant, check: { ...check, id: `${mutant.id}_${check.id}` } })),
  );
  const overlays = Object.fromEntries(
    pairs.map(({ mutant, check }) => [check.id, { [mutant.file]: mutant.content }]),
  );
  const all = pairs.map(({ check }) => check);
  return {
    checks: all,
    run: toolchain.testRun(all, { overlays, longestSeconds }),
    read: (report) => {
      if (report.problem !== '') return null;
      const missed = mutants.filter((mutant) =>
        pairs
          .filter((pair) => pair.mutant === mutant)
          .every(({ check }) =>
            report.results.some((one) => one.id === check.id && one.outcome === 'passed'),
          ),
      );
      return {
        mutants: mutants.length,
        noticed: mutants.length - missed.length,
        missed: missed.map(
          ({ file, line, change, before, after }) => `${file}:${line} ${change}: ${before} -> ${after}`,
        ),
      };
    },
  };
}
