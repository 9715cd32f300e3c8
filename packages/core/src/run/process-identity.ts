import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';

/** One process, told from a later one with the same id. */
export const processIdentity = z.strictObject({
  processId: z.int().positive(),
  /** Ticks from the machine's start to the process's; empty where the system does not say. */
  startTime: z.string(),
  /** Id of the machine's start; empty where the system does not say. */
  bootId: z.string(),
});

export type ProcessIdentity = z.infer<typeof processIdentity>;

/** This process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const { startTime } = await processStat(process.pid);
  return { processId: process.pid, startTime, bootId: await bootId() };
}

/** True while the very process, or a thread of it, can still write; one that was killed and not yet reaped cannot. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  if (identity.startTime === '') return answersSignals(identity.processId);
  if (identity.bootId !== (await bootId())) return false;
  const { state, startTime } = await processStat(identity.processId);
  if (startTime !== identity.startTime) return false;
  return !(state === 'Z' || state === 'X') || (await threadCount(identity.processId)) > 1;
}

async function threadCount(processId: number): Promise<number> {
  const threads = await readdir(`/proc/${processId}/task`).catch(() => []);
  return threads.length;
}

/** State letter and start time; empty where there is no such process, or no /proc. */
async function processStat(processId: number): Promise<{ state: string; startTime: string }> {
  const text = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
}

async function bootId(): Promise<string> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return text.trim();
}

function answersSignals(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
