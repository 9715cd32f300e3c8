import { expect, test } from 'vitest';
import type { CheckOrigin, CheckOutcome } from '../checks/check.ts';
import type { TestStrength } from '../mutation/test-strength.ts';
import { documentPart } from '../testing/document-part.ts';
import { computeVerdict } from './compute-verdict.ts';
import type { Obstacle } from './obstacle.ts';
import type { JudgedCheck, VerdictFacts } from './verdict.ts';

const outcomes: CheckOutcome[] = ['passed', 'failed', 'error', 'not-run'];
const check = (
  origin: CheckOrigin,
  counts: boolean,
  outcome: CheckOutcome,
  obstacle: Obstacle | null = null,
): JudgedCheck => ({
  id: `${origin}_${counts}_${outcome}`,
  origin,
  source: 'f(1) returns 2',
  counts,
  result: { id: 'x', outcome, detail: outcome === 'passed' ? '' : 'f(1) gave 3, expected 2', seconds: 0 },
  obstacle,
});
const base: VerdictFacts = {
  checks: [],
  missingFiles: [],
  loads: true,
  reportProblem: '',
  isolated: true,
  changedProtectedFiles: [],
  strength: null,
};
const strength = (noticed: number, mutants: number): TestStrength => ({ noticed, mutants, missed: [] });

/** Every combination of up to one check of each kind with every other fact. */
function* allFacts(): Iterable<VerdictFacts> {
  const of = (origin: CheckOrigin, counts: boolean): (JudgedCheck | null)[] => [
    null,
    ...outcomes.map((outcome) => check(origin, counts, outcome)),
    check(origin, counts, 'error', 'display'),
  ];
  for (const proving of [
    ...of('user', true),
    check('agreed', true, 'passed'),
    check('agreed', true, 'failed'),
  ])
    for (const smoke of of('user', false))
      for (const guessed of [...of('derived', true), ...of('independent', true).slice(1)])
        for (const missingFiles of [[], ['a.py']])
          for (const loads of [true, false])
            for (const reportProblem of ['', 'counts differ'])
              for (const isolated of [true, false])
                for (const changedProtectedFiles of [[], ['test.py']])
                  for (const measured of [null, strength(1, 8)]) {
                    const checks = [proving, smoke, guessed].filter((one) => one !== null);
                    const facts = { checks, missingFiles, loads, reportProblem, isolated };
                    yield { ...facts, changedProtectedFiles, strength: measured };
                  }
}

test('in every combination of facts: verified means proven, isolated, whole, strong, and no red check of the person', () => {
  let count = 0;
  for (const facts of allFacts()) {
    count += 1;
    const { kind, code, doubts } = computeVerdict(facts);
    const persons = facts.checks.filter((one) => one.origin === 'user' || one.origin === 'agreed');
    const guessed = facts.checks.filter((one) => !persons.includes(one));
    const whole =
      facts.loads &&
      facts.reportProblem === '' &&
      facts.missingFiles.length + facts.changedProtectedFiles.length === 0;
    const red = persons.filter((one) => one.result.outcome !== 'passed');
    const refuted = red.some((one) => one.obstacle === null);
    const proven =
      persons.some((one) => one.counts) ||
      guessed.some((one) => one.origin === 'independent' && one.result.outcome === 'passed');
    const strong = facts.strength === null;
    const verified = red.length === 0 && proven && facts.isolated && strong;
    expect(kind).toBe(!whole || refuted ? 'failed' : verified ? 'verified' : 'unverified');
    expect(doubts.length).toBe(guessed.filter((one) => one.result.outcome !== 'passed').length);
    if (kind === 'unverified' && red.length > 0) expect(code).toBe('display-needed');
  }
  expect(count).toBe(8 * 6 * 11 * 64);
});

const rows: [situation: string, facts: Partial<VerdictFacts>][] = [
  [
    'every check from your text is green, at least one proves something',
    { checks: [check('user', true, 'passed')] },
  ],
  [
    '… and a derived check is red',
    { checks: [check('user', true, 'passed'), check('derived', true, 'failed')] },
  ],
  [
    '… and the checks notice small mistakes in the program',
    { checks: [check('user', true, 'passed')], strength: strength(6, 8) },
  ],
  [
    '… but they hardly notice small mistakes',
    { checks: [check('user', true, 'passed')], strength: strength(1, 8) },
  ],
  ['… but the sandbox was off', { checks: [check('user', true, 'passed')], isolated: false }],
  ['a check from your text is red', { checks: [check('user', true, 'failed')] }],
  ['the command you named breaks', { checks: [check('user', false, 'error')] }],
  ['a check from your text could not be run', { checks: [check('user', true, 'not-run')] }],
  ['your command needs a display', { checks: [check('user', false, 'error', 'display')] }],
  ['your command needs the network', { checks: [check('user', true, 'error', 'network')] }],
  ['your command needs a package that you named', { checks: [check('user', true, 'error', 'toolchain')] }],
  [
    'your command asks for input, nothing else is expected',
    { checks: [check('user', false, 'error', 'input')] },
  ],
  [
    'your command does not end, nothing else is expected',
    { checks: [check('user', false, 'error', 'limit')] },
  ],
  ['a derived check that you agreed to is green', { checks: [check('agreed', true, 'passed')] }],
  ['a derived check that you agreed to is red', { checks: [check('agreed', true, 'failed')] }],
  [
    'a check that two testers derived independently is green',
    { checks: [check('independent', true, 'passed')] },
  ],
  [
    '… but another derived check is red',
    { checks: [check('independent', true, 'passed'), check('derived', true, 'failed')] },
  ],
  ['only derived checks, all green', { checks: [check('derived', true, 'passed')] }],
  [
    'derived checks, and a command of yours that only has to end well',
    { checks: [check('user', false, 'passed'), check('derived', true, 'passed')] },
  ],
  ['only derived checks, one red', { checks: [check('derived', true, 'failed')] }],
  [
    'your checks are green, but an empty program passes them too',
    { checks: [check('user', false, 'passed')] },
  ],
  ['no checks at all', {}],
  ['a file you named is missing', { missingFiles: ['words.py'], loads: false }],
  ['the program does not load', { checks: [check('user', true, 'not-run')], loads: false }],
  [
    'exit code, report and count disagree',
    { checks: [check('user', true, 'passed')], reportProblem: 'counts differ' },
  ],
  [
    'a protected file was changed',
    { checks: [check('user', true, 'passed')], changedProtectedFiles: ['test_box.py'] },
  ],
];

test('the table in docs/verdict.md is what is computed', () => {
  const table = rows.map(([situation, facts]) => {
    const verdict = computeVerdict({ ...base, ...facts });
    return `| ${situation} | \`${verdict.kind}\` | \`${verdict.code}\` | ${verdict.reason}${verdict.doubts.length > 0 ? ' (the doubt is reported)' : ''} |`;
  });
  const document = new URL('../../../../docs/verdict.md', import.meta.url);
  const head = ['| situation | verdict | code | reason given |', '|---|---|---|---|'];
  const { found, wanted } = documentPart(document, 'verdicts', [...head, ...table]);
  expect(found).toEqual(wanted);
});
