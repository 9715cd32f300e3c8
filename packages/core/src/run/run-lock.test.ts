import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { isAlive, ownIdentity } from './process-identity.ts';
import { lockRun } from './run-lock.ts';

const source = new URL('./run-lock.ts', import.meta.url).pathname;

function startNode(program: string): ReturnType<typeof spawn> {
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Takes and gives back a lock again and again; a living process's marker met while holding is a violation. */
const contender = (lock: string, marker: string, rounds: number, dies: boolean): string => `
  import { readFileSync, rmSync, writeFileSync } from 'node:fs';
  import { lockRun } from '${source}';
  import { isAlive, ownIdentity } from '${source.replace('run-lock', 'process-identity')}';
  for (let held = 0; held < ${rounds}; ) {
    const release = await lockRun('${lock}', 'r1').catch((error) => {
      if (error.code !== 'run-held') throw error;
    });
    if (release === undefined) { await new Promise((resolve) => setTimeout(resolve, Math.random() * 4)); continue; }
    let other = null;
    try { other = JSON.parse(readFileSync('${marker}', 'utf8')); } catch {}
    if (other !== null && await isAlive(other)) process.stdout.write('violation by ' + other.processId + '\\n');
    writeFileSync('${marker}', JSON.stringify(await ownIdentity()));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2));
    if (${dies} && held === ${rounds - 1}) process.kill(process.pid, 'SIGKILL');
    rmSync('${marker}', { force: true });
    await release();
    held += 1;
  }
  process.stdout.write('done\\n');`;

test('of many processes one at a time holds a lock, also when holders are killed', async () => {
  const folder = await temporaryFolder();
  const [lock, marker] = [join(folder, 'lock'), join(folder, 'marker')];
  const outputs = await Promise.all(
    [true, true, false, false].map(async (dies) => {
      const child = startNode(contender(lock, marker, dies ? 10 : 40, dies));
      let output = '';
      child.stdout?.on('data', (piece) => {
        output += piece;
      });
      await once(child, 'close');
      return output;
    }),
  );
  expect(outputs).toEqual(['', '', 'done\n', 'done\n']);
  expect(await readdir(folder)).toEqual([]);
}, 30_000);

test('a process that holds is named; its lock is free once it was killed, reaped or not', async () => {
  const path = join(await temporaryFolder(), 'lock');
  const child = startNode(
    `import { lockRun } from '${source}'; await lockRun('${path}', 'r1'); console.log('held'); setInterval(() => {}, 1000);`,
  );
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  await expect(lockRun(path, 'r1')).rejects.toMatchObject({ code: 'run-held', processId: child.pid });
  const identity = JSON.parse((await readFile(path, 'utf8')).split('\n')[1] ?? '').owner;
  expect(await isAlive(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await isAlive(identity)).toBe(false);
  const release = await lockRun(path, 'r1');
  await release();
});

test('a process that was killed and never reaped does not live', async () => {
  const parent = startNode(`
    import { spawn } from 'node:child_process';
    const shell = spawn('/bin/sh', ['-c', 'sleep 60 & echo $$ $!; exec sleep 60'], { stdio: ['ignore', 'inherit', 'inherit'] });
    process.stdin.on('close', () => shell.kill('SIGKILL')).resume();`);
  const [output] = await once(parent.stdout as NonNullable<typeof parent.stdout>, 'data');
  const [shell, processId] = String(output).split(' ').map(Number) as [number, number];
  const name = async () => readFile(`/proc/${shell}/comm`, 'utf8');
  await expect.poll(name, { timeout: 10_000 }).toBe('sleep\n');
  process.kill(processId, 'SIGKILL');
  const stat = async () => readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  await expect.poll(stat, { timeout: 10_000 }).toContain(') Z ');
  const startTime = (await stat()).split(') ')[1]?.split(' ')[19] ?? '';
  expect(await isAlive({ ...(await ownIdentity()), processId, startTime })).toBe(false);
  parent.stdin?.end();
  await once(parent, 'close');
});

test('a later process with the same id, or one before a restart of the machine, does not hold', async () => {
  const own = await ownIdentity();
  expect(await isAlive(own)).toBe(true);
  expect(await isAlive({ ...own, startTime: `${Number(own.startTime) + 1}` })).toBe(false);
  expect(await isAlive({ ...own, bootId: 'another' })).toBe(false);
  expect(await isAlive({ processId: own.processId, startTime: '', bootId: '' })).toBe(true);
});

test('a claim that a kill cut off is no claim, and releasing twice frees nobody else', async () => {
  const path = join(await temporaryFolder(), 'lock');
  await writeFile(path, '\n{"claim":"cut off');
  const release = await lockRun(path, 'r1');
  await release();
  const second = await lockRun(path, 'r1');
  await release();
  await expect(lockRun(path, 'r1')).rejects.toMatchObject({ code: 'run-held' });
  await appendFile(path, 'noise');
  await expect(lockRun(path, 'r1')).rejects.toMatchObject({ processId: process.pid });
  await second();
});
