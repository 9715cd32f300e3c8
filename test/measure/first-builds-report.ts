/**
 * Renders the results of first-builds.ts as a table.
 *
 * node test/measure/first-builds-report.ts RESULTS.jsonl [NOTE] > docs/first-builds.md
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const result = z.object({
  id: z.string(),
  underspecified: z.boolean(),
  verdict: z.string(),
  reason: z.string(),
  solved: z.boolean(),
  calls: z.number().default(0),
  promptTokens: z.number().default(0),
  cachedTokens: z.number().default(0),
  completionTokens: z.number().default(0),
  seconds: z.number().default(0),
});

const [path = '', note] = process.argv.slice(2);
const results = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .map((line) => result.parse(JSON.parse(line)));
const sum = (of: (one: (typeof results)[number]) => number): number =>
  results.reduce((total, one) => total + of(one), 0);
const verified = results.filter((one) => one.verdict === 'verified');
const solved = results.filter((one) => one.solved);
const share = (part: number, whole: number): string =>
  whole === 0 ? 'none to judge' : `${part} of ${whole}`;

const lines = [
  '# First builds, measured',
  '',
  `${results.length} easy tasks, one run each with the default model (Qwen2.5-Coder 1.5B, Q4_K_M) inside a machine of two cores, seed 1, no`,
  'choosing among runs. Hidden tests were added only after each build had ended. The task texts are third-party and not in this',
  'repository; made by `node test/measure/first-builds.ts --tasks FILE --only … --results FILE.jsonl` and',
  '`node test/measure/first-builds-report.ts FILE.jsonl`.',
  ...(note === undefined ? [] : [note]),
  '',
  '| task | verdict | hidden tests | calls | tokens (prompt / cached / written) | seconds |',
  '|---|---|---|---|---|---|',
  ...results.map(
    (one) =>
      `| ${one.id}${one.underspecified ? ' (underspecified)' : ''} | ${one.verdict} | ${one.solved ? 'passed' : 'not passed'} | ${one.calls} | ${one.promptTokens} / ${one.cachedTokens} / ${one.completionTokens} | ${one.seconds} |`,
  ),
  `| **sum** | ${verified.length} verified | ${solved.length} passed | ${sum((one) => one.calls)} | ${sum((one) => one.promptTokens)} / ${sum((one) => one.cachedTokens)} / ${sum((one) => one.completionTokens)} | ${sum((one) => one.seconds)} |`,
  '',
  `- Solved: ${solved.length} of ${results.length} (one call to the same model solves 3 of the ten tasks of this list).`,
  `- P(solved | verified): ${share(verified.filter((one) => one.solved).length, verified.length)}.`,
  `- P(verified | not solved): ${share(verified.filter((one) => !one.solved).length, results.length - solved.length)}.`,
  '',
  'Why each build that is not verified is not:',
  '',
  ...results
    .filter((one) => one.verdict !== 'verified')
    .map((one) => `- ${one.id}: ${one.reason.split('\n')[0]}`),
];
process.stdout.write(`${lines.join('\n')}\n`);
