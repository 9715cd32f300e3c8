import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
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
const languageEntry = /^python3(\.\d+)?$/;
const systemFolders = ['bin', 'lib', 'lib64', 'lib32', 'libx32', 'sbin'];
/** What the launcher keeps until it has become the command's user; worth nothing outside the namespaces. */
const launcherCapabilities = { plain: ['CAP_KILL'], root: ['CAP_KILL', 'CAP_SETUID', 'CAP_SETGID'] };

/** Arguments of bwrap up to the command, in the order in which bwrap applies them. */
export function bubblewrapArguments(fields: ArgumentFields): string[] {
  return [
    ...namespaces(fields.asRoot),
    '--clearenv',
    ...Object.entries(fields.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...systemMounts(),
    ...Object.entries(fields.generated).flatMap(([path, descriptor]) => [
      '--perms',
      '0644',
      '--ro-bind-data',
      String(descriptor),
      path,
    ]),
    ...(fields.freshProc ? ['--proc', '/proc'] : folder('/proc')),
    ...writableMounts(fields.limits.diskMebibytes),
    ...toolMounts(fields.tools),
    '--remount-ro',
    '/',
    '--chdir',
    '/work',
    '--seccomp',
    String(fields.filterDescriptor),
  ];
}

function namespaces(asRoot: boolean): string[] {
  const capabilities = asRoot ? launcherCapabilities.root : launcherCapabilities.plain;
  return [
    '--unshare-pid',
    '--unshare-net',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...(asRoot ? [] : ['--unshare-user', '--uid', '1000', '--gid', '1000']),
    '--cap-drop',
    'ALL',
    ...capabilities.flatMap((name) => ['--cap-add', name]),
    '--as-pid-1',
    '--die-with-parent',
    '--new-session',
  ];
}

function systemMounts(): string[] {
  const languages = readdirSync('/etc').filter((name) => languageEntry.test(name));
  return [
    '--ro-bind',
    '/usr',
    '/usr',
    ...systemFolders.flatMap(systemFolder),
    ...folder('/etc'),
    ...folder('/etc/ssl'),
    ...[...etcEntries, ...languages].flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
  ];
}

/** Everything that can be written lives in memory, each part with a size of its own. */
function writableMounts(diskMebibytes: number): string[] {
  return [
    '--dev',
    '/dev',
    ...disk('/dev/shm', diskMebibytes / 4),
    '--remount-ro',
    '/dev',
    ...disk('/tmp', diskMebibytes),
    ...folder('/home'),
    ...disk('/home/bottega', diskMebibytes / 4),
    ...disk('/work', diskMebibytes),
  ];
}

function toolMounts(tools: readonly ToolMount[]): string[] {
  const parents = new Set(tools.flatMap((tool) => foldersAbove(tool.path)));
  return [
    ...[...parents].flatMap(folder),
    ...tools.flatMap((tool) => ['--ro-bind', tool.hostFolder, tool.path]),
  ];
}

/** `/opt` and `/opt/a` for `/opt/a/b`. */
function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === '/' ? [] : [...foldersAbove(above), above];
}

function folder(path: string): string[] {
  return ['--perms', '0755', '--dir', path];
}

function disk(path: string, mebibytes: number): string[] {
  return ['--perms', '1777', '--size', String(Math.ceil(mebibytes * 1024 * 1024)), '--tmpfs', path];
}

/** /bin and its like as on the host: a link into /usr, or a folder of its own. */
function systemFolder(name: string): string[] {
  const path = `/${name}`;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return found.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}
