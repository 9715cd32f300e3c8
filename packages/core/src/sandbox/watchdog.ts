import { statfs } from 'node:fs/promises';
import { processTree, proportionalBytes, residentBytes } from './process-tree.ts';
import type { SandboxLimits } from './sandbox.ts';

const intervalMilliseconds = 100;
/** Files in one of the sandbox's file systems at most; their number is not limited by their size. */
const mostFiles = 20_000;
const watchedFolders = ['work', 'tmp', 'home/bottega', 'dev/shm'];

export interface Watchdog {
  /** Largest memory of all processes together seen so far, in MiB. */
  peakMebibytes(): number;
  /** Why the watchdog struck, or null. */
  struck(): 'memory' | 'files' | null;
  stop(): void;
}

/** Looks at a sandbox from outside every 100 ms and calls `kill` once where memory or number of files go over. */
export function startWatchdog(processId: number, limits: SandboxLimits, kill: () => void): Watchdog {
  let peak = 0;
  let struck: 'memory' | 'files' | null = null;
  const strike = (reason: 'memory' | 'files'): void => {
    struck ??= reason;
    kill();
  };
  const look = (): void => {
    const tree = processTree(processId);
    const limit = limits.memoryMebibytes * 1024 * 1024;
    let bytes = sum(tree.map(residentBytes));
    if (bytes > limit) {
      bytes = sum(tree.map((id) => proportionalBytes(id) ?? residentBytes(id)));
      if (bytes > limit) strike('memory');
    }
    peak = Math.max(peak, bytes);
    void countFiles(tree.at(-1) ?? processId).then((most) => {
      if (most > mostFiles) strike('files');
    });
  };
  const timer = setInterval(look, intervalMilliseconds);
  return {
    peakMebibytes: () => Math.round((peak / 1024 / 1024) * 10) / 10,
    struck: () => struck,
    stop: () => clearInterval(timer),
  };
}

/** Most files in use in one of the file systems seen by a process. */
async function countFiles(processId: number): Promise<number> {
  const counts = await Promise.all(
    watchedFolders.map(async (folder) => {
      try {
        const system = await statfs(`/proc/${processId}/root/${folder}`);
        return system.type === 0x01021994 ? system.files - system.ffree : 0;
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
