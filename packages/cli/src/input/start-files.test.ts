import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStartFiles } from './start-files.ts';

test('text files are read with their relative paths; links, .git and dependencies are left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'start-'));
  await mkdir(join(folder, 'data/deep'), { recursive: true });
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git/config'), 'x');
  await writeFile(join(folder, 'a.txt'), 'one');
  await writeFile(join(folder, 'data/deep/b.json'), '{}');
  await symlink('/etc/passwd', join(folder, 'link'));
  expect(await readStartFiles(folder)).toEqual({ 'a.txt': 'one', 'data/deep/b.json': '{}' });
});

test('a missing folder and a binary file are usage errors', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'start-'));
  await writeFile(join(folder, 'b.bin'), Buffer.from([0xff, 0x00, 0xfe]));
  await expect(readStartFiles(join(folder, 'none'))).rejects.toMatchObject({ code: 'usage' });
  await expect(readStartFiles(folder)).rejects.toThrow(/b\.bin/);
});
