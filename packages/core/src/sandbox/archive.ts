import { Buffer } from 'node:buffer';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extract, pack } from 'tar-stream';
import { UsageError } from '../errors/usage-error.ts';

/** Names that never enter a sandbox. */
const leftOut = new Set(['.git']);

/** A tar of a folder's plain files with others laid over it; links and special files are left out. */
export async function packFiles(
  folder: string | undefined,
  files: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const archive = pack();
  const collected = collect(archive);
  for (const path of Object.keys(files)) checkInside(path);
  if (folder !== undefined) {
    for (const path of await plainFiles(folder, '')) {
      if (path in files) continue;
      const file = join(folder, path);
      const { mode } = await lstat(file);
      archive.entry({ name: path, mode: (mode & 0o111) === 0 ? 0o644 : 0o755 }, await readFile(file));
    }
  }
  for (const [path, content] of Object.entries(files)) archive.entry({ name: path, mode: 0o644 }, content);
  archive.finalize();
  return collected;
}

/** Plain files of a tar that were asked for, as text; anything else in it is passed over. */
export async function unpackFiles(
  bytes: Uint8Array,
  wanted: readonly string[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const reader = extract();
  const done = new Promise<void>((resolve) => {
    reader.on('finish', () => resolve());
    reader.on('error', () => resolve());
    reader.on('close', () => resolve());
  });
  reader.on('entry', (header, stream, next) => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece) => pieces.push(piece as Buffer));
    stream.on('end', () => {
      const path = header.name.replace(/^\.\//, '');
      if (header.type === 'file' && wanted.includes(path))
        files[path] = Buffer.concat(pieces).toString('utf8');
      next();
    });
    stream.resume();
  });
  reader.end(Buffer.from(bytes));
  await done;
  return files;
}

/** Throws UsageError for a path that would leave the work folder. */
export function checkInside(path: string): void {
  const segments = path.split('/');
  if (
    path === '' ||
    path.startsWith('/') ||
    path.includes('\0') ||
    segments.includes('..') ||
    segments.includes('')
  ) {
    throw new UsageError(
      `The path ${JSON.stringify(path)} leaves the work folder.`,
      'Give a relative path without "..".',
    );
  }
}

async function collect(archive: ReturnType<typeof pack>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

async function plainFiles(folder: string, under: string): Promise<string[]> {
  const entries = await readdir(join(folder, under), { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (leftOut.has(entry.name.toLowerCase())) continue;
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await plainFiles(folder, path)));
    else if (entry.isFile()) paths.push(path);
  }
  return paths;
}
