import type { Obstacle } from './obstacle.ts';
import type { JudgedCheck, Verdict, VerdictCode, VerdictFacts } from './verdict.ts';

/** From so many mutants on a share is worth believing. */
const fewestMutants = 4;
/** Below this share of noticed mutants, green checks are too weak to prove a program. */
const weakShare = 0.25;

type Ground = Omit<Verdict, 'doubts'>;

/** The verdict, from recorded facts alone; the table stands in docs/verdict.md. */
export function computeVerdict(facts: VerdictFacts): Verdict {
  const [confirmed, guessed] = [
    facts.checks.filter(isPersons),
    facts.checks.filter((check) => !isPersons(check)),
  ];
  const doubts = guessed
    .filter(isRed)
    .map(
      (check) =>
        `${check.origin} check ${check.id} is red (${check.source}): ${firstLine(check.result.detail)}`,
    );
  const ground =
    brokenWhole(facts) ??
    redCheck(confirmed) ??
    obstacle(confirmed) ??
    unproven(confirmed, guessed) ??
    weakened(facts, confirmed, guessed) ??
    proven(facts, confirmed, guessed);
  return { ...ground, doubts };
}

/** Only a person's text or a person's word can show that a program is wrong. */
function isPersons(check: JudgedCheck): boolean {
  return check.origin === 'user' || check.origin === 'agreed';
}

function isRed(check: JudgedCheck): boolean {
  return check.result.outcome !== 'passed';
}

function failed(code: VerdictCode, reason: string): Ground {
  return { kind: 'failed', code, reason };
}

function unverified(code: VerdictCode, reason: string): Ground {
  return { kind: 'unverified', code, reason };
}

/** What makes any check worthless, the gravest first. */
function brokenWhole(facts: VerdictFacts): Ground | null {
  if (facts.missingFiles.length > 0)
    return failed('missing-files', `missing: ${facts.missingFiles.join(', ')}`);
  if (facts.changedProtectedFiles.length > 0)
    return failed(
      'protected-files-changed',
      `protected files were changed: ${facts.changedProtectedFiles.join(', ')}`,
    );
  if (!facts.loads) return failed('does-not-load', 'the program does not load');
  if (facts.reportProblem === '') return null;
  return failed('report-not-trusted', `the test report cannot be trusted: ${firstLine(facts.reportProblem)}`);
}

function redCheck(confirmed: readonly JudgedCheck[]): Ground | null {
  const red = confirmed.filter((check) => isRed(check) && check.obstacle === null);
  const [first] = red;
  if (first === undefined) return null;
  const more = red.length > 1 ? ` (and ${red.length - 1} more)` : '';
  const whose = first.origin === 'agreed' ? 'you agreed to' : 'from your text';
  return failed(
    'red-check',
    `a check ${whose} is red: ${firstLine(first.result.detail) || first.source}${more}`,
  );
}

const obstacles: Readonly<Record<Obstacle, readonly [VerdictCode, string]>> = {
  display: ['display-needed', 'it needs a display, and the sandbox has none'],
  network: ['network-needed', 'it needs the network, and the sandbox has none'],
  toolchain: ['toolchain-missing', 'it needs a package that is not there'],
  input: ['input-needed', 'it waits for input that nobody gives'],
  limit: ['limit-hit', 'it does not end by itself'],
};

function obstacle(confirmed: readonly JudgedCheck[]): Ground | null {
  const [first] = confirmed.filter(isRed);
  if (first === undefined || first.obstacle === null) return null;
  const [code, reason] = obstacles[first.obstacle];
  return unverified(code, `not decided: ${reason} (${lastLine(first.result.detail)})`);
}

/** Where nothing that was confirmed, or derived independently, proves anything. */
function unproven(confirmed: readonly JudgedCheck[], guessed: readonly JudgedCheck[]): Ground | null {
  if (confirmed.some((check) => check.counts)) return null;
  const independent = guessed.filter((check) => check.origin === 'independent' && check.counts);
  if (independent.length > 0 && !guessed.some(isRed)) return null;
  const example = 'give an example with its output';
  if (guessed.length > 0) {
    const none =
      confirmed.length === 0
        ? 'none from your text'
        : confirmed.length === 1
          ? 'the one from your text proves nothing (an empty program passes it)'
          : `the ${confirmed.length} from your text prove nothing (an empty program passes them)`;
    return unverified(
      'checks-not-confirmed',
      `checks not confirmed: ${guessed.length} derived, ${none}; ${example}`,
    );
  }
  return confirmed.length > 0
    ? unverified('checks-prove-nothing', `checks prove nothing: an empty program passes them; ${example}`)
    : unverified('no-checks', 'no checks: the text holds no example; give one with its output');
}

function weakened(
  facts: VerdictFacts,
  confirmed: readonly JudgedCheck[],
  guessed: readonly JudgedCheck[],
): Ground | null {
  const passed = passedText(confirmed, guessed);
  if (!facts.isolated) return unverified('sandbox-off', `sandbox off (${passed})`);
  const { strength } = facts;
  if (strength === null || strength.mutants < fewestMutants) return null;
  if (strength.noticed >= strength.mutants * weakShare) return null;
  return unverified(
    'weak-tests',
    `weak tests: ${passed}, but they notice ${strength.noticed} of ${strength.mutants} small mistakes put into the program; give more examples`,
  );
}

function proven(
  facts: VerdictFacts,
  confirmed: readonly JudgedCheck[],
  guessed: readonly JudgedCheck[],
): Ground {
  const { strength } = facts;
  const noticed =
    strength === null ? '' : `; they notice ${strength.noticed} of ${strength.mutants} small mistakes`;
  return { kind: 'verified', code: 'proven', reason: passedText(confirmed, guessed) + noticed };
}

function passedText(confirmed: readonly JudgedCheck[], guessed: readonly JudgedCheck[]): string {
  const user = confirmed.filter((check) => check.origin === 'user').length;
  const agreed = confirmed.length - user;
  const independent = guessed.filter((check) => check.origin === 'independent').length;
  const parts = [
    ...(user > 0 ? [`${user} of ${user} checks from your text`] : []),
    ...(agreed > 0 ? [`${agreed} of ${agreed} checks you agreed to`] : []),
    ...(user + agreed === 0 && independent > 0
      ? [`${independent} of ${independent} checks that two testers derived independently`]
      : []),
  ];
  return `${parts.join(' and ')} passed`;
}

/** What a detail says in one line: its head, and where that announces more, its last line. */
function firstLine(text: string): string {
  const head = text.split('\n')[0] ?? '';
  return head.endsWith(':') ? `${head} ${lastLine(text).trim()}` : head;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
