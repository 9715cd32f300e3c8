import { z } from 'zod';
import type { Effect } from './effect.ts';

const writeInput = z.strictObject({
  /** Role that writes; the host itself is `host`. */
  role: z.string(),
  files: z.array(z.strictObject({ path: z.string(), content: z.string() })),
  /** Paths the role may not touch; such a file is refused. */
  protectedPaths: z.array(z.string()),
  remove: z.array(z.string()),
});
const writeOutput = z.strictObject({
  written: z.array(z.string()),
  refused: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
});
const commitInput = z.strictObject({ message: z.string(), author: z.string(), time: z.number() });
const commitOutput = z.strictObject({ commit: z.string(), tree: z.string() });
const readInput = z.strictObject({ paths: z.array(z.string()) });
const readOutput = z.strictObject({
  files: z.record(z.string(), z.string().nullable()),
  all: z.array(z.string()),
});

export type WorkspaceWriteInput = z.infer<typeof writeInput>;
export type WorkspaceWriteOutput = z.infer<typeof writeOutput>;
export type WorkspaceCommitInput = z.infer<typeof commitInput>;
export type WorkspaceCommitOutput = z.infer<typeof commitOutput>;
export type WorkspaceReadInput = z.infer<typeof readInput>;
export type WorkspaceReadOutput = z.infer<typeof readOutput>;

/** Writes and removes files through the path gate. */
export const writeEffect: Effect<WorkspaceWriteInput, WorkspaceWriteOutput> = {
  name: 'workspace.write',
  input: writeInput,
  output: writeOutput,
  replay: 'again',
};

/** Commits the workspace as it is. */
export const commitEffect: Effect<WorkspaceCommitInput, WorkspaceCommitOutput> = {
  name: 'workspace.commit',
  input: commitInput,
  output: commitOutput,
  replay: 'again',
};

/** Reads files of the workspace and lists all of them. */
export const readEffect: Effect<WorkspaceReadInput, WorkspaceReadOutput> = {
  name: 'workspace.read',
  input: readInput,
  output: readOutput,
  replay: 'again',
};
