import { chooseMutants, execEffect, planStrength, type TestStrength } from '@bottega/core';
import type { BuildState } from './build-state.ts';
import { testLimits } from './exec-limits.ts';
import type { PhaseContext } from './phase.ts';

const mostMutants = 8;

/** Puts small mistakes into the finished program and looks which of them its green checks notice; null where nothing can be measured. */
export async function measureStrength(
  context: PhaseContext,
  state: BuildState,
): Promise<TestStrength | null> {
  const passed = (id: string): boolean =>
    state.verification?.results.some((result) => result.id === id && result.outcome === 'passed') ?? false;
  const green = state.checks.filter((entry) => entry.counts && passed(entry.check.id));
  const users = green.filter((entry) => entry.check.origin === 'user');
  const checks = (users.length > 0 ? users : green).map((entry) => entry.check);
  const { toolchain } = context;
  const mutants = chooseMutants(toolchain.mutants(state.program), mostMutants);
  if (checks.length === 0 || mutants.length === 0) return null;
  const plan = planStrength(toolchain, checks, mutants);
  const ran = await context.run.call('strength', execEffect, {
    title: `the checks on ${mutants.length} programs with one small mistake each`,
    tree: state.tree,
    workspace: true,
    files: plan.run.files,
    command: [...plan.run.command],
    stdin: '',
    language: toolchain.language,
    limits: testLimits,
    outputs: [...plan.run.outputs],
  });
  return plan.read(toolchain.readReport(plan.checks, ran));
}
