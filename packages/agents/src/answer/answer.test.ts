import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractFile } from './extract-file.ts';
import { fencedBlocks } from './fenced-blocks.ts';
import { readPlanLines, readSpecLines } from './read-lines.ts';

const wanted = { path: 'words.py', fences: ['python', 'py'] };
const code = 'import sys\nprint(1)\n';

describe('a file out of a reply', () => {
  test.each([
    ['a fence in the language', `Sure:\n\`\`\`python\n${code}\`\`\`\nDone.`],
    ['a fence without a name', `\`\`\`\n${code}\`\`\``],
    ['another spelling of the language', `\`\`\`py\n${code}\`\`\``],
    ['a name after the language', `\`\`\`python words.py\n${code}\`\`\``],
    [
      'a name before the fence',
      `**words.py**\n\`\`\`\n${code}\`\`\`\n\`\`\`\nother and much longer text\n\`\`\``,
    ],
    ['tildes', `~~~python\n${code}~~~`],
    ['CRLF', `\`\`\`python\r\nimport sys\r\nprint(1)\r\n\`\`\``],
    [
      'an example of its use beside it',
      `\`\`\`python\n${code}\`\`\`\nRun:\n\`\`\`bash\npython words.py some file that is a long line of text\n\`\`\``,
    ],
    ['a fence that never closes though the answer is whole', `\`\`\`python\n${code}`],
    ['no fence, but code from the first line on', code],
  ])('%s', (_title, reply) => {
    expect(extractFile(reply, wanted, false)).toEqual({ found: true, content: code });
  });

  test.each([
    ['prose', 'A class is a blueprint for objects.', false, /no fenced code block/],
    ['an empty fence', '```python\n```', false, /empty/],
    ['a reply that was cut', `\`\`\`python\n${code}`, true, /cut/],
    [
      'code left out',
      '```python\nimport sys\n# ... rest of the code remains unchanged\n```',
      false,
      /leaves code out/,
    ],
    [
      'code left out in other words',
      '```python\n# existing code here\nprint(1)\n```',
      false,
      /leaves code out/,
    ],
  ])('%s gives none, with the reason', (_title, reply, cut, reason) => {
    expect(extractFile(reply, wanted, cut)).toMatchObject({
      found: false,
      reason: expect.stringMatching(reason),
    });
  });

  test('a comment about the rest of a list is no code left out', () => {
    expect(extractFile('```python\n# the rest of the words\nprint(1)\n```', wanted, false).found).toBe(true);
  });

  test('any text that is fenced comes back as it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme' }).filter((line) => !/[`~\r\n]/.test(line)),
          { minLength: 1 },
        ),
        (lines) => {
          const content = `${lines.join('\n')}\n`;
          expect(fencedBlocks(`before\n\`\`\`python\n${content}\`\`\`\nafter`)[0]?.content).toBe(content);
        },
      ),
    );
  });
});

test('the lines of a specification are read with or without Markdown', () => {
  expect(
    readSpecLines(
      '**FILE:** `todo.py`\nRUN: python todo.py add "milk"\nFEATURES:\n- add a task\n* list tasks\n1. remove',
    ),
  ).toEqual({
    file: 'todo.py',
    run: 'python todo.py add "milk"',
    features: ['add a task', 'list tasks', 'remove'],
  });
  expect(readSpecLines('I cannot help with that.')).toEqual({ file: '', run: '', features: [] });
});

test('the lines of a plan are read; a line that names no file is passed over', () => {
  expect(
    readPlanLines(
      'FILE store.py: keeps the tasks\n- `todo.py`: the command line\nThat is all.\nFILE store.py: again',
    ),
  ).toEqual([
    { path: 'store.py', purpose: 'keeps the tasks' },
    { path: 'todo.py', purpose: 'the command line' },
  ]);
});
