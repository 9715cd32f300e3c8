import { exitCodes } from '../exit-codes.ts';
import { runWithReporter } from './run-with-reporter.ts';

/** `bottega replay`: 0 where the recorded run gives the same tree again, whatever its verdict was. */
export function replayCommand(runId: string, flags: { readonly json?: boolean }): Promise<number> {
  return runWithReporter(flags, async (tools) => {
    const { replay } = await import('@bottega/agents');
    await replay({ runId, ...tools });
    return exitCodes.verified;
  });
}
