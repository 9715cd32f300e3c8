import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { RunHeldError } from '../errors/run-held-error.ts';

const owner = z.strictObject({ processId: z.int().positive(), startTime: z.string() });

/** Takes a run for this process; throws RunHeldError while another living process has it. Returns the release. */
export async function lockRun(path: string, runId: string): Promise<() => Promise<void>> {
  const mine = JSON.stringify({ processId: process.pid, startTime: await processStartTime(process.pid) });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
      const held = await liveOwner(path);
      if (held !== null) throw new RunHeldError(runId, held);
      await rm(path, { force: true });
    }
  }
}

/** Id of the living process that holds a lock, or null. */
async function liveOwner(path: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const parsed = owner.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const started = await processStartTime(parsed.data.processId);
  return started !== '' && started === parsed.data.startTime ? parsed.data.processId : null;
}

/** When a process started, in ticks since the machine's start; empty where there is no such process. */
async function processStartTime(processId: number): Promise<string> {
  const stat = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
