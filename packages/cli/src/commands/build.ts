import { UsageError } from '@bottega/core';
import { exitCodeOfVerdict } from '../exit-codes.ts';
import { readPrompt } from '../input/read-prompt.ts';
import { readStartFiles } from '../input/start-files.ts';
import { type BudgetFlags, budgetLimits, type ModelFlags, modelChoice } from './model-choice.ts';
import { runWithReporter } from './run-with-reporter.ts';

export interface BuildFlags extends ModelFlags, BudgetFlags {
  readonly promptFile?: string;
  readonly with?: string;
  readonly out?: string;
  readonly sandbox?: string;
  readonly seed?: number;
}

/** `bottega build`: a prompt in, a delivered repository out; resolves with the exit code. */
export function buildCommand(argument: string | undefined, flags: BuildFlags): Promise<number> {
  return runWithReporter(flags, async (tools) => {
    const prompt = await readPrompt({ argument, file: flags.promptFile, standardInput: process.stdin });
    const model = modelChoice(flags);
    const { sandbox } = flags;
    if (sandbox !== undefined && sandbox !== 'bubblewrap' && sandbox !== 'none') {
      throw new UsageError(`There is no sandbox ${sandbox}.`, 'Use bubblewrap, or none for no isolation.');
    }
    const files = flags.with === undefined ? {} : await readStartFiles(flags.with);
    const { build } = await import('@bottega/agents');
    const { report } = await build({
      prompt,
      files,
      folder: callerFolder(),
      budget: budgetLimits(flags),
      ...(flags.out === undefined ? {} : { out: flags.out }),
      ...(model === undefined ? {} : { model }),
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
      ...tools,
    });
    return exitCodeOfVerdict(report.verdict);
  });
}

/** Folder the person called from; npm starts scripts elsewhere and says where it was called. */
export function callerFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}
