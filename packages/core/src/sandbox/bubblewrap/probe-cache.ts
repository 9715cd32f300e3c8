import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { ProcessRunner } from '../../process/process-runner.ts';
import { selfTestScript } from './self-test.ts';

/** What the self-test found out about this machine's bwrap. */
export interface ProbeResult {
  readonly freshProc: boolean;
}

const entry = z.strictObject({ key: z.string(), freshProc: z.boolean() });
const known = new WeakMap<ProcessRunner, Map<string, ProbeResult>>();

/** A name of everything that a passed self-test depends on: bwrap's path, time and size, kernel, user, the test itself. */
export function probeKey(program: string, asRoot: boolean): string {
  const { mtimeMs, size } = statSync(program);
  return JSON.stringify([program, mtimeMs, size, release(), asRoot, selfTestScript.length]);
}

/** Where passed self-tests are kept: in memory by process runner, and in a file if one is given. Failures never are. */
export function createProbeCache(processRunner: ProcessRunner, file: string | undefined) {
  const inMemory = known.get(processRunner) ?? new Map<string, ProbeResult>();
  known.set(processRunner, inMemory);
  return {
    read: (key: string): ProbeResult | undefined => inMemory.get(key) ?? readEntry(file, key),
    write: (key: string, found: ProbeResult): void => {
      inMemory.set(key, found);
      writeEntry(file, key, found);
    },
  };
}

function readEntry(file: string | undefined, key: string): ProbeResult | undefined {
  if (file === undefined) return undefined;
  try {
    const found = entry.parse(JSON.parse(readFileSync(file, 'utf8')));
    return found.key === key ? { freshProc: found.freshProc } : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written costs one more self-test, nothing else. */
function writeEntry(file: string | undefined, key: string, found: ProbeResult): void {
  if (file === undefined) return;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const written = `${file}.${process.pid}`;
    writeFileSync(written, JSON.stringify({ key, ...found }));
    renameSync(written, file);
  } catch {
    // The next start looks again.
  }
}
