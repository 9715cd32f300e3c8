import { expect, test } from 'vitest';
import { renderMessages } from './build-prefix.ts';
import { codePrompt } from './code-prompt.ts';
import { repairPrompt } from './repair-prompt.ts';
import { testsPrompt } from './tests-prompt.ts';

const subject = { prompt: 'Write words.py', files: [{ path: 'data.txt', content: 'a b c\n' }] };
const fields = {
  path: 'words.py',
  language: 'Python 3',
  fence: 'python',
  purpose: '',
  features: [],
  written: [],
  later: [],
  commands: [],
  hints: [],
};

test('every prompt of a build begins with the same bytes, and what changes comes last', () => {
  const prompts = [
    codePrompt(fields),
    codePrompt({ ...fields, hints: ['mind the dots'] }),
    repairPrompt({ path: 'words.py', content: 'x', fence: 'python', findings: ['wrong'] }),
    testsPrompt({ format: 'CALL', files: ['words.py'], given: [] }),
  ].map((instruction) =>
    renderMessages(subject, instruction)
      .map((message) => message.content)
      .join('\n'),
  );
  const prefix = 'Write words.py\n\nGiven files:\nFile data.txt:\n```\na b c\n```\n\n---\n';
  for (const prompt of prompts) expect(prompt.indexOf(prefix)).toBe(prompts[0]?.indexOf(prefix));
  expect(new Set(prompts.map((prompt) => prompt.slice(0, prompt.indexOf('---'))))).toHaveProperty('size', 1);
});

test('the same fields give the same bytes, and a long file is cut in the middle with a note', () => {
  expect(codePrompt(fields)).toBe(codePrompt({ ...fields }));
  const long = renderMessages({ prompt: 'x', files: [{ path: 'a.txt', content: 'y'.repeat(9_000) }] }, 'z');
  expect(long[1]?.content).toContain('5000 characters left out');
  expect(long[1]?.content.length).toBeLessThan(4_200);
});
