import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createProcessRunner } from '../../process/index.ts';
import { defaultSandboxLimits } from '../default-limits.ts';
import type { Sandbox, SandboxLimits } from '../sandbox.ts';
import { createBubblewrapSandbox } from './create-bubblewrap-sandbox.ts';

const { signal } = new AbortController();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
});

const shell = (script: string, limits: Partial<SandboxLimits> = {}) =>
  sandbox.run(
    { command: ['/bin/sh', '-c', script], limits: { ...defaultSandboxLimits, ...limits } },
    { signal },
  );
const python = (code: string, limits: Partial<SandboxLimits> = {}) =>
  sandbox.run(
    { command: ['python3', '-c', code], limits: { ...defaultSandboxLimits, ...limits } },
    { signal },
  );

test('no secret of our environment is found, in any process', async () => {
  process.env.BOTTEGA_CANARY = 'secret-canary';
  const result = await shell('env; cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr "\\0" "\\n"');
  delete process.env.BOTTEGA_CANARY;
  expect(result.stdout).toContain('LANG=C.UTF-8');
  expect(result.stdout).not.toContain('secret-canary');
});

test('no file of the host is found: home, temporary folder, password hashes, sockets', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'canary-'));
  await writeFile(join(folder, 'file'), 'planted');
  const home = join(homedir(), '.bottega-canary');
  await writeFile(home, 'planted');
  const result = await shell(
    `cat ${folder}/file ${home} /proc/1/root${home} /etc/shadow /var/log/dpkg.log; ls /home /var /run /sys /root; true`,
  );
  await rm(home);
  expect(result.stdout).not.toContain('planted');
  expect(result.stdout.trim()).toBe('/home:\nbottega');
});

test('the host is unreachable by network, the own loopback works', async () => {
  const server = createServer((socket) => socket.end('reached'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const result = await python(`
import socket
for address in [("127.0.0.1", ${port}), ("192.0.2.1", 80), ("169.254.169.254", 80)]:
    try: print("reached", socket.create_connection(address, 1))
    except OSError as error: print("refused")
try: print("reached", socket.getaddrinfo("example.com", 80))
except OSError: print("refused")
for family in [40, 17, 38]:
    try: print("reached", socket.socket(family, socket.SOCK_STREAM))
    except OSError: print("refused")
own = socket.create_server(("127.0.0.1", 0)); socket.create_connection(own.getsockname()); print("own")
`);
  server.close();
  expect(result.stdout.trim().split('\n')).toEqual([...Array(7).fill('refused'), 'own']);
});

test('namespaces, tracing, mounts and the password file are out of reach', async () => {
  const result = await python(`
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, value): print(name, "held" if value != 0 else "ESCAPED")
attempt("unshare", libc.unshare(0x10000000))
attempt("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
attempt("ptrace", 1 if libc.ptrace(16, 1, 0, 0) == -1 else 0)
attempt("chroot", libc.chroot(b"/tmp"))
attempt("setuid", libc.setuid(0))
attempt("sethostname", libc.sethostname(b"x", 1))
for path in ["/usr/x", "/x", "/dev/x", "/etc/x", "/proc/sys/kernel/hostname"]:
    try: open(path, "w").write("x"); print(path, "ESCAPED")
    except OSError: print(path, "held")
`);
  expect(result.stdout).not.toContain('ESCAPED');
  expect(result.stdout.match(/held/g)).toHaveLength(11);
});

test('a fork bomb stops at the process limit and leaves nothing behind', async () => {
  const result = await python(
    `
import os, time
made = 0
try:
    for i in range(2000):
        if os.fork() == 0: time.sleep(60); os._exit(0)
        made += 1
except OSError: pass
print(made)
os.kill(-1, 9)
`,
    { wallSeconds: 10 },
  );
  expect(Number(result.stdout.trim() || '0')).toBeLessThan(128);
});

test('a daemon in a session of its own dies with the run', async () => {
  const begun = Date.now();
  const mark = `canary-${process.pid}-${begun}`;
  await shell(
    `setsid sh -c 'trap "" TERM HUP INT; exec -a ${mark} sleep 300' & (setsid sleep 301 &) ; echo started`,
  );
  const left = await createProcessRunner().run(
    { command: 'pgrep', arguments: ['-f', 'sleep 301'], folder: '/', environment: { PATH: '/usr/bin:/bin' } },
    { signal },
  );
  expect(left.stdout).toBe('');
  expect(Date.now() - begun).toBeLessThan(5_000);
});

test('a spinner that ignores every signal is killed at the wall limit', async () => {
  const result = await python(
    'import signal\nfor n in range(1,32):\n  try: signal.signal(n, signal.SIG_IGN)\n  except OSError: pass\nwhile True: pass',
    {
      wallSeconds: 1,
    },
  );
  expect(result.timedOut).toBe(true);
  expect(result.wallSeconds).toBeLessThan(3);
});

test('disks are small and the number of files is watched', async () => {
  const full = await shell(
    'for d in /work /tmp /dev/shm $HOME; do for i in 1 2 3 4 5 6; do head -c 60000000 /dev/zero > $d/$i; done; done; du -sm /work /tmp',
    {
      diskMebibytes: 100,
      wallSeconds: 15,
    },
  );
  for (const line of full.stdout.trim().split('\n'))
    expect(Number(line.split('\t')[0])).toBeLessThanOrEqual(100);
  const files = await python(
    'import time\nfor i in range(400000): open(f"/work/{i}", "w").close()\ntime.sleep(5)',
    {
      wallSeconds: 30,
    },
  );
  expect(files.killed).toBe(true);
});

test('everything dies when the orchestrator is killed', async () => {
  const source = new URL('../../index.ts', import.meta.url).pathname;
  const program = `import { createBubblewrapSandbox, createProcessRunner, defaultSandboxLimits } from '${source}';
    const signal = new AbortController().signal;
    const sandbox = await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
    console.log('ready');
    await sandbox.run({ command: ['sleep', '302'], limits: { ...defaultSandboxLimits, wallSeconds: 60 } }, { signal });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const left = await createProcessRunner().run(
    { command: 'pgrep', arguments: ['-f', 'sleep 302'], folder: '/', environment: { PATH: '/usr/bin:/bin' } },
    { signal },
  );
  expect(left.stdout).toBe('');
});

test('a missing bwrap is refused with the remedy, never replaced', async () => {
  await expect(
    createBubblewrapSandbox({ processRunner: createProcessRunner(), program: '/nowhere/bwrap' }, { signal }),
  ).rejects.toMatchObject({
    code: 'no-sandbox',
    remedy: expect.stringContaining('apt-get install bubblewrap'),
  });
});

test('a bwrap that does not isolate fails the self-test inside', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fake-'));
  const fake = join(folder, 'bwrap');
  await writeFile(
    fake,
    '#!/bin/sh\nshift 2\nshift\nprintf "started\\n0m0s 0m0s\\n0m0s 0m0s\\n" >&3\nexit 0\n',
    {
      mode: 0o755,
    },
  );
  await expect(
    createBubblewrapSandbox({ processRunner: createProcessRunner(), program: fake }, { signal }),
  ).rejects.toThrow(/self-test/);
});
