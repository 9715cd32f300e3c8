import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createContractContext } from './sandbox-contract/contract-context.ts';
import { fileCases } from './sandbox-contract/file-cases.ts';
import { isolationCases } from './sandbox-contract/isolation-cases.ts';
import { limitCases } from './sandbox-contract/limit-cases.ts';
import { streamCases } from './sandbox-contract/stream-cases.ts';
import { toolchainCases } from './sandbox-contract/toolchain-cases.ts';

/** What every sandbox must do; `isolated` ones must also hold what is inside. Needs python3 where it runs. */
export function sandboxContract(
  name: string,
  create: () => Promise<Sandbox>,
  { isolated }: { readonly isolated: boolean },
): void {
  const context = createContractContext(create);
  describe(`${name}: the contract of a sandbox`, () => {
    test('it says what it is', async () => {
      expect((await context.sandbox()).isolated).toBe(isolated);
    });
    describe('files', () => fileCases(context));
    describe('streams', () => streamCases(context));
    describe('limits', () => limitCases(context));
    describe('toolchains', () => toolchainCases(context));
    if (isolated) describe('isolation', () => isolationCases(context));
  });
}
