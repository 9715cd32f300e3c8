import { afterAll, describe, expect, test } from 'vitest';
import type { ChatEvent, ChatModel, ChatRequest } from '../model/chat-model.ts';

/** A model under the contract: it must be able to write at least a few pieces of text. */
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

/** What every chat model must do, whatever speaks below it. */
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
    ): Promise<ChatEvent[]> => {
      const events: ChatEvent[] = [];
      for await (const event of (await use()).stream({ ...request, ...more }, { signal })) events.push(event);
      return events;
    };

    test('an answer streams as text, then usage, and ends with exactly one finish', async () => {
      const events = await read();
      expect(events.filter((event) => event.type === 'text').length).toBeGreaterThan(0);
      expect(events.filter((event) => event.type === 'finish')).toHaveLength(1);
      expect(events.at(-1)?.type).toBe('finish');
      expect(events.findIndex((event) => event.type === 'usage')).toBeLessThan(events.length);
    });

    test('usage counts the prompt and what was written', async () => {
      const usage = (await read()).find((event) => event.type === 'usage');
      expect(usage?.usage.promptTokens).toBeGreaterThan(0);
      expect(usage?.usage.completionTokens).toBeGreaterThan(0);
      expect(usage?.usage.cachedTokens).toBeLessThanOrEqual(usage?.usage.promptTokens ?? 0);
    });

    test('the same request gives the same text at temperature 0', async () => {
      const text = (events: ChatEvent[]): string =>
        events.map((event) => (event.type === 'text' ? event.text : '')).join('');
      expect(text(await read())).toBe(text(await read()));
    });

    test('an aborted signal ends the stream with model-cancelled', async () => {
      await expect(read({}, AbortSignal.abort())).rejects.toMatchObject({ kind: 'model-cancelled' });
    });

    test('an abort in the middle ends the stream with model-cancelled, and the model works on', async () => {
      const controller = new AbortController();
      const stopped = (async () => {
        for await (const event of (await use()).stream(
          { ...request, maxTokens: 400 },
          { signal: controller.signal },
        )) {
          if (event.type === 'text') controller.abort();
        }
      })();
      await expect(stopped).rejects.toMatchObject({ kind: 'model-cancelled' });
      expect((await read()).at(-1)?.type).toBe('finish');
    });

    test('tokens of messages are counted', async () => {
      expect(await (await use()).countTokens(request.messages)).toBeGreaterThan(5);
    });
  });
}
