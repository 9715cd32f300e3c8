import { exitCodeOfVerdict } from '../exit-codes.ts';
import { callerFolder } from './build.ts';
import { type BudgetFlags, budgetLimits, type ModelFlags, modelChoice } from './model-choice.ts';
import { runWithReporter } from './run-with-reporter.ts';

/** `bottega resume`: goes on with an unfinished run; resolves with the exit code. */
export function resumeCommand(runId: string | undefined, flags: ModelFlags & BudgetFlags): Promise<number> {
  return runWithReporter(flags, async (tools) => {
    const model = modelChoice(flags);
    const { resume } = await import('@bottega/agents');
    const { report } = await resume({
      folder: callerFolder(),
      budget: budgetLimits(flags),
      ...(runId === undefined ? {} : { runId }),
      ...(model === undefined ? {} : { model }),
      ...tools,
    });
    return exitCodeOfVerdict(report.verdict);
  });
}
