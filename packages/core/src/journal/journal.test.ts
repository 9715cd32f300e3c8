import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { journalContract } from '../testing/journal-contract.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { hashText } from './canonical-json.ts';
import { createJournal, openJournal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import { createJournalFiles } from './journal-files.ts';
import { createRedactor } from './redactor.ts';

const header = { runId: 'r1', codeVersion: '1', created: 1, request: { prompt: 'x' } };
const large = 'x'.repeat(100_000);

function openFiles(): ReturnType<typeof createJournalFiles> {
  const files = createJournalFiles();
  onTestFinished(() => files.close());
  return files;
}

function entry(key: string, output: JournalEntry['output'] = `answer of ${key}`): JournalEntry {
  return { key, effect: 'paid', inputHash: 'h', input: { key }, output, seconds: 1, position: 1 };
}

journalContract('a journal of files', async () => {
  const folder = await temporaryFolder();
  return {
    create: (first) => createJournal(folder, openFiles(), first),
    open: () => openJournal(folder, openFiles()),
  };
});

/** A journal of three steps, the second with a blob, closed again. */
async function threeSteps(): Promise<{ folder: string; path: string; bytes: Buffer }> {
  const folder = await temporaryFolder();
  const files = createJournalFiles();
  const journal = await createJournal(folder, files, header);
  for (const one of [entry('a'), entry('b/1', large), entry('c', 'ünï→😀')]) await journal.append(one);
  await files.close();
  const path = join(folder, 'journal.jsonl');
  return { folder, path, bytes: await readFile(path) };
}

test('a torn last line, cut at any byte, is dropped with a notice, and the journal goes on', async () => {
  const { folder, path, bytes } = await threeSteps();
  const lastBegin = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  for (let length = lastBegin + 1; length < bytes.length; length += 1) {
    await writeFile(path, bytes.subarray(0, length));
    const journal = await openJournal(folder, openFiles());
    expect(journal.notices).toEqual([
      `The last line of the journal was torn and is dropped (${length - lastBegin} bytes).`,
    ]);
    expect(journal.entries.map((one) => one.key)).toEqual(['a', 'b/1']);
    await journal.append(entry('d'));
    expect((await openJournal(folder, openFiles())).entries.map((one) => one.key)).toEqual(['a', 'b/1', 'd']);
  }
});

test('every flipped byte of a journal is noticed and named by its line, and nothing is cut', async () => {
  const { folder, path, bytes } = await threeSteps();
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] as number) ^ 1;
    await writeFile(path, changed);
    const line = bytes.subarray(0, at).toString('latin1').split('\n').length;
    const error = await openJournal(folder, openFiles()).then(
      () => null,
      (reason) => reason,
    );
    expect(error, `byte ${at}`).toMatchObject({ code: 'damaged-run' });
    expect(error.message).toContain(`line ${line} of the journal`);
    expect(await readFile(path)).toEqual(changed);
  }
});

test('a flipped byte is named by the key of its step, in a line and in a blob', async () => {
  const { folder, path, bytes } = await threeSteps();
  const replaced = (from: string, to: string) => writeFile(path, bytes.toString().replace(from, to));
  await replaced('answer of a', 'answer of b');
  await expect(openJournal(folder, openFiles())).rejects.toMatchObject({ step: 'a' });
  await writeFile(path, bytes);
  const [blob = ''] = await readdir(join(folder, 'blobs'));
  await writeFile(join(folder, 'blobs', blob), `"y${large.slice(1)}"`);
  await expect(openJournal(folder, openFiles())).rejects.toMatchObject({ step: 'b/1' });
});

test('lines that were lost, repeated, reordered or put in from elsewhere are damage', async () => {
  const { folder, path, bytes } = await threeSteps();
  const [first, a, b, c] = bytes.toString().split('\n');
  const attempt = async (lines: readonly (string | undefined)[]): Promise<string> => {
    await writeFile(path, `${lines.join('\n')}\n`);
    return openJournal(folder, openFiles()).then(
      () => 'opened',
      (error) => error.message,
    );
  };
  expect(await attempt([first, b, c])).toMatch(/line 2 of the journal: it is entry 2, expected 1/);
  expect(await attempt([first, a, a, b, c])).toMatch(/line 3 of the journal: it is entry 1, expected 2/);
  expect(await attempt([first, a, c, b])).toMatch(/line 3/);
  expect(await attempt([first, a, first, b, c])).toMatch(/line 3 of the journal: it is a second header/);
  expect(await attempt([a, b, c])).toMatch(/step header: line 1 of the journal: it is no header/);
  expect(await attempt([first, a, b, c])).toBe('opened');
});

test('a journal of another format, an empty one and none at all are told apart', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'journal.jsonl');
  await expect(openJournal(folder, openFiles())).rejects.toThrow(/there is no journal.jsonl/);
  await writeFile(path, '');
  await expect(openJournal(folder, openFiles())).rejects.toThrow(/line 1 of the journal: it is no header/);
  const newer = '{"kind":"header","format":2,"extra":true';
  const checksum = hashText(`${newer}}`).slice(0, 16);
  await writeFile(path, `${newer},"checksum":"${checksum}"}\n`);
  await expect(openJournal(folder, openFiles())).rejects.toThrow(/format 2, this version .* reads format 1/);
});

test('a blob that a kill left half written is written again before a line names it', async () => {
  const { folder } = await threeSteps();
  const [blob = ''] = await readdir(join(folder, 'blobs'));
  const again = await temporaryFolder();
  const journal = await createJournal(again, openFiles(), header);
  await journal.append(entry('first', large.toUpperCase()));
  await writeFile(join(again, 'blobs', blob), 'half');
  await writeFile(join(again, 'blobs/.partial'), 'half');
  await journal.append(entry('second', large));
  await writeFile(join(again, 'blobs/.partial'), 'half');
  expect((await openJournal(again, openFiles())).find('second')?.output).toBe(large);
  expect((await readdir(join(again, 'blobs'))).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
});

test('a large request, a large input and a large output each stand in a blob of their own', async () => {
  const folder = await temporaryFolder();
  const request = { prompt: '日'.repeat(30_000) };
  const journal = await createJournal(folder, openFiles(), { ...header, request });
  await journal.append({ ...entry('a', large), input: { prompt: large } });
  expect((await readFile(join(folder, 'journal.jsonl'))).length).toBeLessThan(2000);
  expect(await readdir(join(folder, 'blobs'))).toHaveLength(3);
  const opened = await openJournal(folder, openFiles());
  expect(opened.header.request).toEqual(request);
  expect(opened.find('a')).toMatchObject({ input: { prompt: large }, output: large });
});

test('after a failed write nothing more is recorded, and opening again mends the journal', async () => {
  const folder = await temporaryFolder();
  const files = openFiles();
  let isFull = false;
  const failing: typeof files = {
    ...files,
    append: async (path, text) => {
      if (!isFull) return files.append(path, text);
      await files.append(path, text.slice(0, 20));
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    },
  };
  const journal = await createJournal(folder, failing, header);
  await journal.append(entry('a'));
  isFull = true;
  await expect(journal.append(entry('b'))).rejects.toMatchObject({ code: 'unrecorded-step', step: 'b' });
  isFull = false;
  await expect(journal.append(entry('c'))).rejects.toThrow(/step c could not be recorded: ENOSPC/);
  expect(journal.find('b')).toBeUndefined();
  const mended = await openJournal(folder, openFiles());
  expect(mended.notices).toHaveLength(1);
  await mended.append(entry('b'));
  expect((await openJournal(folder, openFiles())).entries.map((one) => one.key)).toEqual(['a', 'b']);
});

test('what is recorded directly passes the redactor too, and the header is read back as recorded', async () => {
  const folder = await temporaryFolder();
  const redact = createRedactor({
    secrets: ['sk-canary'],
    hostPaths: { '/home/someone/project': '/folder' },
  });
  const request = { prompt: 'use sk-canary in /home/someone/project', '/home/someone/project/a': large };
  const journal = await createJournal(folder, openFiles(), { ...header, request }, redact);
  expect(journal.header.request).toMatchObject({ prompt: 'use [redacted] in /folder', '/folder/a': large });
  await journal.append(entry('a', `sk-canary ${large}`));
  await journal.append({ ...entry('b'), input: 'file:///home/someone/project/x' });
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const name of names.filter((one) => one.isFile())) {
    const text = await readFile(join(name.parentPath, name.name), 'utf8');
    expect(text).not.toMatch(/sk-canary|someone/);
  }
  expect((await openJournal(folder, openFiles())).find('b')?.input).toBe('file:///folder/x');
});
