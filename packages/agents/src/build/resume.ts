import {
  type BudgetLimits,
  commitEffect,
  createWorkspace,
  createWorkspaceHandlers,
  defaultRunsFolder,
  endKey,
  type OpenRun,
  openRunStore,
  type RunEvent,
  UsageError,
  writeEffect,
} from '@bottega/core';
import { finishRun } from './build.ts';
import type { BuildResult, ModelChoice } from './build-options.ts';
import { modelName, openModel } from './open-model.ts';
import { runPlace, runRequest } from './run-request.ts';
import { openSandbox } from './session.ts';

export interface ResumeOptions {
  /** Id of the run. Default: the newest unfinished one that was started in `folder`. */
  readonly runId?: string;
  readonly folder?: string;
  readonly runsFolder?: string;
  /** A larger budget than before; earlier use counts. */
  readonly budget?: BudgetLimits;
  /** Needed where the run was started with a model given as an object. */
  readonly model?: ModelChoice;
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
}

/** Goes on with an unfinished run: no stored answer is paid again. */
export async function resume(options: ResumeOptions = {}): Promise<BuildResult> {
  const signal = options.signal ?? new AbortController().signal;
  const emit = options.onEvent ?? (() => {});
  const store = openRunStore(options.runsFolder ?? defaultRunsFolder(process.env));
  const runId = options.runId ?? (await latestUnfinished(store, options.folder ?? process.cwd()));
  const run = await store.open(runId);
  try {
    if (run.journal.find(endKey) !== undefined) {
      throw new UsageError(`Run ${runId} is finished.`, `Show it again: bottega replay ${runId}`);
    }
    const request = runRequest.parse(run.journal.header.request);
    const place = runPlace.parse(run.local);
    const choice = options.model ?? (place.model.provider === 'custom' ? null : (place.model as ModelChoice));
    if (choice === null || modelName(choice) !== request.model) {
      throw new UsageError(
        `Run ${runId} needs its model ${request.model}.`,
        'Give the same model as at the start.',
      );
    }
    await restoreWorkspace(run, signal);
    const sandbox = await openSandbox(request.sandbox, signal);
    const model = await openModel(choice, { signal, emit });
    try {
      return await finishRun({
        run,
        request,
        place,
        choice,
        model,
        sandbox,
        signal,
        emit,
        resumed: true,
        limits: options.budget ?? {},
      });
    } finally {
      await model.close();
    }
  } finally {
    await run.close();
  }
}

async function latestUnfinished(store: ReturnType<typeof openRunStore>, folder: string): Promise<string> {
  const found = (await store.list()).find((run) => !run.finished && run.local.folder === folder);
  if (found === undefined) {
    throw new UsageError(`No unfinished run was started in ${folder}.`, 'Show all runs with `bottega runs`.');
  }
  return found.id;
}

/** Files and head as the journal says: the last recorded commit, and the writes recorded after it. */
async function restoreWorkspace(run: OpenRun, signal: AbortSignal): Promise<void> {
  const workspace = await createWorkspace(
    { folder: run.workspaceFolder, gitFolder: run.gitFolder },
    { signal },
  );
  const { entries } = run.journal;
  const last = entries.findLastIndex((entry) => entry.effect === commitEffect.name);
  const commit = entries[last];
  if (commit === undefined) {
    await workspace.remove(await workspace.list());
  } else {
    await workspace.restore(commitEffect.output.parse(commit.output).commit, { signal });
  }
  const handler = createWorkspaceHandlers(workspace)['workspace.write'];
  for (const entry of entries.slice(last + 1).filter((later) => later.effect === writeEffect.name)) {
    await handler.run(writeEffect.input.parse(entry.input), { key: entry.key, signal, emit: () => {} });
  }
}
