import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readPrompt } from './read-prompt.ts';

const source = (fields: { argument?: string; file?: string; input?: string }) => ({
  argument: fields.argument,
  file: fields.file,
  standardInput: Readable.from([fields.input ?? '']),
});

test('a prompt comes from the argument, a file or standard input', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'prompt-')), 'p.txt');
  await writeFile(file, '一个程序 🎉');
  expect(await readPrompt(source({ argument: 'a list' }))).toBe('a list');
  expect(await readPrompt(source({ file }))).toBe('一个程序 🎉');
  expect(await readPrompt(source({ argument: '-', input: 'from input' }))).toBe('from input');
});

test.each([
  ['nothing at all', {}],
  ['an empty argument', { argument: '' }],
  ['white space', { argument: ' \n ' }],
  ['empty standard input', { argument: '-', input: '' }],
  ['one megabyte on standard input', { argument: '-', input: 'a'.repeat(1024 * 1024) }],
  ['a prompt and a file', { argument: 'a list', file: 'p.txt' }],
  ['a file that is not there', { file: '/nowhere/p.txt' }],
])('%s is a usage error', async (_title, fields) => {
  await expect(readPrompt(source(fields))).rejects.toMatchObject({ code: 'usage' });
});
