import { BottegaError, type RunEvent } from '@bottega/core';
import { exitCodeOfError, exitCodes } from '../exit-codes.ts';
import { createJsonReporter } from '../reporters/json-reporter.ts';
import { createPlainReporter } from '../reporters/plain-reporter.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { createTerminalReporter } from '../reporters/terminal-reporter.ts';

/** After a first Ctrl-C, a run that does not stop by itself is ended after this many milliseconds. */
const stopMilliseconds = 1_800;

/** Runs something with the reporter that fits the output; Ctrl-C stops it cleanly, a second one at once. */
export async function runWithReporter(
  options: { readonly json?: boolean },
  work: (tools: { signal: AbortSignal; onEvent: (event: RunEvent) => void }) => Promise<number>,
): Promise<number> {
  const reporter = chooseReporter(options.json === true);
  const controller = new AbortController();
  let runId = '';
  const explain = (): void => {
    const where = runId === '' ? '' : ` with: bottega resume ${runId}`;
    process.stderr.write(`\nStopped. Nothing is lost; go on${where}\n`);
  };
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.cancelled);
    controller.abort();
    setTimeout(() => {
      explain();
      process.exit(exitCodes.cancelled);
    }, stopMilliseconds).unref();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work({
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'run-start') runId = event.runId;
        reporter.event(event);
      },
    });
  } catch (error) {
    if (controller.signal.aborted) {
      explain();
      return exitCodes.cancelled;
    }
    if (!BottegaError.isInstance(error)) throw error;
    const more = error.code === 'budget-exceeded' && runId !== '' ? ` (run ${runId})` : '';
    reporter.failure({ code: error.code, message: error.message, remedy: `${error.remedy}${more}` });
    return exitCodeOfError(error);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    reporter.close();
  }
}

function chooseReporter(json: boolean): Reporter {
  if (json) return createJsonReporter(process.stdout);
  return process.stdout.isTTY ? createTerminalReporter(process.stdout) : createPlainReporter(process.stdout);
}
