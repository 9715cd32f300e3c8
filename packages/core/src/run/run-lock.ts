import { randomUUID } from 'node:crypto';
import { appendFile, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { RunHeldError } from '../errors/run-held-error.ts';
import { isAlive, ownIdentity, processIdentity } from './process-identity.ts';

const claim = z.strictObject({ claim: z.string(), owner: processIdentity });
const withdrawal = z.strictObject({ withdrawn: z.string() });
const lockLine = z.union([claim, withdrawal]);

/**
 * Takes a run for this process; throws RunHeldError while another living process has it. Returns the release.
 *
 * The lock is a file of claims, only ever appended to: the first claim whose process lives and that was not withdrawn
 * holds, so two claimers never both win, and the claim of a killed process counts for nothing. The holder removes the
 * file; a claim that was appended to a removed file is not found again and made once more.
 */
export async function lockRun(path: string, runId: string): Promise<() => Promise<void>> {
  const own = { claim: randomUUID(), owner: await ownIdentity() };
  for (;;) {
    await appendLine(path, own);
    const earlier = await claimsBefore(path, own.claim);
    if (earlier === null) continue;
    const holder = await firstAlive(earlier);
    if (holder === null) return releaseOnce(path);
    await appendLine(path, { withdrawn: own.claim });
    throw new RunHeldError(runId, holder);
  }
}

function releaseOnce(path: string): () => Promise<void> {
  let isHeld = true;
  return async () => {
    if (!isHeld) return;
    isHeld = false;
    await rm(path, { force: true });
  };
}

/** The line ends on both sides keep it apart from one that a kill cut off. */
function appendLine(path: string, line: z.infer<typeof lockLine>): Promise<void> {
  return appendFile(path, `\n${JSON.stringify(line)}\n`, { mode: 0o600 });
}

/** Claims before the own one that were not withdrawn; null where the own one is not there. */
async function claimsBefore(path: string, own: string): Promise<z.infer<typeof claim>[] | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').flatMap((line) => {
    const parsed = lockLine.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
  const withdrawn = new Set(lines.flatMap((line) => ('withdrawn' in line ? [line.withdrawn] : [])));
  const claims = lines.filter((line) => 'claim' in line);
  const at = claims.findIndex((line) => line.claim === own);
  return at < 0 ? null : claims.slice(0, at).filter((line) => !withdrawn.has(line.claim));
}

async function firstAlive(claims: readonly z.infer<typeof claim>[]): Promise<number | null> {
  for (const { owner } of claims) {
    if (await isAlive(owner)) return owner.processId;
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
