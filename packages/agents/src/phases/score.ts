import { findObstacle } from '@bottega/core';
import type { AcceptanceCheck, BuildState, Verification } from './build-state.ts';

/** How far a program is: loads, then the person's checks passed, then derived ones passed. Higher is better. */
export function score(
  checks: readonly AcceptanceCheck[],
  verification: Verification,
): readonly [number, number, number] {
  const passed = (ofUser: boolean): number =>
    checks.filter(
      (entry) =>
        (entry.check.origin === 'user') === ofUser &&
        verification.results.some((result) => result.id === entry.check.id && result.outcome === 'passed'),
    ).length;
  return [verification.loads && verification.reportProblem === '' ? 1 : 0, passed(true), passed(false)];
}

/** True where the left score is better than the right one. */
export function isBetter(left: readonly number[], right: readonly number[]): boolean {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}

/**
 * What is wrong and worth a repair, one entry a finding: a program that does not load, red checks of the person,
 * and derived checks that crash. A derived check that only differs in value is reported, never repaired on, and
 * neither is what the sandbox cannot decide.
 */
export function findings(
  { checks, prompt }: Pick<BuildState, 'checks' | 'prompt'>,
  verification: Verification,
): string[] {
  if (!verification.loads) return [verification.loadProblem];
  const found = verification.reportProblem === '' ? [] : [verification.reportProblem];
  for (const { check } of checks) {
    const result = verification.results.find((candidate) => candidate.id === check.id);
    if (result === undefined || result.outcome === 'passed') continue;
    if (findObstacle(check, result, prompt) !== null) continue;
    if (check.origin === 'user' || result.outcome === 'error') found.push(result.detail);
  }
  return found;
}
