import { statfs } from 'node:fs/promises';
import {
  childrenOf,
  cpuSecondsOf,
  machineMemory,
  processTree,
  proportionalBytes,
  residentBytes,
} from './process-tree.ts';

const intervalMilliseconds = 100;
/** The first looks come sooner, so that short runs are seen at all. */
const firstLooks = [15, 45];
/** Files in one of the sandbox's file systems at most, over those it began with: their size does not limit them. */
const mostNewFiles = 20_000;
const watchedFolders = ['work', 'tmp', 'home/bottega', 'dev/shm'];
const temporaryFileSystem = 0x01021994;
/** Part of the machine's memory that is never given up to a sandbox. */
const reservedPart = 0.05;

/** What is watched, and what to do. */
export interface WatchdogOptions {
  /** The process that was started; where `namespaced`, its one child is the first process inside. */
  readonly processId: number;
  readonly namespaced: boolean;
  readonly memoryMebibytes: number;
  /** Files that a sandbox began with; only counted where `namespaced`. */
  readonly filesBefore: number;
  readonly kill: () => void;
}

export interface Watchdog {
  /** Largest memory of all processes together seen so far, in MiB; shared pages count for each process. */
  peakMebibytes(): number;
  /** CPU seconds of all processes seen at the last look; those of children nobody waited for are missing. */
  cpuSeconds(): number;
  /** Why the watchdog struck, or null. */
  struck(): 'memory' | 'files' | null;
  stop(): void;
}

/** Looks at a run from outside every 100 ms and calls `kill` where memory or number of files go over. */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const { processId, kill } = options;
  const limit = options.memoryMebibytes * 1024 * 1024;
  const before = machineMemory();
  let peak = 0;
  let cpu = 0;
  let struck: 'memory' | 'files' | null = null;
  const strike = (reason: 'memory' | 'files'): void => {
    struck ??= reason;
    kill();
  };
  const look = (): void => {
    const root = options.namespaced ? childrenOf(processId)[0] : processId;
    if (root === undefined) return;
    const tree = processTree(root);
    cpu = Math.max(cpu, sum(tree.map(cpuSecondsOf)));
    let bytes = sum(tree.map(residentBytes));
    if (bytes > limit) bytes = sum(tree.map((id) => proportionalBytes(id) ?? residentBytes(id)));
    peak = Math.max(peak, bytes);
    if (bytes > limit || machineIsShort(before, limit)) strike('memory');
    if (!options.namespaced) return;
    void mostFilesIn(root).then((most) => {
      if (most > options.filesBefore * 2 + mostNewFiles) strike('files');
    });
  };
  const timers = firstLooks.map((milliseconds) => setTimeout(look, milliseconds));
  const interval = setInterval(look, intervalMilliseconds);
  return {
    peakMebibytes: () => Math.round((peak / 1024 / 1024) * 10) / 10,
    cpuSeconds: () => cpu,
    struck: () => struck,
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      clearInterval(interval);
    },
  };
}

/**
 * True where the machine is about to run out and lost more than the limit since the start: memory that the kernel
 * holds for a sandbox, such as full socket buffers, belongs to none of its processes.
 */
function machineIsShort(before: ReturnType<typeof machineMemory>, limit: number): boolean {
  const now = machineMemory();
  if (before === null || now === null) return false;
  return now.available < now.total * reservedPart && before.available - now.available > limit;
}

/** Most files in use in one of the file systems seen by a process. */
async function mostFilesIn(processId: number): Promise<number> {
  const counts = await Promise.all(
    watchedFolders.map(async (folder) => {
      try {
        const system = await statfs(`/proc/${processId}/root/${folder}`);
        return system.type === temporaryFileSystem ? system.files - system.ffree : 0;
      } catch {
        return 0;
      }
    }),
  );
  return Math.max(...counts);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
