import type { JudgedCheck, Verdict, VerdictFacts } from './verdict.ts';

/** The verdict, from recorded facts alone; the table stands in docs/verdict.md. */
export function computeVerdict(facts: VerdictFacts): Verdict {
  const user = facts.checks.filter((check) => check.origin === 'user');
  const derived = facts.checks.filter((check) => check.origin === 'derived');
  const red = user.filter((check) => check.result.outcome !== 'passed');
  const proving = user.filter((check) => check.counts);
  const doubts = derived
    .filter((check) => check.result.outcome !== 'passed')
    .map((check) => `derived check ${check.id} is red (${check.source}): ${firstLine(check.result.detail)}`);
  const failed = failure(facts, red);
  if (failed !== null) return { kind: 'failed', reason: failed, doubts };
  if (proving.length === 0) return { kind: 'unverified', reason: nothingProves(user, derived), doubts };
  const passed = `${user.length} of ${user.length} checks from your text passed`;
  if (!facts.isolated) return { kind: 'unverified', reason: `sandbox off (${passed})`, doubts };
  return { kind: 'verified', reason: passed, doubts };
}

/** Why the program is wrong, the gravest reason first; null where nothing says so. */
function failure(facts: VerdictFacts, red: readonly JudgedCheck[]): string | null {
  if (facts.missingFiles.length > 0) return `missing: ${facts.missingFiles.join(', ')}`;
  if (facts.changedProtectedFiles.length > 0)
    return `protected files were changed: ${facts.changedProtectedFiles.join(', ')}`;
  if (!facts.loads) return 'the program does not load';
  if (facts.reportProblem !== '')
    return `the test report cannot be trusted: ${firstLine(facts.reportProblem)}`;
  const [first] = red;
  if (first === undefined) return null;
  const more = red.length > 1 ? ` (and ${red.length - 1} more)` : '';
  return `a check from your text is red: ${firstLine(first.result.detail) || first.source}${more}`;
}

function nothingProves(user: readonly JudgedCheck[], derived: readonly JudgedCheck[]): string {
  if (derived.length > 0)
    return `checks not confirmed: ${derived.length} derived, ${nothingOfYours(user.length)}; give an example with its output`;
  if (user.length > 0)
    return 'checks prove nothing: an empty program passes them; give an example with its output';
  return 'no checks: the text holds no example; give one with its output';
}

function nothingOfYours(count: number): string {
  if (count === 0) return 'none from your text';
  return count === 1
    ? 'the one from your text proves nothing (an empty program passes it)'
    : `the ${count} from your text prove nothing (an empty program passes them)`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
