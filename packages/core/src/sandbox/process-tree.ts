import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4096;
const ticksPerSecond = 100;

/** Ids of the processes that one process has started itself. */
export function childrenOf(id: number): number[] {
  return listNames(`/proc/${id}/task`).flatMap((thread) =>
    readText(`/proc/${id}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

/** Ids of a process and all that descend from it. */
export function processTree(root: number): number[] {
  const found = [root];
  for (let at = 0; at < found.length; at += 1) found.push(...childrenOf(found[at] as number));
  return found;
}

/** Resident bytes by the cheap count, which counts shared pages once for each process. */
export function residentBytes(id: number): number {
  return Number(readText(`/proc/${id}/statm`).split(' ')[1] ?? 0) * pageBytes;
}

/** Bytes by the proportional count: shared pages divided among those who share them; null where it cannot be read. */
export function proportionalBytes(id: number): number | null {
  const line = /^Pss:\s+(\d+)/m.exec(readText(`/proc/${id}/smaps_rollup`))?.[1];
  return line === undefined ? null : Number(line) * 1024;
}

/** CPU seconds of a process and of those of its children that have ended and were waited for. */
export function cpuSecondsOf(id: number): number {
  const status = readText(`/proc/${id}/stat`);
  const fields = status
    .slice(status.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  return fields.reduce((total, ticks) => total + Number(ticks), 0) / ticksPerSecond;
}

/** Memory of the whole machine, in bytes; null where it cannot be told. */
export function machineMemory(): { total: number; available: number } | null {
  const text = readText('/proc/meminfo');
  const [total, available] = ['MemTotal', 'MemAvailable'].map((name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN),
  );
  if (!Number.isFinite(total) || !Number.isFinite(available)) return null;
  return { total: (total as number) * 1024, available: (available as number) * 1024 };
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
