import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkContent, checkPath } from './path-gate.ts';
import type { WorkspaceFile } from './workspace.ts';

const mostFiles = 2_000;

/** Paths of all plain files under a folder, sorted, without `.git`. */
export async function listFiles(folder: string, under = ''): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, under), { withFileTypes: true })) {
    if (entry.name === '.git') continue;
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await listFiles(folder, path)));
    else if (entry.isFile()) paths.push(path);
  }
  return paths.sort();
}

/** Text of a plain file reached through plain folders only, or null. */
export async function readWorkspaceFile(folder: string, path: string): Promise<string | null> {
  if (checkPath(path) !== null || (await unsafeParent(folder, path)) !== null) return null;
  const found = await lstat(join(folder, path)).catch(() => null);
  return found?.isFile() ? readFile(join(folder, path), 'utf8') : null;
}

/** Why a file may not be written where it wants to be; null where it may. */
export async function checkTarget(
  folder: string,
  file: WorkspaceFile,
  existing: readonly string[],
): Promise<string | null> {
  const reason = checkPath(file.path, existing) ?? checkContent(file.content);
  if (reason !== null) return reason;
  if (existing.length >= mostFiles && !existing.includes(file.path))
    return `the workspace holds ${mostFiles} files already`;
  const parent = await unsafeParent(folder, file.path);
  if (parent !== null) return parent;
  const target = await lstat(join(folder, file.path)).catch(() => null);
  if (target === null) return null;
  return target.isFile() && target.nlink === 1 ? null : 'there is a link or a special file of that name';
}

/** Writes one file so that it is there whole or not at all: a new file beside it, synced, then renamed. */
export async function writeFileAtomically(folder: string, file: WorkspaceFile): Promise<void> {
  const target = join(folder, file.path);
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  const temporary = join(parent, `.bottega-${randomBytes(6).toString('hex')}`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const mode = file.content.startsWith('#!') ? 0o755 : 0o644;
  const handle = await open(temporary, flags, mode);
  try {
    await handle.chmod(mode);
    await handle.writeFile(file.content);
    await handle.sync();
    await handle.close();
    await rename(temporary, target);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes plain files; an absent one is no error. */
export async function removeFiles(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (checkPath(path) !== null || (await unsafeParent(folder, path)) !== null) continue;
    await rm(join(folder, path), { force: true });
  }
}

async function unsafeParent(folder: string, path: string): Promise<string | null> {
  const segments = path.split('/').slice(0, -1);
  for (let count = 1; count <= segments.length; count += 1) {
    const parent = segments.slice(0, count).join('/');
    const found = await lstat(join(folder, parent)).catch(() => null);
    if (found === null) return null;
    if (!found.isDirectory()) return `${parent} is not a plain folder`;
  }
  return null;
}
