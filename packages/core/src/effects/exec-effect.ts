import { z } from 'zod';
import type { Effect } from './effect.ts';

const limits = z.strictObject({
  wallSeconds: z.number().positive(),
  cpuSeconds: z.number().positive(),
  memoryMebibytes: z.number().positive(),
  processes: z.int().positive(),
  fileMebibytes: z.number().positive(),
  diskMebibytes: z.number().positive(),
  outputBytes: z.int().positive(),
});

const input = z.strictObject({
  /** One line for people: `tests of words.py`. */
  title: z.string(),
  /** Tree id of the workspace the command runs on: names the state, so that a replay can compare. Null before the first commit. */
  tree: z.string().nullable(),
  /** False where only `files` are wanted, without a copy of the workspace. */
  workspace: z.boolean(),
  /** Overlaid on the copy. */
  files: z.record(z.string(), z.string()),
  command: z.array(z.string()).min(1),
  stdin: z.string(),
  /** Toolchain whose read-only mounts are needed. */
  language: z.enum(['python', 'javascript', 'typescript']),
  limits,
  outputs: z.array(z.string()),
});

const output = z.strictObject({
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  files: z.record(z.string(), z.string()),
  timedOut: z.boolean(),
  outOfMemory: z.boolean(),
  outputLimit: z.boolean(),
  killed: z.boolean(),
  peakMemoryMebibytes: z.number(),
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
});

export type ExecInput = z.infer<typeof input>;
export type ExecOutput = z.infer<typeof output>;

/** Runs one command on the workspace in the sandbox. */
export const execEffect: Effect<ExecInput, ExecOutput> = { name: 'exec', input, output, replay: 'recorded' };
