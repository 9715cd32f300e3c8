import { expect, test } from 'vitest';
import { createAskHandler } from './ask-handler.ts';

const input = { question: 'Which license?', choices: ['MIT', 'Apache-2.0'], otherwise: 'MIT' };
const context = { key: 'ask', signal: new AbortController().signal, emit: () => {} };

test('where nobody can be asked the policy answers, and says so', async () => {
  expect(await createAskHandler({}).run(input, context)).toEqual({ answer: 'MIT', by: 'policy' });
});

test('a person sees the question with its choices, and the answer is marked as theirs', async () => {
  const asked: unknown[] = [];
  const handler = createAskHandler({
    ask: async (...values) => {
      asked.push(values);
      return 'Apache-2.0';
    },
  });
  expect(await handler.run(input, context)).toEqual({ answer: 'Apache-2.0', by: 'person' });
  expect(asked).toEqual([[input.question, input.choices, { signal: context.signal }]]);
});

test('an answer that was not offered is refused; free text takes any', async () => {
  const handler = createAskHandler({ ask: async () => 'GPL' });
  await expect(handler.run(input, context)).rejects.toMatchObject({
    code: 'usage',
    remedy: 'Answer with one of: MIT, Apache-2.0.',
  });
  expect(await handler.run({ ...input, choices: [] }, context)).toEqual({ answer: 'GPL', by: 'person' });
});
