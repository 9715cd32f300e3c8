import { BudgetExceededError } from '../errors/budget-exceeded-error.ts';
import type { Budget, BudgetLimits, Usage } from './budget.ts';

const nothing: Usage = { calls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

/** One pot of calls, tokens and active seconds; `now` gives seconds that should never go back. */
export function createBudget(limits: BudgetLimits, now: () => number): Budget {
  const begun = now();
  let used = nothing;
  let reserved = nothing;
  let earlierSeconds = 0;
  const activeSeconds = (): number => earlierSeconds + Math.max(0, now() - begun);
  const checkTime = (): void => {
    if (limits.seconds !== undefined && activeSeconds() >= limits.seconds) {
      throw new BudgetExceededError('seconds', limits.seconds, Math.round(activeSeconds()), 1);
    }
  };
  return {
    limits,
    get used() {
      return used;
    },
    reserve: (worst) => {
      checkTime();
      const held = addUsage(used, reserved);
      const tokens = tokensOf(held);
      if (limits.calls !== undefined && held.calls + worst.calls > limits.calls) {
        throw new BudgetExceededError('calls', limits.calls, held.calls, worst.calls);
      }
      if (limits.tokens !== undefined && tokens + tokensOf(worst) > limits.tokens) {
        throw new BudgetExceededError('tokens', limits.tokens, tokens, tokensOf(worst));
      }
      reserved = addUsage(reserved, worst);
      let isOpen = true;
      const settle = (usage: Usage): void => {
        if (!isOpen) return;
        isOpen = false;
        reserved = subtractUsage(reserved, worst);
        used = addUsage(used, usage);
      };
      return { book: settle, release: () => settle(nothing) };
    },
    bookRecorded: (usage, seconds) => {
      used = addUsage(used, usage);
      earlierSeconds += seconds;
    },
    checkTime,
    activeSeconds,
  };
}

function tokensOf(usage: Usage): number {
  return usage.promptTokens + usage.completionTokens;
}

function addUsage(left: Usage, right: Usage): Usage {
  return {
    calls: left.calls + right.calls,
    promptTokens: left.promptTokens + right.promptTokens,
    cachedTokens: left.cachedTokens + right.cachedTokens,
    completionTokens: left.completionTokens + right.completionTokens,
  };
}

function subtractUsage(left: Usage, right: Usage): Usage {
  return addUsage(left, {
    calls: -right.calls,
    promptTokens: -right.promptTokens,
    cachedTokens: -right.cachedTokens,
    completionTokens: -right.completionTokens,
  });
}
