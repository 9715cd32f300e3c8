import type { LlamaContextSequence, Token } from 'node-llama-cpp';

export interface AnswerTokens {
  /** Tokens of the answer as they are sampled; ends by itself where the model ends, or soon after an abort. */
  readonly tokens: AsyncGenerator<Token, void>;
  /** Prompt tokens that the sequence already held; known from the first token on. */
  cachedTokens(): number;
}

/** Reads what a sequence does not hold of a prompt, in steps so short that an abort is seen soon, and samples the answer. */
export function answerTokens(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  options: {
    readonly temperature: number;
    readonly seed: number;
    readonly stepTokens: number;
    readonly signal: AbortSignal;
  },
): AnswerTokens {
  let cached = 0;
  async function* read(): AsyncGenerator<Token, void> {
    const { firstDifferentIndex } = sequence.compareContextTokens([...prompt]);
    const keep = Math.min(firstDifferentIndex, prompt.length - 1);
    await sequence.eraseContextTokenRanges([{ start: keep, end: sequence.nextTokenIndex }]);
    cached = Math.min(keep, sequence.nextTokenIndex);
    let at = cached;
    for (; prompt.length - at > options.stepTokens; at += options.stepTokens) {
      if (options.signal.aborted) return;
      await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(at, at + options.stepTokens));
    }
    if (options.signal.aborted) return;
    yield* sequence.evaluate(prompt.slice(at), { temperature: options.temperature, seed: options.seed });
  }
  async function* run(): AsyncGenerator<Token, void> {
    try {
      yield* read();
    } catch (error) {
      await sequence.clearHistory().catch(() => {});
      throw error;
    }
  }
  return { tokens: run(), cachedTokens: () => cached };
}
