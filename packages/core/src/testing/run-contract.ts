import { describe } from 'vitest';
import { answerCases } from './run-contract/answer-cases.ts';
import { branchCases } from './run-contract/branch-cases.ts';
import type { RunPlace } from './run-contract/contract-run.ts';
import { orderCases } from './run-contract/order-cases.ts';
import { stopCases } from './run-contract/stop-cases.ts';

/** What every engine must do with a run: whoever stores it, on one machine or on many. */
export function runContract(name: string, newPlace: () => Promise<RunPlace>): void {
  describe(`${name}: the contract of a run`, () => {
    describe('answers', () => answerCases(newPlace));
    describe('order', () => orderCases(newPlace));
    describe('branches', () => branchCases(newPlace));
    describe('stops', () => stopCases(newPlace));
  });
}
