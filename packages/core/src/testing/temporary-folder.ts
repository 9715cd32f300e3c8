import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh folder under `parent` that is removed when the running test has finished. */
export async function temporaryFolder(parent: string = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, '.bottega-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
