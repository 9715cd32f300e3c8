import type { RunEvent } from '@bottega/core';
import { expect, test } from 'vitest';
import type { ChatEvent, ChatModel } from './chat-model.ts';
import { type ModelInput, modelEffect } from './model-effect.ts';
import { createModelHandler } from './model-handler.ts';
import { createScriptedModel } from './providers/scripted/create-scripted-model.ts';

const input: ModelInput = {
  role: 'programmer',
  model: 'scripted',
  messages: [{ role: 'user', content: 'write code' }],
  maxTokens: 50,
  temperature: 0,
  seed: 1,
  stop: [],
};

async function perform(model: ChatModel) {
  const events: RunEvent[] = [];
  const handler = createModelHandler((name) => {
    expect(name).toBe(input.model);
    return model;
  });
  const output = await handler.run(input, {
    key: 'code',
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
  });
  return { output, events, handler };
}

test('an answer is shown as it comes and fits the schema of the journal', async () => {
  const { output, events, handler } = await perform(
    createScriptedModel([{ answer: 'print(1) # 一 🎉 fine' }]),
  );
  expect(modelEffect.output.parse(output)).toEqual(output);
  expect(output.text).toBe('print(1) # 一 🎉 fine');
  expect(events.map((event) => event.type)).toEqual([
    'model-start',
    ...events.slice(1, -1).map(() => 'model-delta'),
    'model-end',
  ]);
  expect(events.map((event) => (event.type === 'model-delta' ? event.text : '')).join('')).toBe(output.text);
  expect(handler.usage?.(output)).toMatchObject({
    calls: 1,
    completionTokens: output.usage.completionTokens,
  });
});

test('the worst case holds the whole prompt and the longest answer', () => {
  const worst = createModelHandler(() => createScriptedModel([])).worstCase?.(input);
  expect(worst).toEqual({ calls: 1, promptTokens: 12, cachedTokens: 0, completionTokens: 50 });
});

test('a second send is told to the person and booked', async () => {
  const parts: ChatEvent[] = [
    { type: 'text', text: 'ha' },
    { type: 'retry', reason: 'The answer broke off.', waitMilliseconds: 500 },
    { type: 'text', text: 'whole' },
    { type: 'finish', reason: 'stop' },
  ];
  const model: ChatModel = {
    ...createScriptedModel([]),
    stream: async function* () {
      yield* parts;
    },
  };
  const { output, events, handler } = await perform(model);
  expect(output.text).toBe('whole');
  expect(events.find((event) => event.type === 'notice')).toMatchObject({
    level: 'warning',
    text: expect.stringContaining('The answer broke off.'),
  });
  expect(handler.usage?.(output).calls).toBe(2);
});

test('the failure of a model is handed on as it is', async () => {
  await expect(perform(createScriptedModel([]))).rejects.toThrow(/The script ended after 0 steps/);
});
