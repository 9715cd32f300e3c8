import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createBudget,
  createWorkspace,
  DamagedRunError,
  defaultRunsFolder,
  endKey,
  openRunStore,
  type RunEvent,
  type RunReport,
  UsageError,
} from '@bottega/core';
import { runRequest } from './run-request.ts';
import { reportOf, runSitting, type Sitting } from './session.ts';

export interface ReplayOptions {
  readonly runId: string;
  readonly runsFolder?: string;
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs a finished build again without model, key, network or sandbox: recorded answers come from the journal, files
 * and commits are made again and must give the same tree. Throws DamagedRunError naming the step that does not fit.
 */
export async function replay(options: ReplayOptions): Promise<RunReport> {
  const signal = options.signal ?? new AbortController().signal;
  const emit = options.onEvent ?? (() => {});
  const run = await openRunStore(options.runsFolder ?? defaultRunsFolder(process.env)).open(options.runId);
  const base = await mkdtemp(join(tmpdir(), 'bottega-replay-'));
  try {
    const recorded = run.journal.find(endKey)?.output as RunReport | undefined;
    if (recorded === undefined) {
      throw new UsageError(`Run ${run.id} is not finished.`, `Go on with it: bottega resume ${run.id}`);
    }
    const request = runRequest.parse(run.journal.header.request);
    emit({
      type: 'run-start',
      runId: run.id,
      prompt: request.prompt,
      model: request.model,
      sandbox: 'recorded',
      resumed: false,
    });
    const sitting: Sitting = {
      journal: run.journal,
      request,
      workspace: await createWorkspace(
        { folder: join(base, 'files'), gitFolder: join(base, 'git') },
        { signal },
      ),
      model: null,
      sandbox: null,
      budget: createBudget({}, () => 0),
      secrets: [],
      hostPaths: {},
      emit,
      signal,
    };
    const result = await runSitting(sitting);
    if (result.commit.tree !== recorded.tree || result.commit.commit !== recorded.commit) {
      throw new DamagedRunError(endKey, `the tree is ${result.commit.tree}, recorded was ${recorded.tree}`);
    }
    const report = { ...reportOf(sitting, result), usage: recorded.usage, seconds: recorded.seconds };
    emit({ type: 'run-end', report, outFolder: null });
    return report;
  } finally {
    await run.close();
    await rm(base, { recursive: true, force: true });
  }
}
