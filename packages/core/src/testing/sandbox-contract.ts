import { describe, expect, test } from 'vitest';
import { defaultSandboxLimits } from '../sandbox/default-limits.ts';
import type { Sandbox, SandboxLimits, SandboxRequest } from '../sandbox/sandbox.ts';

const { signal } = new AbortController();

/** What every sandbox must do; `isolated` ones must also hold what is inside. */
export function sandboxContract(name: string, create: () => Promise<Sandbox>): void {
  const shell = async (script: string, more: Partial<SandboxRequest> & { limits?: SandboxLimits } = {}) =>
    (await create()).run(
      { command: ['/bin/sh', '-c', script], limits: defaultSandboxLimits, ...more },
      { signal },
    );
  const limited = (limits: Partial<SandboxLimits>): { limits: SandboxLimits } => ({
    limits: { ...defaultSandboxLimits, ...limits },
  });

  describe(`${name}: the contract of a sandbox`, () => {
    test('files go in, the command runs in /work, files asked for come out', async () => {
      const result = await shell('cat in/a.txt; cat > out.txt; echo err >&2; exit 3', {
        files: { 'in/a.txt': 'hello ' },
        stdin: 'from stdin',
        outputs: ['out.txt', 'absent.txt'],
      });
      expect(result).toMatchObject({
        exitCode: 3,
        stdout: 'hello ',
        stderr: 'err\n',
        killed: false,
        timedOut: false,
      });
      expect(result.files).toEqual({ 'out.txt': 'from stdin' });
    });

    test('paths are virtual', async () => {
      const result = await shell('pwd; echo "$HOME $TMPDIR"');
      expect(result.stdout.split('\n')[0]).toBe('/work');
      expect(result.stdout).not.toContain('bottega-none');
    });

    test('a path that leaves the work folder is refused before anything runs', async () => {
      await expect(shell('true', { files: { '../a.txt': 'x' } })).rejects.toMatchObject({ code: 'usage' });
    });

    test('the wall limit kills everything', async () => {
      const result = await shell('sleep 30 & sleep 30', limited({ wallSeconds: 0.5 }));
      expect(result).toMatchObject({ timedOut: true, killed: true, exitCode: null });
      expect(result.wallSeconds).toBeLessThan(4);
    });

    test('endless output is cut', async () => {
      const result = await shell('yes', limited({ outputBytes: 10_000 }));
      expect(result).toMatchObject({ outputLimit: true, killed: true });
      expect(result.stdout.length).toBeLessThanOrEqual(10_000);
    });

    test('memory over the limit is killed and said', async () => {
      const grow =
        'import time\nkept=[]\nfor i in range(40):\n    kept.append(bytearray(20*1024*1024)); time.sleep(0.05)';
      const result = await shell('python3 -c "$0"'.replace('$0', '$CODE'), {
        ...limited({ memoryMebibytes: 200 }),
        environment: { CODE: grow },
      });
      expect(result).toMatchObject({ outOfMemory: true, killed: true });
    });

    test('an abort ends the run', async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 200);
      const result = await (await create()).run(
        { command: ['/bin/sh', '-c', 'sleep 30'], limits: defaultSandboxLimits },
        { signal: controller.signal },
      );
      expect(result.killed).toBe(true);
      expect(result.timedOut).toBe(false);
    });

    test('an output that is a link is not followed', async () => {
      const result = await shell('ln -s /etc/hostname out.txt', { outputs: ['out.txt'] });
      expect(result.files).toEqual({});
    });

    test('a large file is stopped at its limit', async () => {
      const result = await shell(
        'head -c 5000000 /dev/zero > big; ls -l big | cut -d" " -f5',
        limited({ fileMebibytes: 1 }),
      );
      expect(Number(result.stdout.trim())).toBeLessThanOrEqual(1024 * 1024);
    });
  });
}
