import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createProcessRunner } from './create-process-runner.ts';
import type { ProcessRequest } from './process-runner.ts';

const runner = createProcessRunner();
const signal = new AbortController().signal;

function shell(script: string, more: Partial<ProcessRequest> = {}): ProcessRequest {
  return {
    command: '/bin/sh',
    arguments: ['-c', script],
    folder: tmpdir(),
    environment: { PATH: '/usr/bin:/bin' },
    ...more,
  };
}

test('exit code, both streams and a closed standard input come back', async () => {
  const result = await runner.run(shell('cat; echo out; echo err >&2; exit 3'), { signal });
  expect(result).toMatchObject({
    exitCode: 3,
    stdout: 'out\n',
    stderr: 'err\n',
    timedOut: false,
    startError: null,
  });
});

test('input and extra descriptors reach the program', async () => {
  const request = shell('cat; cat <&3; cat <&4', {
    input: 'in ',
    extraInputs: [Buffer.from('three '), Buffer.from('four')],
  });
  expect((await runner.run(request, { signal })).stdout).toBe('in three four');
});

test('nothing of our environment is inherited', async () => {
  process.env.BOTTEGA_CANARY = 'secret';
  const result = await runner.run(shell('env'), { signal });
  delete process.env.BOTTEGA_CANARY;
  expect(result.stdout).not.toContain('secret');
});

test('a program that is not there is a result with the reason', async () => {
  const result = await runner.run({ ...shell(''), command: '/nowhere/program' }, { signal });
  expect(result.exitCode).toBeNull();
  expect(result.startError).toContain('ENOENT');
});

test('the time limit kills grandchildren too', async () => {
  const result = await runner.run(shell('sleep 30 & sleep 30 & wait', { wallSeconds: 0.3 }), { signal });
  expect(result.timedOut).toBe(true);
  expect(result.wallSeconds).toBeLessThan(3);
});

test('a grandchild in a session of its own that holds the pipe does not keep the result waiting', async () => {
  const result = await runner.run(shell('setsid sleep 3 & echo started'), { signal });
  expect(result.stdout).toBe('started\n');
  expect(result.wallSeconds).toBeLessThan(2);
});

test('endless output is cut at the limit and the program killed', async () => {
  const result = await runner.run(shell('yes', { outputBytes: 1000 }), { signal });
  expect(result.outputLimit).toBe(true);
  expect(result.stdout.length).toBe(1000);
});

test('an abort kills the group and is told apart from the time limit', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const result = await runner.run(shell('sleep 30'), { signal: controller.signal });
  expect(result).toMatchObject({ cancelled: true, timedOut: false, exitCode: null });
});

test('an aborted signal starts nothing', async () => {
  const result = await runner.run(shell('echo started'), { signal: AbortSignal.abort() });
  expect(result).toMatchObject({ cancelled: true, stdout: '' });
});

test('a descriptor inherited from a calling shell is not handed on', async () => {
  const inner = 'ls -l /proc/self/fd | grep -c canary';
  const probe = `import { createProcessRunner } from '${new URL('./create-process-runner.ts', import.meta.url).pathname}';
    const result = await createProcessRunner().run({ command: '/bin/sh', arguments: ['-c', ${JSON.stringify(inner)}], folder: '/', environment: { PATH: '/usr/bin:/bin' } }, { signal: new AbortController().signal });
    console.log(result.stdout.trim());`;
  const canary = join(await temporaryFolder(), 'canary');
  await writeFile(canary, '');
  const result = await runner.run(
    {
      command: '/bin/bash',
      arguments: [
        '--norc',
        '-c',
        `exec 251<${canary}; exec "$0" --input-type=module -e "$1"`,
        process.execPath,
        probe,
      ],
      folder: tmpdir(),
      environment: { PATH: '/usr/bin:/bin' },
    },
    { signal },
  );
  expect(result.stderr).toBe('');
  expect(result.stdout.trim()).toBe('0');
});

test('bytes written to the extra output descriptor come back, cut at their limit', async () => {
  const result = await runner.run(
    shell('cat <&4; printf 1234567890 >&3', { extraInputs: [Buffer.from('x')], extraOutputBytes: 4 }),
    {
      signal,
    },
  );
  expect(result.stdout).toBe('x');
  expect(Buffer.from(result.extraOutput).toString()).toBe('1234');
});

test('nothing of a large output is lost when the program ends while this process is busy', async () => {
  const running = runner.run(shell('head -c 3000000 /dev/zero | tr "\\0" x'), { signal });
  setTimeout(() => {
    const until = performance.now() + 400;
    while (performance.now() < until);
  }, 20);
  expect((await running).stdout.length).toBe(3_000_000);
});

test('a grandchild that goes on printing is not waited for', async () => {
  const result = await runner.run(shell('setsid sh -c "while echo more; do sleep 0.05; done" &'), { signal });
  expect(result.wallSeconds).toBeLessThan(3);
});

test.each([
  ['a folder that is not there', { folder: '/nowhere' }],
  ['an argument that the system refuses', { arguments: ['-c', 'x'.repeat(200_000)] }],
  ['an argument with a null character', { arguments: ['-c', 'a\0b'] }],
])('%s is a result with the reason', async (_, more) => {
  const result = await runner.run(shell('true', more), { signal });
  expect(result.exitCode).toBeNull();
  expect(result.startError).not.toBeNull();
});

test('bytes that are no valid text come back as replacement characters', async () => {
  expect((await runner.run(shell("printf 'a\\377b'"), { signal })).stdout).toBe('a\ufffdb');
});

test('the own way of ending a program comes first, its group after that', async () => {
  let asked = 0;
  const kill = (): void => {
    asked += 1;
  };
  const result = await runner.run(shell('sleep 30', { wallSeconds: 0.1, kill }), { signal });
  expect(asked).toBe(1);
  expect(result).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  expect(result.wallSeconds).toBeGreaterThan(0.5);
});
