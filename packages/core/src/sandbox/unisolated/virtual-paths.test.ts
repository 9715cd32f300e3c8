import { expect, test } from 'vitest';
import { createVirtualPaths } from './virtual-paths.ts';

const paths = createVirtualPaths('/tmp/base', [{ hostFolder: '/home/me/node', path: '/opt/node' }]);

test.each([
  ['/work', '/tmp/base/work'],
  ['/work/a.py', '/tmp/base/work/a.py'],
  ['--out=/work/a', '--out=/tmp/base/work/a'],
  ['cd /work && ls', 'cd /tmp/base/work && ls'],
  ['/work:/opt/node/lib', '/tmp/base/work:/home/me/node/lib'],
  ['/tmp/x', '/tmp/base/tmp/x'],
  ['/workshop', '/workshop'],
  ['/my/work/a', '/my/work/a'],
  ['./work', './work'],
])('%s becomes %s on the host', (inside, host) => {
  expect(paths.toHost(inside)).toBe(host);
});

test('in given files only the work folder and toolchains are translated', () => {
  expect(paths.fileToHost('run("/work/a", "/tmp/x")')).toBe('run("/tmp/base/work/a", "/tmp/x")');
});

test('host paths become virtual ones again', () => {
  expect(paths.toVirtual('/tmp/base/work/a /tmp/base/tmp/b /tmp/base/home /home/me/node/bin /tmp/base')).toBe(
    '/work/a /tmp/b /home/bottega /opt/node/bin /tmp',
  );
});

test('a toolchain that is part of the system stays as it is', () => {
  const system = createVirtualPaths('/tmp/base', [{ hostFolder: '/usr', path: '/opt/node' }]);
  expect(system.toVirtual('/usr/lib/python3')).toBe('/usr/lib/python3');
  expect(system.toHost('/opt/node/bin/node')).toBe('/usr/bin/node');
});
