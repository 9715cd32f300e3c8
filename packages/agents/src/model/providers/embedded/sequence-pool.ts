/** One sequence lent out; it must be given back. */
export interface SequenceLease<Sequence> {
  readonly sequence: Sequence;
  giveBack(): void;
}

/** Lends sequences, the one that already holds the longest part of the prompt first; waits where all are lent. */
export function createSequencePool<Sequence, Token>(
  sequences: readonly Sequence[],
  commonPrefix: (sequence: Sequence, tokens: readonly Token[]) => number,
): { take(tokens: readonly Token[], signal: AbortSignal): Promise<SequenceLease<Sequence>> } {
  const free = new Set(sequences);
  const waiting: (() => void)[] = [];
  const take = async (tokens: readonly Token[], signal: AbortSignal): Promise<SequenceLease<Sequence>> => {
    while (free.size === 0) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      signal.throwIfAborted();
    }
    let best: { sequence: Sequence; length: number } | null = null;
    for (const sequence of free) {
      const length = commonPrefix(sequence, tokens);
      if (best === null || length > best.length) best = { sequence, length };
    }
    const { sequence } = best as { sequence: Sequence };
    free.delete(sequence);
    return {
      sequence,
      giveBack: () => {
        free.add(sequence);
        waiting.shift()?.();
      },
    };
  };
  return { take };
}
