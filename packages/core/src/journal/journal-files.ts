import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The journal's only door to files; a simulator can stand in for it. */
export interface JournalFiles {
  /** Text of a file, or null where there is none. */
  read(path: string): Promise<string | null>;
  /** Adds text to the end of a file; resolves once it is synced to the disk. */
  append(path: string, text: string): Promise<void>;
  /** Makes a file with this content; resolves once file and folder are synced. An existing one is left as it is. */
  create(path: string, text: string): Promise<void>;
  /** Cuts a file to this many bytes and syncs it. */
  truncate(path: string, bytes: number): Promise<void>;
}

/** The real files; appending keeps one descriptor open until `close`. */
export function createJournalFiles(): JournalFiles & { close(): Promise<void> } {
  const open_ = new Map<string, Awaited<ReturnType<typeof open>>>();
  const syncFolder = async (folder: string): Promise<void> => {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  };
  return {
    read: (path) => readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => nullWhereMissing(error)),
    append: async (path, text) => {
      let handle = open_.get(path);
      if (handle === undefined) {
        handle = await open(path, 'a', 0o600);
        open_.set(path, handle);
      }
      await handle.appendFile(text);
      await handle.datasync();
    },
    create: async (path, text) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const handle = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return null;
        throw error;
      });
      if (handle === null) return;
      await handle.writeFile(text);
      await handle.sync();
      await handle.close();
      await syncFolder(dirname(path));
    },
    truncate: async (path, bytes) => {
      const handle = await open(path, 'r+');
      await handle.truncate(bytes);
      await handle.sync().finally(() => handle.close());
    },
    close: async () => {
      for (const handle of open_.values()) await handle.close();
      open_.clear();
    },
  };
}

function nullWhereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
