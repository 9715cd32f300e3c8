import { Buffer } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { extract, pack } from 'tar-stream';

/** Names that never enter a sandbox. */
const leftOut = new Set(['.git']);
/** Bytes of all files read back together at most; a file that does not fit is left out. */
export const mostOutputBytes = 2 * 1024 * 1024;
const readsAtOnce = 64;

/** A tar, and how many files it holds. */
export interface PackedFiles {
  readonly bytes: Buffer;
  readonly count: number;
}

/** A tar of a folder's plain files with others laid over it; links and special files are left out. */
export async function packFiles(
  folder: string | undefined,
  files: Readonly<Record<string, string>>,
): Promise<PackedFiles> {
  const laidOver = new Set(Object.keys(files));
  const parents = new Set([...laidOver].flatMap(parentsOf));
  const isCovered = (path: string): boolean =>
    laidOver.has(path) || parents.has(path) || parentsOf(path).some((parent) => laidOver.has(parent));
  const archive = pack();
  const collected = collect(archive);
  let count = laidOver.size;
  for (const path of folder === undefined ? [] : plainFiles(folder, '')) {
    if (isCovered(path)) continue;
    // Blocking reads are several times faster; between two batches others get their turn.
    if (count++ % readsAtOnce === 0) await setImmediate();
    const file = readPlainFile(join(folder ?? '', path));
    if (file === null) continue;
    archive.entry({ name: path, mode: file.isExecutable ? 0o755 : 0o644 }, file.bytes);
  }
  for (const [path, content] of Object.entries(files)) archive.entry({ name: path, mode: 0o644 }, content);
  archive.finalize();
  return { bytes: await collected, count };
}

/** What a tar must hold for `unpackFiles`: the folders above each file, which tell whether one is a link, come first. */
export function withParents(paths: readonly string[]): string[] {
  return [...new Set([...paths.flatMap(parentsOf), ...paths])];
}

/** Plain files of a tar that were asked for, as text; links, and what lies behind them, are passed over. */
export async function unpackFiles(
  bytes: Uint8Array,
  wanted: readonly string[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const folders = new Set<string>();
  let room = mostOutputBytes;
  const reader = extract();
  const done = new Promise<void>((resolve) => {
    for (const event of ['finish', 'error', 'close'] as const) reader.on(event, () => resolve());
  });
  reader.on('entry', (header, stream, next) => {
    const pieces: Buffer[] = [];
    // An archive that was cut ends in the middle of an entry, which is then left out.
    stream.on('error', () => {});
    stream.on('data', (piece) => pieces.push(piece as Buffer));
    stream.on('end', () => {
      const content = Buffer.concat(pieces);
      const name = header.name.replace(/\/$/, '');
      if (header.type === 'directory') folders.add(name);
      const isPlain = header.type === 'file' && parentsOf(name).every((parent) => folders.has(parent));
      if (isPlain && wanted.includes(name) && content.length <= room) {
        room -= content.length;
        files[name] = content.toString('utf8');
      }
      next();
    });
    stream.resume();
  });
  reader.end(Buffer.from(bytes));
  await done;
  return files;
}

/** A plain file's bytes; null for anything else, which is neither followed nor waited for. */
export function readPlainFile(
  file: string,
  mostBytes = Number.POSITIVE_INFINITY,
): { bytes: Buffer; isExecutable: boolean } | null {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size > mostBytes) return null;
    return { bytes: readFileSync(descriptor), isExecutable: (status.mode & 0o111) !== 0 };
  } catch {
    return null;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function parentsOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}

async function collect(archive: ReturnType<typeof pack>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

function* plainFiles(folder: string, under: string): Generator<string> {
  const entries = readdirSync(join(folder, under), { withFileTypes: true });
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (leftOut.has(entry.name.toLowerCase())) continue;
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) yield* plainFiles(folder, path);
    else if (entry.isFile()) yield path;
  }
}
