import { BottegaError } from './bottega-error.ts';

/** The next step would go over a limit of the run's budget; nothing was sent. */
export class BudgetExceededError extends BottegaError {
  readonly limit: 'calls' | 'tokens' | 'seconds';
  readonly allowed: number;
  readonly used: number;

  constructor(limit: 'calls' | 'tokens' | 'seconds', allowed: number, used: number, needed: number) {
    super({
      code: 'budget-exceeded',
      message: `The budget of ${allowed} ${limit} does not allow the next step: ${used} used, ${needed} more needed.`,
      remedy: `Go on with a larger limit: \`bottega resume --max-${limit === 'seconds' ? 'time' : limit} N\`.`,
    });
    this.limit = limit;
    this.allowed = allowed;
    this.used = used;
  }
}
