import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mostOutputBytes, packFiles, readPlainFile, unpackFiles, withParents } from './archive.ts';

test('what was packed is unpacked by the system, with names of every kind', async () => {
  const into = await temporaryFolder();
  const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/ü.txt`;
  const { bytes, count } = await packFiles(undefined, { '-rf': 'dash', [long]: 'long', __proto__x: 'x' });
  execFileSync('tar', ['-x', '-f', '-', '-C', into], { input: bytes });
  expect(count).toBe(3);
  expect(readPlainFile(join(into, '-rf'))?.bytes.toString()).toBe('dash');
  expect(readPlainFile(join(into, long))?.bytes.toString()).toBe('long');
});

test('a thousand files are packed, in the order of their names', async () => {
  const from = await temporaryFolder();
  const names = Array.from({ length: 1000 }, (_, index) => `file-${String(index).padStart(4, '0')}`);
  await Promise.all(names.map((name) => writeFile(join(from, name), name)));
  const { bytes, count } = await packFiles(from, {});
  expect(count).toBe(1000);
  expect(execFileSync('tar', ['-t', '-f', '-'], { input: bytes }).toString().trim().split('\n')).toEqual(
    names,
  );
});

test('a file behind a linked folder is not unpacked', async () => {
  const archive = pack();
  archive.entry({ name: 'real', type: 'directory' });
  archive.entry({ name: 'link', type: 'symlink', linkname: '/etc' });
  archive.entry({ name: 'real/a' }, 'a');
  archive.entry({ name: 'link/b' }, 'b');
  archive.finalize();
  expect(withParents(['real/a', 'link/b'])).toEqual(['real', 'link', 'real/a', 'link/b']);
  expect(await unpackFiles(await bytesOf(archive), ['real/a', 'link/b', '__proto__'])).toEqual({
    'real/a': 'a',
  });
});

test('an archive that is cut or no archive at all gives what was whole', async () => {
  const { bytes } = await packFiles(undefined, { a: 'whole', b: 'x'.repeat(5000) });
  expect(await unpackFiles(bytes.subarray(0, 2000), ['a', 'b'])).toEqual({ a: 'whole' });
  expect(await unpackFiles(Buffer.from('no archive'.repeat(100)), ['a'])).toEqual({});
  expect(await unpackFiles(new Uint8Array(), ['a'])).toEqual({});
});

test('files that do not fit together are left out', async () => {
  const { bytes } = await packFiles(undefined, { a: 'x'.repeat(mostOutputBytes), b: 'y' });
  expect(Object.keys(await unpackFiles(bytes, ['a', 'b']))).toEqual(['a']);
});

test('a link, a folder and a pipe are no plain file, and none is waited for', async () => {
  const place = await temporaryFolder();
  await mkdir(join(place, 'folder'));
  await symlink('/etc/passwd', join(place, 'link'));
  execFileSync('/usr/bin/mkfifo', [join(place, 'pipe')]);
  for (const name of ['folder', 'link', 'pipe', 'absent'])
    expect(readPlainFile(join(place, name))).toBeNull();
});

async function bytesOf(archive: ReturnType<typeof pack>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}
