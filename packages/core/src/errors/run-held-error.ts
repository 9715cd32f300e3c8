import { BottegaError } from './bottega-error.ts';

/** Another process works on this run. */
export class RunHeldError extends BottegaError {
  readonly processId: number;

  constructor(runId: string, processId: number) {
    super({
      code: 'run-held',
      message: `Run ${runId} is held by process ${processId}.`,
      remedy: `Wait for process ${processId} to end, or stop it, then try again.`,
    });
    this.processId = processId;
  }
}
