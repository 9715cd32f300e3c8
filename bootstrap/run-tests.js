import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Steps before the test runner, each counted as one test; the budget is in seconds. */
const steps = [
  { name: 'lint and format', budget: 30, list: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'unused code', budget: 60, list: ['node_modules/knip/bin/knip.js'] },
];
const testBudget = 1_080;

/** Runs all checks of the project; prints `N passed, N failed` last. Resolves with the exit code. */
export async function runTests(root, node, more) {
  const totals = { passed: 0, failed: 0 };
  for (const step of more.length > 0 ? [] : steps) {
    const begun = Date.now();
    const result = spawnSync(node, step.list, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    totals[result.status === 0 ? 'passed' : 'failed'] += 1;
    if (result.status !== 0) process.stdout.write(`${result.stdout}${result.stderr}`);
    report(step.name, result.status === 0, begun, step.budget);
  }
  const begun = Date.now();
  const counts = runVitest(root, node, more);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  report('tests', counts.failed === 0, begun, testBudget);
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0 ? 0 : 1;
}

function runVitest(root, node, more) {
  const folder = mkdtempSync(join(tmpdir(), 'bottega-tests-'));
  const file = join(folder, 'counts.json');
  try {
    const result = spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', ...more], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, BOTTEGA_TEST_COUNTS: file },
    });
    const counts = readCounts(file);
    const broken = result.status !== 0 && counts.failed === 0;
    return counts.passed + counts.failed === 0 || broken
      ? { passed: counts.passed, failed: counts.failed + 1 }
      : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function report(name, good, begun, budget) {
  const seconds = (Date.now() - begun) / 1000;
  const over = seconds > budget ? `, OVER its budget of ${budget} s` : ` of ${budget} s`;
  process.stdout.write(`${good ? 'ok  ' : 'FAIL'} ${name}: ${seconds.toFixed(1)} s${over}\n`);
}
