import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4096;

/** Ids of a process and all that descend from it. */
export function processTree(root: number): number[] {
  const found: number[] = [];
  const open = [root];
  while (open.length > 0) {
    const id = open.pop() as number;
    found.push(id);
    for (const thread of listNumbers(`/proc/${id}/task`)) {
      open.push(...readText(`/proc/${id}/task/${thread}/children`).split(' ').filter(Boolean).map(Number));
    }
  }
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

function listNumbers(folder: string): string[] {
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
