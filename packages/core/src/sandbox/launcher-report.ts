import { constants } from 'node:os';

/** What a launcher wrote on its own descriptor: a line once it is about to start the command, the rest after it. */
export interface LauncherReport {
  /** False where it failed before the command. */
  readonly started: boolean;
  /** CPU seconds of the command and all of its children that were waited for; null where it did not get there. */
  readonly cpuSeconds: number | null;
  /** What came after the times: a tar of the files asked for, or nothing. */
  readonly rest: Uint8Array;
}

/** The line that a launcher writes right before the command. */
export const startedLine = 'started';

/** Reads `started`, the two lines of the shell's `times`, and the bytes after them. */
export function readLauncherReport(bytes: Uint8Array): LauncherReport {
  const buffer = Buffer.from(bytes);
  const lines: string[] = [];
  let at = 0;
  while (lines.length < 3) {
    const end = buffer.indexOf('\n', at);
    if (end < 0) break;
    lines.push(buffer.subarray(at, end).toString('latin1'));
    at = end + 1;
  }
  const children = lines[2];
  return {
    started: lines[0] === startedLine,
    cpuSeconds: children === undefined ? null : secondsOf(children),
    rest: children === undefined ? new Uint8Array() : buffer.subarray(at),
  };
}

/** Name of the signal that a shell reports as 128 + its number; null for every other exit code. */
export function signalOfExitCode(code: number | null): string | null {
  if (code === null || code <= 128) return null;
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found?.[0] ?? null;
}

/** `0m1.50s 0m0.25s` in seconds. */
function secondsOf(line: string): number {
  return [...line.matchAll(/(\d+)m(\d+)[.,](\d+)s/g)].reduce(
    (total, [, minutes, seconds, fraction]) =>
      total + Number(minutes) * 60 + Number(`${seconds}.${fraction}`),
    0,
  );
}
