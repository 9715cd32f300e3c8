import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import type { SandboxLimits, ToolMount } from '../sandbox.ts';

/** What the argument list depends on; the rest is the same for every run. */
export interface ArgumentFields {
  /** Root keeps its user namespace and drops to a user of its own inside; anyone else gets a new namespace. */
  readonly asRoot: boolean;
  /** A fresh /proc; some containers allow only an empty one. */
  readonly freshProc: boolean;
  readonly limits: SandboxLimits;
  readonly tools: readonly ToolMount[];
  readonly environment: Readonly<Record<string, string>>;
  /** Descriptor of the system call filter. */
  readonly filterDescriptor: number;
  /** Generated files: path inside -> descriptor that holds its bytes. */
  readonly generated: Readonly<Record<string, number>>;
}

/** Read-only parts of the host's /etc that programs need and that tell nothing. */
const etcEntries = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'localtime',
  'mime.types',
  'ssl/certs',
  'ssl/openssl.cnf',
];
const systemFolders = ['bin', 'lib', 'lib64', 'lib32', 'libx32', 'sbin'];

/** Arguments of bwrap up to the command, in the order in which bwrap applies them. */
export function bubblewrapArguments(fields: ArgumentFields): string[] {
  const mebibytes = (count: number): string => String(Math.ceil(count * 1024 * 1024));
  const disk = (path: string, mode: string, size: number): string[] => [
    '--perms',
    mode,
    '--size',
    mebibytes(size),
    '--tmpfs',
    path,
  ];
  const folder = (path: string): string[] => ['--perms', '0755', '--dir', path];
  return [
    '--unshare-pid',
    '--unshare-net',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...(fields.asRoot ? [] : ['--unshare-user', '--uid', '1000', '--gid', '1000']),
    '--cap-drop',
    'ALL',
    ...(fields.asRoot ? ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID'] : []),
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    ...Object.entries(fields.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    '--ro-bind',
    '/usr',
    '/usr',
    ...systemFolders.flatMap(systemFolder),
    ...folder('/etc'),
    ...folder('/etc/ssl'),
    ...etcMounts(),
    ...Object.entries(fields.generated).flatMap(([path, descriptor]) => [
      '--perms',
      '0644',
      '--ro-bind-data',
      String(descriptor),
      path,
    ]),
    ...(fields.freshProc ? ['--proc', '/proc'] : folder('/proc')),
    '--dev',
    '/dev',
    ...disk('/dev/shm', '1777', fields.limits.diskMebibytes / 4),
    '--remount-ro',
    '/dev',
    ...disk('/tmp', '1777', fields.limits.diskMebibytes),
    ...folder('/home'),
    ...disk('/home/bottega', '1777', fields.limits.diskMebibytes / 4),
    ...disk('/work', '1777', fields.limits.diskMebibytes),
    ...folder('/opt'),
    ...fields.tools.flatMap((tool) => ['--ro-bind', tool.hostFolder, tool.path]),
    '--remount-ro',
    '/',
    '--chdir',
    '/work',
    '--seccomp',
    String(fields.filterDescriptor),
  ];
}

/** /bin and its like as on the host: a link into /usr, or a folder of its own. */
function systemFolder(name: string): string[] {
  const path = `/${name}`;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return found.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}

function etcMounts(): string[] {
  const languages = existsSync('/etc')
    ? readdirSync('/etc').filter((name) => /^python3(\.\d+)?$/.test(name))
    : [];
  return [...etcEntries, ...languages].flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]);
}
