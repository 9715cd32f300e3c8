import { expect, test } from 'vitest';
import { chatModelContract } from '../../../testing/chat-model-contract.ts';
import { createScriptedModel } from './create-scripted-model.ts';

chatModelContract('scripted', async () => ({
  model: createScriptedModel(
    Array.from({ length: 12 }, () => ({ answer: 'one, two, three 🎉 and some more text' })),
  ),
}));

const request = {
  messages: [{ role: 'user' as const, content: 'write code' }],
  maxTokens: 9,
  temperature: 0,
  seed: 1,
  stop: [],
};
const drain = async (model: ReturnType<typeof createScriptedModel>): Promise<void> => {
  for await (const _event of model.stream(request, { signal: new AbortController().signal }));
};

test('an unexpected call and a step that was not used are errors', async () => {
  const model = createScriptedModel([
    { when: 'write code', answer: 'a' },
    { when: /never/, answer: 'b' },
  ]);
  await drain(model);
  expect(() => model.assertConsumed()).toThrow(/2 steps, 1 were used/);
  await expect(drain(model)).rejects.toThrow(/expects \/never\//);
  await expect(drain(createScriptedModel([]))).rejects.toThrow(/further call/);
});
