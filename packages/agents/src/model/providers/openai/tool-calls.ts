import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ChatEvent } from '../../chat-model.ts';

type Piece = Partial<ChatCompletionChunk.Choice.Delta.ToolCall>;
type ToolCall = Extract<ChatEvent, { type: 'tool-call' }>;

/** Tool calls that come in pieces: they are joined by index, or by id where a server sends none. */
export interface ToolCalls {
  add(piece: Piece): void;
  /** Whole calls, in the order in which they began. */
  end(): readonly ToolCall[];
}

/** Starts with no call. */
export function createToolCalls(): ToolCalls {
  const calls: { index: number | undefined; id: string; name: string; argumentsText: string }[] = [];
  const find = ({ index, id }: Piece): (typeof calls)[number] | undefined => {
    if (index !== undefined) return calls.find((call) => call.index === index);
    return id ? calls.find((call) => call.id === id) : calls.at(-1);
  };
  return {
    add: (piece) => {
      let call = find(piece);
      if (call === undefined) {
        call = { index: piece.index, id: '', name: '', argumentsText: '' };
        calls.push(call);
      }
      call.id ||= piece.id ?? '';
      call.name ||= piece.function?.name ?? '';
      call.argumentsText += piece.function?.arguments ?? '';
    },
    end: () => calls.map(({ id, name, argumentsText }) => ({ type: 'tool-call', id, name, argumentsText })),
  };
}
