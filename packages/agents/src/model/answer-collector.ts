import type { ChatEvent, ChatMessage, ChatUsage, FinishReason } from './chat-model.ts';
import { estimatePromptTokens, estimateTokens } from './estimate-tokens.ts';
import type { ModelOutput } from './model-effect.ts';

/** An answer that grows event by event. */
export interface AnswerCollector {
  add(event: ChatEvent): void;
  /** The whole answer, and how fast it was written after its first piece. */
  end(): { readonly output: ModelOutput; readonly tokensPerSecond: number };
}

/** Collects the events of one answer; sends that came to nothing count as calls, and with their tokens where they gave text. `now` gives milliseconds. */
export function createAnswerCollector(
  messages: readonly ChatMessage[],
  now: () => number = () => performance.now(),
): AnswerCollector {
  const begun = now();
  let sends = 1;
  let lost: ChatUsage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, estimated: false };
  let [text, reasoning] = ['', ''];
  let usage: ChatUsage | null = null;
  let finishReason: FinishReason = 'stop';
  let firstPiece: number | null = null;
  const used = (): ChatUsage =>
    usage ?? {
      promptTokens: estimatePromptTokens(messages),
      cachedTokens: 0,
      completionTokens: estimateTokens(text) + estimateTokens(reasoning),
      estimated: true,
    };
  const startAgain = (): void => {
    if (usage !== null || text + reasoning !== '') lost = addUsage(lost, used());
    sends += 1;
    [text, reasoning] = ['', ''];
    usage = null;
    firstPiece = null;
  };
  return {
    add: (event) => {
      if (event.type === 'text' || event.type === 'reasoning') firstPiece ??= now();
      if (event.type === 'text') text += event.text;
      else if (event.type === 'reasoning') reasoning += event.text;
      else if (event.type === 'usage') usage = event.usage;
      else if (event.type === 'finish') finishReason = event.reason;
      else if (event.type === 'retry') startAgain();
    },
    end: () => {
      const ended = now();
      const last = used();
      const writing = (ended - (firstPiece ?? ended)) / 1000;
      return {
        output: {
          text,
          reasoning,
          finishReason,
          usage: { ...addUsage(lost, last) },
          sends,
          seconds: (ended - begun) / 1000,
        },
        tokensPerSecond: writing > 0 ? Math.max(0, last.completionTokens - 1) / writing : 0,
      };
    },
  };
}

function addUsage(left: ChatUsage, right: ChatUsage): ChatUsage {
  return {
    promptTokens: left.promptTokens + right.promptTokens,
    cachedTokens: left.cachedTokens + right.cachedTokens,
    completionTokens: left.completionTokens + right.completionTokens,
    estimated: left.estimated || right.estimated,
  };
}
