import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createProcessRunner } from '../../process/index.ts';
import { defaultSandboxLimits } from '../default-limits.ts';
import { childrenOf } from '../process-tree.ts';
import { createBubblewrapSandbox } from './create-bubblewrap-sandbox.ts';

const { signal } = new AbortController();
const source = new URL('../../index.ts', import.meta.url).pathname;
const openSandbox = () => createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function running(pattern: string): Promise<string> {
  const found = await createProcessRunner().run(
    { command: 'pgrep', arguments: ['-f', pattern], folder: '/', environment: { PATH: '/usr/bin:/bin' } },
    { signal },
  );
  return found.stdout;
}

test('everything dies when the orchestrator is killed', async () => {
  const mark = `5${process.pid}.${Math.trunc(performance.now())}`;
  const program = `import { createBubblewrapSandbox, createProcessRunner, defaultSandboxLimits } from '${source}';
    const signal = new AbortController().signal;
    const sandbox = await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
    setInterval(() => console.log('ready'), 300);
    await sandbox.run({ command: ['sh', '-c', 'setsid sleep ${mark} & sleep ${mark}'], limits: { ...defaultSandboxLimits, wallSeconds: 60 } }, { signal });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  expect(await running(`^sleep ${mark}`)).not.toBe('');
  child.kill('SIGKILL');
  await pause(500);
  expect(await running(`^sleep ${mark}`)).toBe('');
});

test('forty runs, half of them killed, leave no process and no descriptor', async () => {
  const sandbox = await openSandbox();
  await sandbox.run({ command: ['true'], limits: defaultSandboxLimits }, { signal });
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(
      [20, 0.03, 20, 0.06].map((wallSeconds) =>
        sandbox.run(
          {
            command: ['sh', '-c', wallSeconds < 1 ? 'sleep 9 & sleep 9' : 'true'],
            limits: { ...defaultSandboxLimits, wallSeconds },
          },
          { signal },
        ),
      ),
    );
  }
  const left = childrenOf(process.pid).map((id) => readFileSync(`/proc/${id}/comm`, 'utf8').trim());
  expect(left).not.toContain('bwrap');
  await pause(50);
  expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before);
});

test('a workspace that does not fit is told', async () => {
  const sandbox = await openSandbox();
  await expect(
    sandbox.run(
      {
        command: ['true'],
        files: { a: 'x'.repeat(3_000_000) },
        limits: { ...defaultSandboxLimits, diskMebibytes: 2 },
      },
      { signal },
    ),
  ).rejects.toMatchObject({ code: 'no-sandbox', remedy: expect.stringContaining('disk limit') });
});

test('a cancelled run that has not begun starts nothing', async () => {
  const sandbox = await openSandbox();
  const result = await sandbox.run(
    { command: ['echo', 'started'], limits: defaultSandboxLimits },
    { signal: AbortSignal.abort() },
  );
  expect(result).toMatchObject({ killed: true, stdout: '', exitCode: null });
});
