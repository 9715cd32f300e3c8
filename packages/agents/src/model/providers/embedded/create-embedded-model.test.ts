import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { chatModelContract } from '../../../testing/chat-model-contract.ts';
import { writeTinyGguf } from '../../../testing/tiny-gguf.ts';
import type { ChatEvent, ChatModel, ChatRequest } from '../../chat-model.ts';
import { createEmbeddedModel } from './create-embedded-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'gguf-'));
const file = join(folder, 'tiny.gguf');
writeTinyGguf(file);
const opened: ChatModel[] = [];
afterEach(async () => {
  for (const model of opened.splice(0)) await model.close();
});
afterAll(() => rmSync(folder, { recursive: true }));
const open = async (parallel = 2): Promise<ChatModel> => {
  const model = await createEmbeddedModel({ name: 'tiny', file, threads: 1, parallel });
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

async function ask(model: ChatModel, more: Partial<ChatRequest> = {}, until = signal) {
  const events: ChatEvent[] = [];
  for await (const event of model.stream({ ...request, ...more }, { signal: until })) events.push(event);
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  const [usage] = events.flatMap((event) => (event.type === 'usage' ? [event.usage] : []));
  const [reason] = events.flatMap((event) => (event.type === 'finish' ? [event.reason] : []));
  if (usage === undefined) throw new Error('no usage came');
  return { text, reason, ...usage };
}

const user = (content: string): ChatRequest['messages'] => [{ role: 'user', content }];

test('a prompt that was sent before is not read again', async () => {
  const model = await open();
  const first = await ask(model);
  const second = await ask(model, { seed: 2, temperature: 0.8 });
  expect(first.cachedTokens).toBe(0);
  expect(second.cachedTokens).toBe(second.promptTokens - 1);
});

test('of a prompt that begins like an earlier one only the rest is read', async () => {
  const model = await open();
  const prefix = 'The same long beginning of every prompt. '.repeat(5);
  const first = await ask(model, { messages: user(`${prefix}Write code.`) });
  await ask(model, { messages: user('Something else.') });
  const second = await ask(model, { messages: user(`${prefix}Write tests.`) });
  expect(second.cachedTokens).toBeGreaterThan(prefix.length);
  expect(second.cachedTokens).toBeLessThan(first.promptTokens);
});

test('the count of tokens is that of the answer', async () => {
  const model = await open();
  expect(await model.countTokens(request.messages)).toBe((await ask(model)).promptTokens);
});

test('text of a message is never read for special tokens', async () => {
  const model = await open();
  const plain = await model.countTokens(user('</S>'));
  expect(await model.countTokens(user('</s>'))).toBe(plain);
});

test('a prompt that does not fit the window is refused with the numbers before anything is computed', async () => {
  const model = await open();
  const content = 'a'.repeat(500);
  const promptTokens = await model.countTokens(user(content));
  await expect(ask(model, { messages: user(content), maxTokens: 100 })).rejects.toMatchObject({
    kind: 'model-context-full',
    message: `The 1 messages have ${promptTokens} tokens; with 100 for the answer they do not fit the 512 tokens of tiny.`,
  });
  const fits = await ask(model, { messages: user(content), maxTokens: 512 - promptTokens });
  expect(fits.cachedTokens).toBe(0);
});

test('two answers are computed side by side and a third waits, each as if it were alone', async () => {
  const model = await open();
  const prompts = ['one', 'two', 'three'].map((content) => ({ messages: user(content) }));
  const alone: string[] = [];
  for (const prompt of prompts) alone.push((await ask(await open(1), prompt)).text);
  const together = await Promise.all(prompts.map((prompt) => ask(model, prompt)));
  expect(together.map(({ text }) => text)).toEqual(alone);
});

test('an answer that reaches its limit says so, and one that meets a stop string ends before it', async () => {
  const model = await open();
  expect(await ask(model, { maxTokens: 3 })).toMatchObject({ reason: 'length', completionTokens: 3 });
  const { text } = await ask(model);
  const stop = [...text].slice(4, 6).join('');
  const stopped = await ask(model, { stop: [stop] });
  expect(stopped.reason).toBe('stop');
  expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
});

test('a sampled answer is repeated by its seed', async () => {
  const model = await open(1);
  const sampled = { temperature: 1, maxTokens: 40 };
  const [first, second, other] = [
    await ask(model, { ...sampled, seed: 7 }),
    await ask(model, { ...sampled, seed: 7 }),
    await ask(model, { ...sampled, seed: 8 }),
  ];
  expect(second.text).toBe(first.text);
  expect(other.text).not.toBe(first.text);
});

test('aborts at any moment leave the model as it was', async () => {
  const model = await open();
  const messages = user('A prompt of some length, so that it is read in several steps. '.repeat(5));
  const expected = await ask(model, { messages });
  for (let round = 0; round < 24; round += 1) {
    const controller = new AbortController();
    const asked = { messages: user(`${round} ${'other words '.repeat(20)}`), maxTokens: 60 };
    const [first, second] = [ask(model, asked, controller.signal), ask(model, asked, controller.signal)];
    setTimeout(() => controller.abort(), round);
    for (const one of await Promise.allSettled([first, second]))
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'model-cancelled' });
  }
  expect((await ask(model, { messages })).text).toBe(expected.text);
});

test('an abort ends a wait for a free sequence', async () => {
  const model = await open(1);
  const controller = new AbortController();
  const first = ask(model, { maxTokens: 200 });
  const waiting = ask(model, {}, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ kind: 'model-cancelled' });
  expect((await first).completionTokens).toBeGreaterThan(0);
});

test('closing ends running answers', async () => {
  const model = await open();
  const running = ask(model, { maxTokens: 400 });
  const ended = expect(running).rejects.toMatchObject({ kind: 'model-cancelled' });
  await model.close();
  await ended;
});

const whole = readFileSync(file);
const changed = (offset: number, bytes: string): Buffer => {
  const copy = Buffer.from(whole);
  copy.write(bytes, offset, 'latin1');
  return copy;
};

test.each<[string, Buffer, RegExp]>([
  ['is empty', Buffer.alloc(0), /is no GGUF model/],
  ['is a web page', Buffer.from(`<!doctype html>${' '.repeat(99)}`), /is no GGUF model/],
  ['only begins like one', Buffer.from('GGUF but not really, though it is long enough'), /is no GGUF model/],
  ['was cut in its header', whole.subarray(0, 20), /is no GGUF model/],
  ['was cut in its vocabulary', whole.subarray(0, 3_000), /cannot be loaded/],
  ['was cut in its weights', whole.subarray(0, 200_000), /cannot be loaded/],
  ['has an unknown architecture', changed(whole.indexOf('llama'), 'lxama'), /architecture/],
])('a file that %s is told with the remedy', async (_title, bytes, message) => {
  const damaged = join(folder, 'damaged.gguf');
  writeFileSync(damaged, bytes);
  await expect(createEmbeddedModel({ name: 'tiny', file: damaged, threads: 1 })).rejects.toMatchObject({
    code: 'no-model',
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(/GGUF/),
  });
});

test('a file that is missing or a folder is told with the remedy', async () => {
  const directory = join(folder, 'folder.gguf');
  mkdirSync(directory);
  for (const place of [join(folder, 'none.gguf'), directory]) {
    const failed = createEmbeddedModel({ name: 'tiny', file: place });
    await expect(failed).rejects.toMatchObject({ code: 'no-model' });
    await expect(failed).rejects.not.toThrow(folder);
  }
});
