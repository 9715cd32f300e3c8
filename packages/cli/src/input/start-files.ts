import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@bottega/core';

const leftOut = new Set(['.git', 'node_modules', '__pycache__', '.venv']);
const mostFiles = 200;
const mostBytes = 8 * 1024 * 1024;

/** Text files of a folder, relative path with `/` -> content; links are not followed, dependencies and `.git` left out. */
export async function readStartFiles(folder: string): Promise<Record<string, string>> {
  const found = await stat(folder).catch(() => null);
  if (found === null || !found.isDirectory()) {
    throw new UsageError(`--with ${folder} is no folder.`, 'Give a folder that holds the start files.');
  }
  const files: Record<string, string> = {};
  let bytes = 0;
  for (const path of await listFiles(folder, '')) {
    const content = await readFile(join(folder, path));
    bytes += content.length;
    if (Object.keys(files).length >= mostFiles || bytes > mostBytes) {
      throw new UsageError(
        `--with ${folder} holds more than ${mostFiles} files or 8 MiB.`,
        'Give only the files that the program needs.',
      );
    }
    files[path] = decode(path, content);
  }
  return files;
}

function decode(path: string, content: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    if (text.includes('\0')) throw new TypeError('binary');
    return text;
  } catch {
    throw new UsageError(
      `The start file ${path} is not text in UTF-8.`,
      'Take it out of the folder given by --with.',
    );
  }
}

async function listFiles(folder: string, under: string): Promise<string[]> {
  const entries = await readdir(join(folder, under), { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (leftOut.has(entry.name)) continue;
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await listFiles(folder, path)));
    else if (entry.isFile()) paths.push(path);
  }
  return paths;
}
