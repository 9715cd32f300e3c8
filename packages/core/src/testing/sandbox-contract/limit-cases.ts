import { expect, test } from 'vitest';
import type { ContractContext } from './contract-context.ts';

const ignoreSignals =
  'import signal\nfor n in range(1, 32):\n  try: signal.signal(n, signal.SIG_IGN)\n  except OSError: pass\n';

/** Limits of time, memory, output and files, and what a run has used. */
export function limitCases({ shell, python, run }: ContractContext): void {
  test('the wall limit kills everything, and what was printed is kept', async () => {
    const result = await shell('echo begun; sleep 30 & sleep 30', { limits: { wallSeconds: 0.5 } });
    expect(result).toMatchObject({ timedOut: true, killed: true, exitCode: null, stdout: 'begun\n' });
    expect(result.wallSeconds).toBeLessThan(6);
  });

  test('a spinner that ignores every signal is killed at the wall limit', async () => {
    const result = await python(`${ignoreSignals}while True: pass`, { limits: { wallSeconds: 1 } });
    expect(result).toMatchObject({ timedOut: true, outOfMemory: false });
    expect(result.wallSeconds).toBeLessThan(6);
    expect(result.cpuSeconds).toBeGreaterThan(0.1);
  });

  test.each([
    ['', 'a spinner'],
    [ignoreSignals, 'one that ignores signals'],
  ])('the limit of CPU time ends %s%s', async (prefix) => {
    const result = await python(`${prefix}while True: pass`, { limits: { cpuSeconds: 1, wallSeconds: 15 } });
    expect(result).toMatchObject({ timedOut: true, killed: true, exitCode: null });
    expect(result.wallSeconds).toBeLessThan(10);
  });

  test('endless output is cut', async () => {
    const result = await shell('yes', { limits: { outputBytes: 10_000 } });
    expect(result).toMatchObject({ outputLimit: true, killed: true, timedOut: false });
    expect(result.stdout.length + result.stderr.length).toBeLessThanOrEqual(10_000);
  });

  test('memory over the limit is killed and said', async () => {
    const code =
      'import time\nkept = []\nfor i in range(40):\n  kept.append(bytearray(20 << 20)); time.sleep(0.05)';
    const result = await python(code, { limits: { memoryMebibytes: 200 } });
    expect(result).toMatchObject({ outOfMemory: true, killed: true, timedOut: false });
    expect(result.peakMemoryMebibytes).toBeGreaterThan(200);
  });

  test('memory of many processes counts together', async () => {
    const code =
      'import os, time\nfor i in range(10):\n  if os.fork() == 0:\n    kept = bytearray(40 << 20); time.sleep(20); os._exit(0)\ntime.sleep(20)';
    const result = await python(code, { limits: { memoryMebibytes: 200 } });
    expect(result).toMatchObject({ outOfMemory: true, killed: true });
  });

  test('memory that forks share is counted once', async () => {
    const code =
      'import os, time\nkept = bytearray(60 << 20)\nfor i in range(15):\n  if os.fork() == 0: time.sleep(0.5); os._exit(0)\ntime.sleep(0.6)\nprint("done")';
    expect(await python(code, { limits: { memoryMebibytes: 300 } })).toMatchObject({
      stdout: 'done\n',
      outOfMemory: false,
    });
  });

  test('a large file is stopped at its limit', async () => {
    const result = await shell('head -c 5000000 /dev/zero > big; truncate -s 1T huge; stat -c %s big huge', {
      limits: { fileMebibytes: 1 },
    });
    for (const size of result.stdout.trim().split('\n'))
      expect(Number(size)).toBeLessThanOrEqual(1024 * 1024);
  });

  test('limits cannot be raised', async () => {
    const result = await python(`
import resource
for kind in [resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE]:
    soft, hard = resource.getrlimit(kind)
    print(hard != resource.RLIM_INFINITY)
`);
    expect(result.stdout).toBe('True\nTrue\nTrue\nTrue\n');
  });

  test('an abort ends the run and is told apart from the time limit', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const result = await run(['/bin/sh', '-c', 'sleep 30'], {}, controller.signal);
    expect(result).toMatchObject({ killed: true, timedOut: false, exitCode: null });
    expect(result.wallSeconds).toBeLessThan(6);
  });

  test('what a run has used is measured', async () => {
    const code =
      'import time\nkept = bytearray(100 << 20)\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass';
    const result = await python(code);
    expect(result.peakMemoryMebibytes).toBeGreaterThan(95);
    expect(result.peakMemoryMebibytes).toBeLessThan(250);
    expect(result.cpuSeconds).toBeGreaterThan(0.3);
    expect(result.cpuSeconds).toBeLessThan(2);
    expect(result.wallSeconds).toBeGreaterThan(0.4);
  });
}
