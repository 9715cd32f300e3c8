import type { EffectHandler } from '../effects/effect.ts';
import type {
  WorkspaceCommitInput,
  WorkspaceCommitOutput,
  WorkspaceReadInput,
  WorkspaceReadOutput,
  WorkspaceWriteInput,
  WorkspaceWriteOutput,
} from '../effects/workspace-effects.ts';
import type { RefusedFile, Workspace, WorkspaceFile } from './workspace.ts';

export interface WorkspaceHandlers {
  readonly 'workspace.write': EffectHandler<WorkspaceWriteInput, WorkspaceWriteOutput>;
  readonly 'workspace.commit': EffectHandler<WorkspaceCommitInput, WorkspaceCommitOutput>;
  readonly 'workspace.read': EffectHandler<WorkspaceReadInput, WorkspaceReadOutput>;
}

/** The workspace effects on one workspace; protected files are refused whoever writes. */
export function createWorkspaceHandlers(workspace: Workspace): WorkspaceHandlers {
  return {
    'workspace.write': {
      run: async (input, context) => {
        const { allowed, refused } = applyProtection(input);
        const done = await workspace.write(allowed);
        await workspace.remove(input.remove.filter((path) => !isProtected(path, input.protectedPaths)));
        for (const path of done.written) {
          const content = allowed.find((file) => file.path === path)?.content ?? '';
          context.emit({ type: 'file-written', path, bytes: Buffer.byteLength(content), role: input.role });
        }
        const all = [...refused, ...done.refused];
        for (const { path, reason } of all) context.emit({ type: 'file-refused', path, reason });
        return { written: [...done.written], refused: all };
      },
    },
    'workspace.commit': {
      run: async (input, { signal }) => ({ ...(await workspace.commit(input, { signal })) }),
    },
    'workspace.read': {
      run: async (input) => {
        const files: Record<string, string | null> = {};
        for (const path of input.paths) files[path] = await workspace.read(path);
        return { files, all: await workspace.list() };
      },
    },
  };
}

function applyProtection(input: WorkspaceWriteInput): { allowed: WorkspaceFile[]; refused: RefusedFile[] } {
  const refused = input.files
    .filter((file) => isProtected(file.path, input.protectedPaths))
    .map(({ path }) => ({ path, reason: `protected: the ${input.role} may not change it` }));
  return { allowed: input.files.filter((file) => !isProtected(file.path, input.protectedPaths)), refused };
}

function isProtected(path: string, protectedPaths: readonly string[]): boolean {
  const folded = path.normalize('NFKC').toLowerCase();
  return protectedPaths.some((other) => other.normalize('NFKC').toLowerCase() === folded);
}
