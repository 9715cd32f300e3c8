import { expect, test } from 'vitest';
import { createAnswerCollector } from './answer-collector.ts';

const messages = [{ role: 'user' as const, content: 'count to three' }];
const usage = { promptTokens: 10, cachedTokens: 4, completionTokens: 6, estimated: false };

test('text and reasoning are collected apart, and speed counts from the first piece', () => {
  let milliseconds = 0;
  const answer = createAnswerCollector(messages, () => milliseconds);
  milliseconds = 2_000;
  answer.add({ type: 'reasoning', text: 'hm' });
  answer.add({ type: 'text', text: 'one ' });
  milliseconds = 3_000;
  answer.add({ type: 'text', text: 'two' });
  answer.add({ type: 'usage', usage });
  answer.add({ type: 'finish', reason: 'length' });
  expect(answer.end()).toEqual({
    output: { text: 'one two', reasoning: 'hm', finishReason: 'length', usage, sends: 1, seconds: 3 },
    tokensPerSecond: 5,
  });
});

test('usage that no server reported is estimated from above and marked', () => {
  const answer = createAnswerCollector([{ role: 'user', content: '一二三' }]);
  answer.add({ type: 'text', text: '🎉' });
  answer.add({ type: 'finish', reason: 'stop' });
  expect(answer.end().output.usage).toEqual({
    promptTokens: 11,
    cachedTokens: 0,
    completionTokens: 2,
    estimated: true,
  });
});

test('a send that broke off is void, but counts as a call and with what it gave', () => {
  const answer = createAnswerCollector(messages);
  answer.add({ type: 'retry', reason: 'busy', waitMilliseconds: 1 });
  answer.add({ type: 'text', text: 'half of' });
  answer.add({ type: 'retry', reason: 'cut', waitMilliseconds: 1 });
  answer.add({ type: 'text', text: 'whole' });
  answer.add({ type: 'usage', usage });
  answer.add({ type: 'finish', reason: 'stop' });
  const { output } = answer.end();
  expect(output.text).toBe('whole');
  expect(output.sends).toBe(3);
  expect(output.usage).toEqual({
    promptTokens: 10 + 13,
    cachedTokens: 4,
    completionTokens: 6 + 3,
    estimated: true,
  });
});
