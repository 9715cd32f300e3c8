import type { Sandbox, ToolMount } from '../sandbox/sandbox.ts';
import type { Language } from '../toolchain/toolchain.ts';
import type { EffectHandler } from './effect.ts';
import type { ExecInput, ExecOutput } from './exec-effect.ts';

export interface ExecHandlerOptions {
  readonly sandbox: Sandbox;
  /** Host folder of the workspace. */
  readonly folder: string;
  readonly mounts: (language: Language) => readonly ToolMount[];
}

/** Runs commands of the flow in a sandbox on a copy of the workspace; one that ended before a cancel is an answer. */
export function createExecHandler(options: ExecHandlerOptions): EffectHandler<ExecInput, ExecOutput> {
  return {
    run: async (input, { key, signal, emit }) => {
      emit({ type: 'exec-start', key, title: input.title });
      const result = await options.sandbox.run(
        {
          ...(input.workspace ? { folder: options.folder } : {}),
          files: input.files,
          command: input.command,
          stdin: input.stdin,
          tools: options.mounts(input.language),
          limits: input.limits,
          outputs: input.outputs,
        },
        { signal },
      );
      if (result.killed) signal.throwIfAborted();
      emit({
        type: 'exec-end',
        key,
        title: input.title,
        exitCode: result.exitCode,
        timedOut: result.timedOut,
        seconds: result.wallSeconds,
      });
      return { ...result, files: { ...result.files } };
    },
  };
}
