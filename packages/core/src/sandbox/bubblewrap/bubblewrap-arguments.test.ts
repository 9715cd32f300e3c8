import { expect, test } from 'vitest';
import { defaultSandboxLimits } from '../default-limits.ts';
import { bubblewrapArguments } from './bubblewrap-arguments.ts';

const build = (more: Partial<Parameters<typeof bubblewrapArguments>[0]> = {}): string[] =>
  bubblewrapArguments({
    asRoot: false,
    freshProc: true,
    limits: defaultSandboxLimits,
    tools: [],
    environment: { PATH: '/usr/bin' },
    filterDescriptor: 5,
    generated: { '/etc/passwd': 7 },
    ...more,
  });
const followers = (list: readonly string[], option: string): string[] =>
  list.flatMap((word, index) => (word === option ? [list[index + 1] ?? ''] : []));

test.each([
  [false, ['CAP_KILL']],
  [true, ['CAP_KILL', 'CAP_SETUID', 'CAP_SETGID']],
])('as root %s: all capabilities are dropped before the few of the launcher are added', (asRoot, kept) => {
  const list = build({ asRoot });
  expect(followers(list, '--cap-drop')).toEqual(['ALL']);
  expect(followers(list, '--cap-add')).toEqual(kept);
  expect(list.indexOf('--cap-drop')).toBeLessThan(list.indexOf('--cap-add'));
  expect(list.includes('--unshare-user')).toBe(!asRoot);
});

test.each(['pid', 'net', 'ipc', 'uts'])('the %s namespace is new', (name) => {
  expect(build()).toContain(`--unshare-${name}`);
});

test('nothing of the host can be written: only the system and toolchains are bound, read-only', () => {
  const list = build({ tools: [{ hostFolder: '/host/node', path: '/opt/tools/node' }] });
  expect(list).not.toContain('--bind');
  expect(list).not.toContain('--dev-bind');
  for (const source of followers(list, '--ro-bind'))
    expect(source).toMatch(/^\/(usr|s?bin|lib\w*|host\/node)$/);
  expect(followers(list, '--remount-ro')).toEqual(['/dev', '/']);
  expect(followers(list, '--dir')).toEqual(expect.arrayContaining(['/opt', '/opt/tools']));
});

test('every file system that can be written has a size', () => {
  const list = build({ limits: { ...defaultSandboxLimits, diskMebibytes: 8 } });
  const mounts = list.flatMap((word, index) =>
    word === '--tmpfs' ? [[list[index + 1], list[index - 2], list[index - 1]]] : [],
  );
  expect(mounts).toEqual([
    ['/dev/shm', '--size', String(2 * 1024 * 1024)],
    ['/tmp', '--size', String(8 * 1024 * 1024)],
    ['/home/bottega', '--size', String(2 * 1024 * 1024)],
    ['/work', '--size', String(8 * 1024 * 1024)],
  ]);
});

test('an empty /proc is a folder', () => {
  const list = build({ freshProc: false });
  expect(list).not.toContain('--proc');
  expect(followers(list, '--dir')).toContain('/proc');
});
