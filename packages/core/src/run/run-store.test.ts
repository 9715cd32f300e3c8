import { spawn } from 'node:child_process';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultRunsFolder, endKey, openRunStore } from './run-store.ts';

const header = (runId: string) => ({
  runId,
  codeVersion: '1',
  created: Number(runId.slice(1)),
  request: { prompt: 'x' },
});

test('a run has a folder of mode 0700; lists are newest first and tell finished runs', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'runs-')), 'deep/runs');
  const store = openRunStore(folder);
  const first = await store.create(header('r1'), { folder: '/a' });
  expect((await stat(join(folder, 'r1'))).mode & 0o777).toBe(0o700);
  await first.journal.append({
    key: endKey,
    effect: 'end',
    inputHash: '',
    input: null,
    output: 'done',
    seconds: 0,
  });
  await first.close();
  await (await store.create(header('r2'), {})).close();
  expect((await store.list()).map((run) => [run.id, run.finished])).toEqual([
    ['r2', false],
    ['r1', true],
  ]);
  expect((await store.open('r1')).local).toEqual({ folder: '/a' });
});

test('a run that is held is refused with the holder; an unknown or crooked name is a usage error', async () => {
  const store = openRunStore(await mkdtemp(join(tmpdir(), 'runs-')));
  const run = await store.create(header('r1'), {});
  await expect(store.open('r1')).rejects.toMatchObject({ code: 'run-held', processId: process.pid });
  await run.close();
  await (await store.open('r1')).close();
  await expect(store.open('none')).rejects.toMatchObject({ code: 'usage' });
  await expect(store.open('../r1')).rejects.toMatchObject({ code: 'usage' });
});

test('after kill -9 in the middle of recording, every acknowledged answer is there and the run can be taken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runs-'));
  const source = new URL('./run-store.ts', import.meta.url).pathname;
  const program = `import { openRunStore } from '${source}';
    const run = await openRunStore('${folder}').create(${JSON.stringify(header('r1'))}, {});
    for (let n = 1; ; n += 1) {
      await run.journal.append({ key: 'k' + n, effect: 'paid', inputHash: 'h', input: null, output: n, seconds: 0 });
      process.stdout.write(n + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = '';
  child.stdout.on('data', (piece) => {
    acknowledged += piece;
    if (acknowledged.split('\n').length > 40) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const last = Number(acknowledged.trimEnd().split('\n').at(-1));
  const run = await openRunStore(folder).open('r1');
  expect(run.journal.entries.length).toBeGreaterThanOrEqual(last);
  expect(run.journal.entries.map((entry) => entry.output)).toEqual(
    run.journal.entries.map((_, index) => index + 1),
  );
  expect(await readFile(join(folder, 'r1/lock'), 'utf8')).toContain(String(process.pid));
});

test('runs live under XDG_STATE_HOME', () => {
  expect(defaultRunsFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/bottega/runs');
  expect(defaultRunsFolder({})).toMatch(/\.local\/state\/bottega\/runs$/);
});
