import type { BuildState } from './build-state.ts';
import type { Phase, PhaseContext } from './phase.ts';
import { runChecks } from './run-checks.ts';

/** Runs the checks on the committed program; no model takes part. */
export const verify: Phase = {
  name: 'verify',
  roles: ['cto', 'tester'],
  async run(context, state) {
    const next = await verifyProgram(context, state, 'verify');
    return { state: next, summary: verificationSummary(next), author: 'tester' };
  },
};

/** The state with a fresh verification of the committed program. */
export async function verifyProgram(
  context: PhaseContext,
  state: BuildState,
  key: string,
): Promise<BuildState> {
  const files = state.program.map((file) => file.path);
  const missing = state.plan.filter((file) => !files.includes(file.path)).map((file) => file.path);
  const checks = state.checks.map((entry) => entry.check);
  const verification =
    missing.length > 0
      ? {
          loads: false,
          loadProblem: `There is no ${missing.join(', ')}.`,
          results: checks.map((check) => ({
            id: check.id,
            outcome: 'not-run' as const,
            detail: 'the program is not complete',
            seconds: 0,
          })),
          reportProblem: '',
        }
      : await runChecks({
          run: context.run,
          key,
          title: state.mainFile,
          toolchain: context.toolchain,
          tree: state.tree,
          overlay: [],
          files,
          checks,
        });
  const next = { ...state, verification };
  context.run.emit({
    type: 'checks',
    phase: context.phase,
    title: verificationSummary(next),
    results: verification.results.map((result) => ({
      id: result.id,
      origin: state.checks.find((entry) => entry.check.id === result.id)?.check.origin ?? 'derived',
      outcome: result.outcome,
      detail: result.detail,
    })),
  });
  return next;
}

/** One line on what the last run of the checks showed. */
export function verificationSummary(state: BuildState): string {
  const { verification } = state;
  if (verification === null) return 'not run';
  if (!verification.loads) return 'the program does not load';
  const passed = verification.results.filter((result) => result.outcome === 'passed').length;
  return `${passed} of ${verification.results.length} checks passed`;
}
