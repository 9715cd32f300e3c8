/** One sequence lent out; it must be given back. */
export interface SequenceLease<Sequence> {
  readonly sequence: Sequence;
  giveBack(): void;
}

/** Sequences to lend. */
export interface SequencePool<Sequence, Token> {
  /** Lends the free sequence that holds the longest beginning of the prompt, or waits in line; null where `signal` is aborted. */
  take(tokens: readonly Token[], signal: AbortSignal): Promise<SequenceLease<Sequence> | null>;
  /** Resolves once nothing is lent. */
  idle(): Promise<void>;
}

/** So many tokens in common, or half of a shorter prompt, are worth overwriting a sequence: all prompts of one template begin alike. */
const worthwhileTokens = 64;

/** Lends sequences; where none holds much of a prompt, the one that rested longest. */
export function createSequencePool<Sequence, Token>(
  sequences: readonly Sequence[],
  commonPrefix: (sequence: Sequence, tokens: readonly Token[]) => number,
): SequencePool<Sequence, Token> {
  const free = new Set(sequences);
  const waiting = new Set<() => void>();
  const restWaiters = new Set<() => void>();
  const giveBack = (sequence: Sequence): void => {
    free.add(sequence);
    const next = waiting.values().next();
    if (next.done !== true) next.value();
    else if (free.size === sequences.length) for (const resolve of restWaiters) resolve();
  };
  const lend = (tokens: readonly Token[]): SequenceLease<Sequence> | null => {
    const worthwhile = Math.min(worthwhileTokens, tokens.length / 2);
    let best: { readonly sequence: Sequence; readonly length: number } | null = null;
    for (const sequence of free) {
      const length = commonPrefix(sequence, tokens);
      const better = best === null || (length >= worthwhile && length > best.length);
      if (better) best = { sequence, length };
    }
    if (best === null) return null;
    const { sequence } = best;
    free.delete(sequence);
    return { sequence, giveBack: () => giveBack(sequence) };
  };
  return {
    take: async (tokens, signal) => {
      if (signal.aborted) return null;
      const lease = waiting.size === 0 ? lend(tokens) : null;
      if (lease !== null) return lease;
      return new Promise((resolve) => {
        const stop = (): void => {
          waiting.delete(turn);
          resolve(null);
        };
        const turn = (): void => {
          waiting.delete(turn);
          signal.removeEventListener('abort', stop);
          resolve(lend(tokens));
        };
        waiting.add(turn);
        signal.addEventListener('abort', stop, { once: true });
      });
    },
    idle: async () => {
      if (free.size < sequences.length) await new Promise<void>((resolve) => restWaiters.add(resolve));
    },
  };
}
