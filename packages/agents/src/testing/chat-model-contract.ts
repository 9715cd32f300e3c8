import { afterAll, describe, expect, test } from 'vitest';
import type { ChatEvent, ChatMessage, ChatModel, ChatRequest } from '../model/chat-model.ts';

/** A model under the contract: it must know its window, and write at least a few pieces of text. */
export interface ContractSubject {
  readonly model: ChatModel;
  readonly close?: () => Promise<void>;
}

const request: ChatRequest = {
  messages: [
    { role: 'system', content: 'Answer.' },
    { role: 'user', content: 'Count: 一, 二, 三 🎉' },
  ],
  maxTokens: 24,
  temperature: 0,
  seed: 1,
  stop: [],
};

/** What every chat model must do, whatever speaks below it; `open` is called twice. */
export function chatModelContract(name: string, open: () => Promise<ContractSubject>): void {
  describe(`${name}: the contract of a chat model`, () => {
    let subject: Promise<ContractSubject> | undefined;
    const use = async (): Promise<ChatModel> => {
      subject ??= open();
      return (await subject).model;
    };
    afterAll(async () => {
      const opened = await subject;
      await opened?.model.close();
      await opened?.close?.();
    });
    const read = async (
      more: Partial<ChatRequest> = {},
      signal = new AbortController().signal,
    ): Promise<ChatEvent[]> => readAll(await use(), { ...request, ...more }, signal);

    test('an answer streams as text, then usage once, and ends with exactly one finish', async () => {
      const types = (await read()).map((event) => event.type);
      expect(types.filter((type) => type === 'text').length).toBeGreaterThan(0);
      expect(types.filter((type) => type === 'finish')).toHaveLength(1);
      expect(types.slice(-2)).toEqual(['usage', 'finish']);
      expect(types.filter((type) => type === 'usage')).toHaveLength(1);
    });

    test('usage counts the prompt and what was written', async () => {
      const usage = (await read()).find((event) => event.type === 'usage')?.usage;
      expect(usage?.promptTokens).toBeGreaterThan(0);
      expect(usage?.completionTokens).toBeGreaterThan(0);
      expect(usage?.cachedTokens).toBeLessThanOrEqual(usage?.promptTokens ?? 0);
    });

    test('no piece of text ends inside a character', async () => {
      const pieces = (await read()).map((event) => (event.type === 'text' ? event.text : ''));
      expect(pieces.filter((piece) => !piece.isWellFormed())).toEqual([]);
    });

    test('the same request gives the same text at temperature 0', async () => {
      expect(textOf(await read())).toBe(textOf(await read()));
    });

    test('an aborted signal ends the stream with model-cancelled', async () => {
      await expect(read({}, AbortSignal.abort())).rejects.toMatchObject({ kind: 'model-cancelled' });
    });

    test('an abort in the middle ends the stream with model-cancelled, and the model works on', async () => {
      const controller = new AbortController();
      const stopped = (async () => {
        const events = (await use()).stream({ ...request, maxTokens: 400 }, { signal: controller.signal });
        for await (const event of events) if (event.type === 'text') controller.abort();
      })();
      await expect(stopped).rejects.toMatchObject({ kind: 'model-cancelled' });
      expect((await read()).at(-1)?.type).toBe('finish');
    });

    test('a reader that stops early leaves a model that works on', async () => {
      for await (const event of (await use()).stream(request, { signal: new AbortController().signal }))
        if (event.type === 'text') break;
      expect((await read()).at(-1)?.type).toBe('finish');
    });

    test('a prompt over the window is refused as such, and is not sent again', async () => {
      const { contextTokens } = await use();
      const messages: ChatMessage[] = [{ role: 'user', content: 'word '.repeat(contextTokens ?? 0) }];
      await expect(read({ messages })).rejects.toMatchObject({
        kind: 'model-context-full',
        isRetryable: false,
        remedy: expect.stringMatching(/.+/),
      });
    });

    test('tokens of messages are counted', async () => {
      const count = await (await use()).countTokens(request.messages);
      expect(count).toBeGreaterThan(5);
      expect(await (await use()).countTokens([...request.messages, ...request.messages])).toBeGreaterThan(
        count,
      );
    });

    test('a closed model answers no more, and closing it twice does no harm', async () => {
      const { model, close } = await open();
      await model.close();
      await model.close();
      await expect(readAll(model, request, new AbortController().signal)).rejects.toMatchObject({
        code: expect.stringMatching(/^model-/),
      });
      await close?.();
    });
  });
}

async function readAll(model: ChatModel, asked: ChatRequest, signal: AbortSignal): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of model.stream(asked, { signal })) events.push(event);
  return events;
}

function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}
