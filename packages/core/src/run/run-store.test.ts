import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRedactor } from '../journal/redactor.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { defaultRunsFolder, endKey, openRunStore } from './run-store.ts';

const header = (runId: string) => ({
  runId,
  codeVersion: '1',
  created: Number(runId.slice(1)),
  request: { prompt: 'x' },
});
const end = { key: endKey, effect: 'end', inputHash: '', input: null, output: 'done', seconds: 0 };

test('a run has a folder of mode 0700; lists are newest first and tell finished runs', async () => {
  const folder = join(await temporaryFolder(), 'deep/runs');
  const store = openRunStore(folder);
  const first = await store.create(header('r1'), { folder: '/a' });
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'r1'))).mode & 0o777).toBe(0o700);
  for (const name of await readdir(join(folder, 'r1'))) {
    expect((await stat(join(folder, 'r1', name))).mode & 0o077, name).toBe(0);
  }
  await first.journal.append(end);
  await first.close();
  await (await store.create(header('r2'), {})).close();
  expect((await store.list()).map((run) => [run.id, run.finished])).toEqual([
    ['r2', false],
    ['r1', true],
  ]);
  const opened = await store.open('r1');
  expect(opened).toMatchObject({ local: { folder: '/a' }, workspaceFolder: join(folder, 'r1/workspace') });
  await opened.close();
  expect((await readdir(join(folder, 'r1'))).toSorted()).toEqual(['journal.jsonl', 'local.json']);
});

test('a run that is held is refused with the holder; an unknown or crooked name is a usage error', async () => {
  const store = openRunStore(await temporaryFolder());
  const run = await store.create(header('r1'), {});
  await expect(store.open('r1')).rejects.toMatchObject({ code: 'run-held', processId: process.pid });
  await run.close();
  const again = await store.open('r1');
  await run.close();
  await expect(store.open('r1')).rejects.toMatchObject({ code: 'run-held' });
  await again.close();
  for (const name of ['none', '../r1', '', '.']) {
    await expect(store.open(name)).rejects.toMatchObject({ code: 'usage' });
  }
});

test('a second run of one name, a crooked name and a folder that cannot be made leave nothing behind', async () => {
  const folder = await temporaryFolder();
  const store = openRunStore(folder);
  await (await store.create(header('r1'), { folder: '/a' })).close();
  await expect(store.create(header('r1'), {})).rejects.toThrow(/There is a run r1 already/);
  await expect(store.create(header('../r2'), {})).rejects.toMatchObject({ code: 'usage' });
  await writeFile(join(folder, 'file'), '');
  await expect(openRunStore(join(folder, 'file')).create(header('r3'), {})).rejects.toThrow(
    /No run can be stored in .*file: EEXIST/,
  );
  const circular: Record<string, never> = {};
  Object.assign(circular, { circular });
  await expect(store.create({ ...header('r4'), request: circular }, {})).rejects.toThrow(TypeError);
  expect((await readdir(folder)).toSorted()).toEqual(['file', 'r1']);
});

test('a list passes over what is no run, and shows a run whose last line is torn', async () => {
  const folder = await temporaryFolder();
  const store = openRunStore(folder);
  await mkdir(join(folder, 'empty'));
  await writeFile(join(folder, 'r0'), 'a file');
  const run = await store.create(header('r1'), {});
  await run.journal.append(end);
  await run.close();
  const path = join(folder, 'r1/journal.jsonl');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.slice(0, -5));
  await chmod(path, 0o400);
  expect(await store.list()).toMatchObject([{ id: 'r1', finished: false, request: { prompt: 'x' } }]);
  expect(await readFile(path, 'utf8')).toBe(text.slice(0, -5));
  expect(await openRunStore(join(folder, 'none')).list()).toEqual([]);
});

test('neither secrets nor host paths reach a stored run, but for the facts of this machine', async () => {
  const folder = await temporaryFolder();
  const redact = createRedactor({ secrets: ['sk-canary'], hostPaths: { [folder]: '/runs' } });
  const store = openRunStore(folder);
  const request = { prompt: `read ${folder}/words.txt with sk-canary` };
  const run = await store.create({ ...header('r1'), request }, { folder }, { redact });
  expect(run.journal.header.request).toEqual({ prompt: 'read /runs/words.txt with [redacted]' });
  await run.journal.append({ ...end, output: [folder, 'sk-canary'.repeat(10_000)] });
  await run.close();
  const again = await store.open('r1', { redact });
  await again.journal.append({ ...end, key: 'later', output: 'sk-canary' });
  await again.close();
  const files = await readdir(join(folder, 'r1'), { recursive: true, withFileTypes: true });
  const stored = files.filter((file) => file.isFile() && file.name !== 'local.json');
  expect(stored).toHaveLength(2);
  for (const file of stored) {
    const text = await readFile(join(file.parentPath, file.name), 'utf8');
    expect(text).not.toContain('sk-canary');
    expect(text).not.toContain(folder);
  }
});

test('runs live under XDG_STATE_HOME where it is an absolute folder', () => {
  expect(defaultRunsFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/bottega/runs');
  for (const environment of [{}, { XDG_STATE_HOME: '' }, { XDG_STATE_HOME: 'state' }]) {
    expect(defaultRunsFolder(environment)).toMatch(/^\/.*\.local\/state\/bottega\/runs$/);
  }
});
