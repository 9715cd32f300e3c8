import { cp, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BottegaError } from '../errors/bottega-error.ts';
import { openGit } from './git/git-factory.ts';
import { checkOutFolder } from './out-folder.ts';

export interface DeliveryRequest {
  /** The product's git directory of the run. */
  readonly gitFolder: string;
  /** Where the repository shall stand; absent or an empty folder. */
  readonly out: string;
  /** Makes the sibling's name unique. */
  readonly runId: string;
}

const plainConfiguration =
  '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n';

/**
 * Puts a plain repository with the whole history at `out`: built in a sibling folder, checked, then renamed, so
 * that it is there whole or not at all. Throws UsageError where `out` is taken.
 */
export async function deliver(request: DeliveryRequest, options: { signal: AbortSignal }): Promise<string> {
  const out = resolve(request.out);
  await checkOutFolder(out);
  const sibling = join(dirname(out), `.${basename(out)}.bottega-${request.runId}`);
  await mkdir(dirname(out), { recursive: true });
  await rm(sibling, { recursive: true, force: true });
  try {
    const gitFolder = join(sibling, '.git');
    await mkdir(gitFolder, { recursive: true });
    for (const part of ['HEAD', 'objects', 'refs']) {
      await cp(join(request.gitFolder, part), join(gitFolder, part), { recursive: true });
    }
    await writeFile(join(gitFolder, 'config'), plainConfiguration);
    const git = openGit({ gitFolder, folder: sibling }, {}, options.signal);
    const found = await git.raw(['fsck', '--strict', '--full', '--no-progress']);
    if (/error|missing|broken/i.test(found)) throw damaged(found);
    await git.raw(['reset', '--hard', '--quiet']);
    options.signal.throwIfAborted();
    await rmdir(out).catch(() => {});
    await rename(sibling, out);
    return out;
  } catch (error) {
    await rm(sibling, { recursive: true, force: true });
    throw error;
  }
}

function damaged(found: string): BottegaError {
  return new BottegaError({
    code: 'git',
    message: `The history of the run is damaged: ${found.trim().split('\n')[0]}`,
    remedy: 'Start the build again.',
  });
}
