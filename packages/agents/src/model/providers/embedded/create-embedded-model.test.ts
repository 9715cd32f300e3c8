import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chatModelContract } from '../../../testing/chat-model-contract.ts';
import { writeTinyGguf } from '../../../testing/tiny-gguf.ts';
import type { ChatModel, ChatRequest } from '../../chat-model.ts';
import { createEmbeddedModel } from './create-embedded-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'gguf-'));
const file = join(folder, 'tiny.gguf');
writeTinyGguf(file);
const opened: ChatModel[] = [];
afterAll(async () => {
  for (const model of opened) await model.close();
});
const open = async (): Promise<ChatModel> => {
  const model = await createEmbeddedModel({ name: 'tiny', file, threads: 1 });
  opened.push(model);
  return model;
};
const request: ChatRequest = {
  messages: [{ role: 'user', content: 'hello' }],
  maxTokens: 16,
  temperature: 0,
  seed: 1,
  stop: [],
};
const { signal } = new AbortController();

chatModelContract('embedded', async () => ({
  model: await createEmbeddedModel({ name: 'tiny', file, threads: 1 }),
}));

async function usageOf(model: ChatModel, more: Partial<ChatRequest> = {}) {
  for await (const event of model.stream({ ...request, ...more }, { signal }))
    if (event.type === 'usage') return event.usage;
  throw new Error('no usage came');
}

test('a prompt that was sent before is not read again', async () => {
  const model = await open();
  const first = await usageOf(model);
  const second = await usageOf(model, { seed: 2, temperature: 0.8 });
  expect(first.cachedTokens).toBe(0);
  expect(second.cachedTokens).toBe(second.promptTokens - 1);
});

test('a prompt that does not fit the window is refused with the numbers before anything is computed', async () => {
  const model = await open();
  const long = [{ role: 'user' as const, content: 'a'.repeat(2_000) }];
  await expect(usageOf(model, { messages: long })).rejects.toMatchObject({
    kind: 'model-context-full',
    message: expect.stringContaining('512 tokens of tiny'),
  });
});

test('two answers are computed side by side, a third waits', async () => {
  const model = await open();
  const usages = await Promise.all([1, 2, 3].map((seed) => usageOf(model, { seed })));
  expect(usages.every((usage) => usage.completionTokens > 0)).toBe(true);
});

test('a file that is missing or no model is told with the remedy', async () => {
  const broken = join(folder, 'broken.gguf');
  writeFileSync(broken, 'GGUF but not really, though it is long enough');
  const cut = join(folder, 'cut.gguf');
  writeFileSync(cut, readFileSync(file).subarray(0, 200_000));
  await expect(createEmbeddedModel({ name: 'none', file: join(folder, 'none.gguf') })).rejects.toMatchObject({
    code: 'no-model',
  });
  await expect(createEmbeddedModel({ name: 'broken', file: broken })).rejects.toMatchObject({
    code: 'no-model',
  });
});

test('an answer that reaches its limit says so', async () => {
  const model = await open();
  const reasons: string[] = [];
  for await (const event of model.stream({ ...request, maxTokens: 3 }, { signal }))
    if (event.type === 'finish') reasons.push(event.reason);
  expect(reasons).toEqual(['length']);
});
