import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@bottega/source'] },
  ssr: { resolve: { conditions: ['@bottega/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'bootstrap/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
