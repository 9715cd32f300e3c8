import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ContractContext } from './contract-context.ts';

/** What generated code must not reach, however hard it tries. */
export function isolationCases({ shell, python }: ContractContext): void {
  test('no secret of our environment is found, in any process', async () => {
    process.env.BOTTEGA_CANARY = 'secret-canary';
    const result = await shell(
      'env; for file in /proc/*/environ /proc/*/cmdline; do tr "\\0" "\\n" <$file; done 2>/dev/null',
    );
    delete process.env.BOTTEGA_CANARY;
    expect(result.stdout).toContain('LANG=C.UTF-8');
    expect(result.stdout).not.toContain('secret-canary');
  });

  test('no file of the host is found: home, temporary folder, password hashes, sockets', async () => {
    const folder = await temporaryFolder();
    const home = await temporaryFolder(homedir());
    for (const place of [folder, home]) await writeFile(join(place, 'file'), 'planted');
    const ways = [folder, home].flatMap((place) => [
      `${place}/file`,
      `/proc/1/root${place}/file`,
      `/proc/self/cwd/../..${place}/file`,
    ]);
    const result = await shell(
      `cat ${ways.join(' ')} /etc/shadow /etc/machine-id /var/log/dpkg.log /proc/kcore; ls /home /var /run /sys /root /boot; true`,
    );
    expect(result.stdout.trim()).toBe('/home:\nbottega');
  });

  test('nothing outside the work, home and temporary folders can be written', async () => {
    const result = await python(`
for path in ["/x", "/usr/x", "/etc/x", "/etc/passwd", "/dev/x", "/home/x", "/opt/x", "/proc/sys/kernel/hostname",
             "/proc/sysrq-trigger", "/dev/kmsg", "/dev/sda", "/dev/mem"]:
    try: open(path, "w").write("1"); print("wrote", path)
    except OSError: pass
for path in ["/proc/1/oom_score_adj", "/proc/self/oom_score_adj"]:
    try:
        with open(path, "w") as file: file.write("-900")
        print("wrote", path)
    except OSError: pass
for path in ["/work/x", "/tmp/x", "/dev/shm/x", "/home/bottega/x"]: open(path, "w").write("1")
print("done")
`);
    expect(result.stdout).toBe('done\n');
  });

  test('the host is unreachable by network and abstract socket, the own loopback works', async () => {
    const server = await listening({ port: 0, host: '127.0.0.1' });
    const abstract = `canary-${process.pid}`;
    const local = await listening({ path: `\0${abstract}` });
    const { port } = server.address() as { port: number };
    const result = await python(`
import socket
def attempt(action):
    try: print("reached", action())
    except OSError: print("refused")
for address in [("127.0.0.1", ${port}), ("192.0.2.1", 80), ("169.254.169.254", 80)]:
    attempt(lambda: socket.create_connection(address, 1))
attempt(lambda: socket.getaddrinfo("example.com", 80))
attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)))
attempt(lambda: socket.socket(socket.AF_UNIX).connect("\\0${abstract}"))
for family in [40, 17, 38, 31]: attempt(lambda: socket.socket(family, socket.SOCK_STREAM))
own = socket.create_server(("127.0.0.1", 0)); socket.create_connection(own.getsockname()); print("own")
`);
    server.close();
    local.close();
    expect(result.stdout.trim().split('\n')).toEqual([...Array(10).fill('refused'), 'own']);
  });

  test('namespaces, tracing, mounts, keys, clocks and other users are out of reach', async () => {
    const result = await python(`
import ctypes, fcntl, os
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, value): print(name, "held" if value == -1 else "ESCAPED")
attempt("unshare", libc.unshare(0x10000000))
attempt("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
attempt("umount", libc.umount2(b"/tmp", 0))
attempt("ptrace", libc.ptrace(16, 1, 0, 0))
attempt("chroot", libc.chroot(b"/tmp"))
attempt("setuid", libc.setuid(0))
attempt("sethostname", libc.sethostname(b"x", 1))
attempt("clock", libc.clock_settime(0, (ctypes.c_long * 2)(0, 0)))
attempt("memfd", libc.memfd_create(b"x", 0))
attempt("shmget", libc.shmget(0, 1 << 30, 0o1600))
attempt("setns", libc.setns(0, 0))
for number in [250, 321, 425, 0x40000000 + 1]: attempt(number, libc.syscall(number, 0, 0, 0, 0, 0))
for path in ["/proc/1/mem", "/proc/1/fd/3"]:
    try: os.open(path, os.O_RDWR); print(path, "ESCAPED")
    except OSError: print(path, "held")
try: fcntl.ioctl(0, 0x5412, b"x"); print("TIOCSTI ESCAPED")
except OSError: print("TIOCSTI held")
`);
    expect(result.stdout).not.toContain('ESCAPED');
    expect(result.stdout.match(/held/g)).toHaveLength(18);
  });

  test('only three descriptors are inherited, and no one else is seen', async () => {
    const result = await shell('for fd in /proc/self/fd/*; do readlink $fd; done; ls -d /proc/[0-9]*');
    const lines = result.stdout.trim().split('\n');
    const descriptors = lines.filter((line) => !line.startsWith('/proc/') && line !== '/dev/null');
    expect(descriptors.length).toBeLessThanOrEqual(3);
    expect(lines.filter((line) => /^\/proc\/\d+$/.test(line)).length).toBeLessThan(6);
  });

  test('killing everything ends the command only, and is a result', async () => {
    const result = await python('import os\nos.kill(1, 9)\nos.kill(1, 15)');
    expect(result.exitCode).not.toBeNull();
    const all = await shell('trap "" TERM; kill -9 -1; echo here > out', { outputs: ['out'] });
    expect(all).toMatchObject({ killed: false, files: { out: 'here\n' } });
  });

  test('a fork bomb stops at the limit of processes', async () => {
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
`,
      { limits: { processes: 100, wallSeconds: 10 } },
    );
    expect(Number(result.stdout)).toBeGreaterThan(50);
    expect(Number(result.stdout)).toBeLessThan(100);
  });

  test('endless forking ends with the run', async () => {
    const result = await shell('f() { f | f & }; f; sleep 20', { limits: { wallSeconds: 2 } });
    expect(result.killed).toBe(true);
    expect(result.wallSeconds).toBeLessThan(6);
    expect((await shell('ls -d /proc/[0-9]* | wc -l')).exitCode).toBe(0);
  });

  test('disks are small', async () => {
    const result = await shell(
      'for d in /work /tmp /dev/shm $HOME; do for i in 1 2 3; do head -c 60000000 /dev/zero > $d/$i; done; done; du -sm /work /tmp /dev/shm $HOME',
      { limits: { diskMebibytes: 64, wallSeconds: 15 } },
    );
    const sizes = result.stdout
      .trim()
      .split('\n')
      .map((line) => Number.parseInt(line, 10));
    expect(sizes).toHaveLength(4);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(64);
  });

  test('the number of files is watched', async () => {
    const result = await python(
      'import time\nfor i in range(400000): open(f"/work/{i}", "w").close()\ntime.sleep(5)',
      { limits: { wallSeconds: 30 } },
    );
    expect(result).toMatchObject({ killed: true, outOfMemory: false, timedOut: false });
  });
}

function listening(where: { port: number; host: string } | { path: string }): Promise<Server> {
  const server = createServer((socket) => socket.end('reached'));
  return new Promise((resolve) => server.listen(where, () => resolve(server)));
}
