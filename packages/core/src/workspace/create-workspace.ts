import {
  checkTarget,
  listFiles,
  readWorkspaceFile,
  removeFiles,
  writeFileAtomically,
} from './file-writer.ts';
import { openHistory } from './git/git-history.ts';
import type { RefusedFile, Workspace } from './workspace.ts';

/** Opens the workspace of a run, making folder and git directory where there are none. */
export async function createWorkspace(
  place: { readonly folder: string; readonly gitFolder: string },
  options: { signal: AbortSignal },
): Promise<Workspace> {
  const history = await openHistory(place);
  return {
    folder: place.folder,
    list: () => listFiles(place.folder),
    read: (path) => readWorkspaceFile(place.folder, path),
    write: async (files) => {
      const written: string[] = [];
      const refused: RefusedFile[] = [];
      const existing = new Set(await listFiles(place.folder));
      for (const file of files) {
        const reason = await checkTarget(place.folder, file, [...existing]);
        if (reason !== null) {
          refused.push({ path: file.path, reason });
          continue;
        }
        await writeFileAtomically(place.folder, file);
        existing.add(file.path);
        written.push(file.path);
      }
      return { written, refused };
    },
    remove: (paths) => removeFiles(place.folder, paths),
    commit: (request, { signal }) => history.commit(request, signal),
    restore: (commit, { signal }) => history.restore(commit, signal),
    head: () => history.head(options.signal),
  };
}
