import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';

/** SHA-256 of a file, as 64 hexadecimal digits. */
export async function hashFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { signal, highWaterMark: 1024 * 1024 }))
    hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** True where this very file was hashed before with this result: remembered beside it by size and time. */
export async function isRemembered(file: string, sha256: string): Promise<boolean> {
  const [note, mark] = await Promise.all([
    readFile(`${file}.sha256`, 'utf8').catch(() => ''),
    markOf(file, sha256),
  ]);
  return note === mark;
}

/** Remembers that a file has this hash. */
export async function remember(file: string, sha256: string): Promise<void> {
  await writeFile(`${file}.sha256`, await markOf(file, sha256));
}

async function markOf(file: string, sha256: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return `${sha256} ${size} ${Math.floor(mtimeMs)}\n`;
}
