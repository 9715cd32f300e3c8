import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CheckOutcome } from '../checks/check.ts';
import { computeVerdict } from './compute-verdict.ts';
import type { JudgedCheck, VerdictFacts } from './verdict.ts';

const outcomes: CheckOutcome[] = ['passed', 'failed', 'error', 'not-run'];
const check = (origin: 'user' | 'derived', counts: boolean, outcome: CheckOutcome): JudgedCheck => ({
  id: `${origin}_${counts}_${outcome}`,
  origin,
  source: 'f(1) returns 2',
  counts,
  result: { id: 'x', outcome, detail: outcome === 'passed' ? '' : 'f(1) gave 3, expected 2', seconds: 0 },
});
const base: VerdictFacts = {
  checks: [],
  missingFiles: [],
  loads: true,
  reportProblem: '',
  isolated: true,
  changedProtectedFiles: [],
};

/** Every combination of up to one check of each kind with every other fact. */
function* allFacts(): Iterable<VerdictFacts> {
  const of = (origin: 'user' | 'derived', counts: boolean): (JudgedCheck | null)[] => [
    null,
    ...outcomes.map((outcome) => check(origin, counts, outcome)),
  ];
  for (const proving of of('user', true))
    for (const smoke of of('user', false))
      for (const derived of of('derived', true))
        for (const missingFiles of [[], ['a.py']])
          for (const loads of [true, false])
            for (const reportProblem of ['', 'counts differ'])
              for (const isolated of [true, false])
                for (const changedProtectedFiles of [[], ['test.py']]) {
                  const checks = [proving, smoke, derived].filter((one) => one !== null);
                  yield { checks, missingFiles, loads, reportProblem, isolated, changedProtectedFiles };
                }
}

test('in every combination of facts: verified means proven, isolated, whole, and no red check of the person', () => {
  let count = 0;
  for (const facts of allFacts()) {
    count += 1;
    const { kind, doubts } = computeVerdict(facts);
    const user = facts.checks.filter((one) => one.origin === 'user');
    const whole =
      facts.loads &&
      facts.reportProblem === '' &&
      facts.missingFiles.length + facts.changedProtectedFiles.length === 0;
    const green = user.every((one) => one.result.outcome === 'passed');
    const proven = user.some((one) => one.counts);
    const expected = !whole || !green ? 'failed' : proven && facts.isolated ? 'verified' : 'unverified';
    expect(kind).toBe(expected);
    expect(doubts.length).toBe(
      facts.checks.filter((one) => one.origin === 'derived' && one.result.outcome !== 'passed').length,
    );
  }
  expect(count).toBe(5 * 5 * 5 * 32);
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
  ['… but the sandbox was off', { checks: [check('user', true, 'passed')], isolated: false }],
  ['a check from your text is red', { checks: [check('user', true, 'failed')] }],
  ['the command you named breaks', { checks: [check('user', false, 'error')] }],
  ['a check from your text could not be run', { checks: [check('user', true, 'not-run')] }],
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
    return `| ${situation} | \`${verdict.kind}\` | ${verdict.reason}${verdict.doubts.length > 0 ? ' (the doubt is reported)' : ''} |`;
  });
  const document = readFileSync(new URL('../../../../docs/verdict.md', import.meta.url), 'utf8');
  for (const row of table) expect(document).toContain(row);
  expect(document.match(/^\| .* \| `\w+` \|/gm)).toHaveLength(rows.length);
});
