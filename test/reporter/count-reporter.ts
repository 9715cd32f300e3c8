import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Writes how many tests passed and failed to the file that BOTTEGA_TEST_COUNTS names; a skipped test counts as failed. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') passed += 1;
        else failed += 1;
      }
    }
    const file = process.env.BOTTEGA_TEST_COUNTS;
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed }));
  }
}
