import {
  type CheckResult,
  computeVerdict,
  execEffect,
  findObstacle,
  readEffect,
  type Verdict,
  type VerdictFacts,
} from '@bottega/core';
import { type BuildState, protectedPaths } from './build-state.ts';
import { deliveredChecks } from './document.ts';
import { testLimits } from './exec-limits.ts';
import { measureStrength } from './measure-strength.ts';
import type { PhaseContext } from './phase.ts';
import { verifyProgram } from './verify.ts';

/** The verdict on the final state, computed by the host from what it recorded; no model reads or writes it. */
export async function judge(
  context: PhaseContext,
  state: BuildState,
  isolated: boolean,
): Promise<{ state: BuildState; verdict: Verdict; facts: VerdictFacts }> {
  const next = await verifyProgram(context, state, 'final');
  const given = await context.run.call('protected', readEffect, { paths: protectedPaths(state) });
  const changed = state.givenFiles.filter(
    (file) => file.path in given.files && given.files[file.path] !== file.content,
  );
  const facts: VerdictFacts = {
    checks: next.checks.map(({ check, counts }) => {
      const { id, origin, source } = check;
      const result = next.verification?.results.find((one) => one.id === id) ?? notRun(id);
      return { id, origin, source, counts, result, obstacle: findObstacle(check, result, state.prompt) };
    }),
    missingFiles: state.facts.deliverables.filter((path) => !given.all.includes(path)),
    loads: next.verification?.loads ?? false,
    reportProblem: await reportProblem(context, next),
    isolated,
    changedProtectedFiles: changed.map((file) => file.path),
    strength: await measureStrength(context, next),
  };
  return { state: next, verdict: computeVerdict(facts), facts };
}

function notRun(id: string): CheckResult {
  return { id, outcome: 'not-run', detail: '', seconds: 0 };
}

/** Where the recorded report is green, runs the delivered tests as a person would, without Bottega: they must agree. */
async function reportProblem(context: PhaseContext, state: BuildState): Promise<string> {
  const { verification } = state;
  if (verification === null || !verification.loads || verification.reportProblem !== '') {
    return verification?.reportProblem ?? '';
  }
  const delivered = deliveredChecks(state);
  if (delivered.length === 0) return '';
  const green = delivered.every((entry) =>
    verification.results.some((result) => result.id === entry.check.id && result.outcome === 'passed'),
  );
  if (!green) return '';
  const ran = await context.run.call('delivered', execEffect, {
    title: context.toolchain.testText,
    tree: state.tree,
    workspace: true,
    files: {},
    command: [...context.toolchain.testCommand],
    stdin: '',
    language: context.toolchain.language,
    limits: testLimits,
    outputs: [],
  });
  if (ran.exitCode === 0) return '';
  const tail = `${ran.stdout}\n${ran.stderr}`.trim().split('\n').slice(-6).join('\n');
  return `the delivered tests (${context.toolchain.testText}) exit with ${ran.exitCode}, the recorded report says green:\n${tail}`;
}
