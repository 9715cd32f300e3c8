import { constants, type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The journal's only door to files; a simulator can stand in for it. */
export interface JournalFiles {
  /** Bytes of a file, or null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Adds text to the end of a file; resolves once it is synced to the disk. After a failure the end of the file is unknown. */
  append(path: string, text: string): Promise<void>;
  /** Puts a file there whole or not at all, in place of an older one; resolves once file and folder are synced. */
  write(path: string, text: string): Promise<void>;
  /** Cuts a file to this many bytes and syncs it. */
  truncate(path: string, bytes: number): Promise<void>;
  /** Removes what a kill left half written in a folder. */
  sweep(folder: string): Promise<void>;
}

/** The real files; appending keeps one descriptor a file open until `close`. */
export function createJournalFiles(): JournalFiles & { close(): Promise<void> } {
  const appended = new Map<string, FileHandle>();
  return {
    read: (path) => readFile(path).catch((error: NodeJS.ErrnoException) => nullWhereMissing(error)),
    append: async (path, text) => {
      let handle = appended.get(path);
      if (handle === undefined) {
        // Without O_CREAT: a journal that was removed meanwhile is not begun again without its header.
        handle = await open(path, constants.O_WRONLY | constants.O_APPEND);
        appended.set(path, handle);
      }
      await handle.appendFile(text);
      await handle.datasync();
    },
    write: async (path, text) => {
      const folder = dirname(path);
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      const partial = join(folder, partialName);
      await withFile(partial, 'w', async (handle) => {
        await handle.writeFile(text);
        await handle.sync();
      });
      await rename(partial, path).catch(async (error) => {
        await rm(partial, { force: true });
        throw error;
      });
      await syncFolder(folder);
      if (made !== undefined) await syncFolder(dirname(made));
    },
    truncate: (path, bytes) =>
      withFile(path, 'r+', async (handle) => {
        await handle.truncate(bytes);
        await handle.sync();
      }),
    sweep: (folder) => rm(join(folder, partialName), { force: true }),
    close: async () => {
      const handles = [...appended.values()];
      appended.clear();
      for (const handle of handles) await handle.close();
    },
  };
}

/** Name of a file that is not whole yet. */
const partialName = '.partial';

/** Syncs a folder, so that the names in it outlive a loss of power. */
export function syncFolder(folder: string): Promise<void> {
  return withFile(folder, 'r', (handle) => handle.sync());
}

async function withFile(
  path: string,
  flags: string,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

function nullWhereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
