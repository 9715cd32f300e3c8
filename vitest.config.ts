import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@bottega/source'] },
  ssr: { resolve: { conditions: ['@bottega/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'bootstrap/**/*.test.js'],
    testTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default', './test/reporter/count-reporter.ts'],
  },
});
