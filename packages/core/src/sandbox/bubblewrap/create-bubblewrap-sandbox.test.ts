import { copyFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProcessRunner, type ProcessRunner } from '../../process/index.ts';
import { plainUserRunner } from '../../testing/plain-user-runner.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { defaultSandboxLimits } from '../default-limits.ts';
import { createBubblewrapSandbox } from './create-bubblewrap-sandbox.ts';

const { signal } = new AbortController();
const script = async (text: string): Promise<string> => {
  const program = join(await temporaryFolder(), 'bwrap');
  await writeFile(program, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return program;
};

/** A runner of its own, so that no self-test is remembered, which counts what it starts. */
function countingRunner(inner: ProcessRunner = createProcessRunner()): ProcessRunner & { starts(): number } {
  let starts = 0;
  return {
    run: (request, options) => {
      starts += 1;
      return inner.run(request, options);
    },
    starts: () => starts,
  };
}

const create = (program: string, processRunner: ProcessRunner = countingRunner()) =>
  createBubblewrapSandbox({ processRunner, program }, { signal });

test('a missing bwrap is refused with the remedy, never replaced', async () => {
  await expect(create('/nowhere/bwrap')).rejects.toMatchObject({
    code: 'no-sandbox',
    reason: 'there is no /nowhere/bwrap',
    remedy: expect.stringContaining('apt-get install bubblewrap'),
  });
});

test.each([
  ['bwrap: Creating new namespace failed: Operation not permitted', /user namespaces|namespaces/],
  ['bwrap: setting up uid map: Permission denied', /AppArmor/],
  ['bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted', /AppArmor/],
  ['bwrap: Unknown option --perms', /0\.8\.0/],
])('a bwrap that fails with "%s" is refused with the fix', async (said, remedy) => {
  const program = await script(`echo '${said}' >&2; exit 1`);
  await expect(create(program)).rejects.toMatchObject({
    code: 'no-sandbox',
    reason: said,
    remedy: expect.stringMatching(remedy),
  });
});

test('a bwrap that isolates nothing does not even start the launcher', async () => {
  const program = await script('shift 3; exec "$@"');
  await expect(create(program)).rejects.toMatchObject({ reason: expect.stringContaining('first process') });
});

test('a bwrap that claims to have run is not believed', async () => {
  const program = await script('printf "started\\n0m0s 0m0s\\n0m0s 0m0s\\n" >&3');
  await expect(create(program)).rejects.toThrow(/self-test inside does not hold: network, host files/);
});

test.each([
  ['--setenv SECRET x', /not hold: environment\.$/],
  ['--perms 0555 --tmpfs /work', /not hold: work folder\.$/],
  ['--ro-bind /proc /proc', /not hold: own processes only/],
  ['--ro-bind /usr /tmp/home', /not hold: host files\.$/],
])('the self-test inside notices a sandbox that was weakened by %s', async (weakness, failed) => {
  const program = await script(`shift 3; exec /usr/bin/bwrap --args 4 ${weakness} -- "$@"`);
  const home = process.env.HOME;
  process.env.HOME = '/tmp/home';
  const attempt = create(program).finally(() => {
    process.env.HOME = home;
  });
  await expect(attempt).rejects.toMatchObject({ reason: expect.stringMatching(failed) });
});

test('where a fresh /proc cannot be mounted an empty one is used, and everything else still holds', async () => {
  const inner = createProcessRunner();
  const masked = ['/usr/bin/bwrap', '--dev-bind', '/', '/', '--tmpfs', '/proc/tty', '--'] as const;
  const container = countingRunner(
    plainUserRunner({
      run: (request, options) =>
        inner.run(
          {
            ...request,
            command: masked[0],
            arguments: [...masked.slice(1), request.command, ...request.arguments],
          },
          options,
        ),
    }),
  );
  const sandbox = await createBubblewrapSandbox({ processRunner: container, asRoot: false }, { signal });
  expect(container.starts()).toBe(2);
  const result = await sandbox.run(
    { command: ['/bin/sh', '-c', 'ls /proc | wc -l; ls /root /home; true'], limits: defaultSandboxLimits },
    { signal },
  );
  expect(result.stdout).toBe('0\n/home:\nbottega\n');
});

test('a passed self-test is remembered by process runner, and in a file by bwrap and kernel', async () => {
  const cacheFile = join(await temporaryFolder(), 'cache', 'sandbox.json');
  const program = join(await temporaryFolder(), 'bwrap');
  await copyFile('/usr/bin/bwrap', program);
  const starts = async (processRunner: ReturnType<typeof countingRunner>): Promise<number> => {
    await createBubblewrapSandbox({ processRunner, program, cacheFile }, { signal });
    return processRunner.starts();
  };
  const first = countingRunner();
  expect(await starts(first)).toBe(1);
  expect(await starts(first)).toBe(1);
  expect(await starts(countingRunner())).toBe(0);
  await utimes(program, 1, 1);
  expect(await starts(countingRunner())).toBe(1);
  await writeFile(cacheFile, '{"key":');
  expect(await starts(countingRunner())).toBe(1);
});

test('a failed self-test is not remembered', async () => {
  const folder = await temporaryFolder();
  const program = join(folder, 'bwrap');
  await writeFile(program, `#!/bin/sh\n[ -e ${folder}/ready ] || exit 1\nexec /usr/bin/bwrap "$@"\n`, {
    mode: 0o755,
  });
  const processRunner = countingRunner();
  await expect(create(program, processRunner)).rejects.toMatchObject({ code: 'no-sandbox' });
  await writeFile(join(folder, 'ready'), '');
  expect((await create(program, processRunner)).isolated).toBe(true);
});
