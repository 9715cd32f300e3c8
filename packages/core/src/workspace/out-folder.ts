import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';

/** Throws UsageError where the delivered repository could not be put: nothing is ever overwritten. */
export async function checkOutFolder(out: string): Promise<void> {
  const found = await lstat(out).catch(() => null);
  if (found !== null && !found.isDirectory()) {
    throw new UsageError(
      `--out ${out} is a file.`,
      'Give a folder that does not exist yet, or an empty one.',
    );
  }
  if (found !== null && (await readdir(out)).length > 0) {
    throw new UsageError(
      `--out ${out} is not empty.`,
      'Give a folder that does not exist yet, or an empty one.',
    );
  }
  const parent = await nearestFolder(dirname(resolve(out)), out);
  try {
    await rm(await mkdtemp(join(parent, '.bottega-')), { recursive: true });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new UsageError(
      `--out ${out} cannot be written (${code} in ${parent}).`,
      'Give a folder that you may write.',
    );
  }
}

/** Folder of the delivered repository where none was given: named after the program, numbered where taken. */
export async function chooseOutFolder(folder: string, name: string): Promise<string> {
  const parent = (await insideCheckout(folder)) ?? folder;
  for (let number = 1; ; number += 1) {
    const out = join(parent, number === 1 ? name : `${name}-${number}`);
    if ((await lstat(out).catch(() => null)) === null) return out;
  }
}

/** An ASCII folder name from a program's file name or a prompt. */
export function folderName(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\.[a-z]{1,4}$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug === '' ? 'program' : slug;
}

/** `out/` of a Bottega checkout that holds the folder, or null: built programs never mix with the product. */
async function insideCheckout(folder: string): Promise<string | null> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const manifest = await readFile(join(at, 'package.json'), 'utf8').catch(() => '');
    if (/"name":\s*"@bottega\/workspace"/.test(manifest)) return join(at, 'out');
    if (at === dirname(at)) return null;
  }
}

async function nearestFolder(start: string, out: string): Promise<string> {
  for (let at = start; ; at = dirname(at)) {
    const found = await lstat(at).catch(() => null);
    if (found?.isDirectory() || found?.isSymbolicLink()) return at;
    if (found !== null) {
      throw new UsageError(
        `--out ${out} cannot be made: ${at} is a file.`,
        'Give a folder whose parents are folders.',
      );
    }
    if (at === dirname(at)) return at;
  }
}
