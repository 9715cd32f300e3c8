import type { ModelChoice } from '@bottega/agents';
import { type BudgetLimits, UsageError } from '@bottega/core';

export interface ModelFlags {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly apiKeyVariable?: string;
}

export interface BudgetFlags {
  readonly maxCalls?: number;
  readonly maxTokens?: number;
  readonly maxTime?: number;
  readonly json?: boolean;
}

/** The model that the flags choose; undefined for the default. */
export function modelChoice(flags: ModelFlags): ModelChoice | undefined {
  if (flags.baseUrl !== undefined) {
    if (flags.model === undefined) {
      throw new UsageError(
        '--base-url was given without --model.',
        'Give the name of the model as the server knows it.',
      );
    }
    const key = flags.apiKeyVariable === undefined ? {} : { apiKeyVariable: flags.apiKeyVariable };
    return { provider: 'openai', baseUrl: flags.baseUrl, model: flags.model, ...key };
  }
  return flags.model === undefined ? undefined : { provider: 'embedded', model: flags.model };
}

/** The limits that the flags set. */
export function budgetLimits(flags: BudgetFlags): BudgetLimits {
  return {
    ...(flags.maxCalls === undefined ? {} : { calls: flags.maxCalls }),
    ...(flags.maxTokens === undefined ? {} : { tokens: flags.maxTokens }),
    ...(flags.maxTime === undefined ? {} : { seconds: flags.maxTime }),
  };
}
