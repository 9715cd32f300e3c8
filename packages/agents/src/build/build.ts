import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  checkOutFolder,
  chooseOutFolder,
  createBudget,
  createRedactor,
  createWorkspace,
  defaultRunsFolder,
  deliver,
  endKey,
  folderName,
  hashJson,
  type Json,
  type OpenRun,
  openRunStore,
  type RunEvent,
  recordedSeconds,
} from '@bottega/core';
import { codeVersion } from '../code-version.ts';
import type { ChatModel } from '../model/chat-model.ts';
import type { BuildOptions, BuildResult, ModelChoice } from './build-options.ts';
import { checkOptions } from './check-options.ts';
import { defaultModel, modelName, openModel, secretsOf } from './open-model.ts';
import { type RunPlace, type RunRequest, runRequest } from './run-request.ts';
import { openSandbox, reportOf, runSitting, type Sitting, withTimeLimit } from './session.ts';

/**
 * Builds a program: runs the company on a prompt and delivers a git repository with its verdict. Rejects with a
 * BottegaError where no program can be delivered (usage, no model, no sandbox, budget, cancelled); the run can go
 * on with `resume` then. Honours `options.signal`.
 */
export async function build(options: BuildOptions): Promise<BuildResult> {
  checkOptions(options);
  const folder = resolve(options.folder ?? process.cwd());
  const out = options.out === undefined ? null : resolve(folder, options.out);
  await checkOutFolder(out ?? (await chooseOutFolder(folder, 'program')));
  const choice = options.model ?? defaultModel;
  const request: RunRequest = {
    prompt: options.prompt,
    files: { ...options.files },
    seed: options.seed ?? 1,
    sandbox: options.sandbox ?? 'bubblewrap',
    model: modelName(choice),
  };
  const signal = options.signal ?? new AbortController().signal;
  const emit = options.onEvent ?? (() => {});
  const sandbox = await openSandbox(request.sandbox, signal);
  const model = await openModel(choice, { signal, emit });
  try {
    const store = openRunStore(options.runsFolder ?? defaultRunsFolder(process.env));
    const place: RunPlace = { out, folder, model: placeOf(choice) };
    const created = Date.now() / 1000;
    const redact = createRedactor({ secrets: secretsOf(choice), hostPaths: { [folder]: '/folder' } });
    const run = await store.create(
      { runId: newRunId(created), codeVersion, created, request },
      place as Json as never,
      { redact },
    );
    return await finishRun({
      run,
      request: runRequest.parse(run.journal.header.request),
      place,
      choice,
      model,
      sandbox,
      signal,
      emit,
      resumed: false,
      limits: options.budget ?? {},
    });
  } finally {
    await model.close();
  }
}

/** What a sitting needs to bring a run to its end. */
export interface RunToFinish {
  readonly run: OpenRun;
  readonly request: RunRequest;
  readonly place: RunPlace;
  readonly choice: ModelChoice;
  readonly model: ChatModel;
  readonly sandbox: Awaited<ReturnType<typeof openSandbox>>;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
  readonly resumed: boolean;
  readonly limits: NonNullable<BuildOptions['budget']>;
}

/** Runs the chain to its end, delivers, records the end, and gives the run back. */
export async function finishRun(fields: RunToFinish): Promise<BuildResult> {
  const { run, request, place, emit } = fields;
  const budget = createBudget(fields.limits, () => performance.now() / 1000);
  const recorded = recordedSeconds(run.journal.entries);
  const timed = withTimeLimit(fields.signal, fields.limits, recorded);
  try {
    const { signal } = timed;
    emit({
      type: 'run-start',
      runId: run.id,
      prompt: request.prompt,
      model: request.model,
      sandbox: fields.sandbox.kind,
      resumed: fields.resumed,
    });
    for (const text of run.journal.notices) emit({ type: 'notice', level: 'warning', text });
    const workspace = await createWorkspace(
      { folder: run.workspaceFolder, gitFolder: run.gitFolder },
      { signal },
    );
    const sitting: Sitting = {
      journal: run.journal,
      request,
      workspace,
      model: fields.model,
      sandbox: fields.sandbox,
      budget,
      secrets: secretsOf(fields.choice),
      hostPaths: { [run.workspaceFolder]: '/work', [place.folder]: '/folder' },
      emit,
      signal,
    };
    const result = await runSitting(sitting);
    const name = folderName(result.state.facts.deliverables.at(-1) ?? result.state.mainFile);
    const out =
      place.out ?? (await chooseOutFolder(place.folder, name === 'main' ? folderName(request.prompt) : name));
    const report = reportOf(sitting, result);
    await deliver({ gitFolder: run.gitFolder, out, runId: run.id }, { signal });
    if (run.journal.find(endKey) === undefined) {
      const output = JSON.parse(JSON.stringify(report)) as Json;
      await run.journal.append({
        key: endKey,
        effect: 'end',
        inputHash: hashJson(null),
        input: null,
        output,
        seconds: 0,
      });
    }
    emit({ type: 'run-end', report, outFolder: out });
    return { report, folder: out };
  } finally {
    timed.stop();
    await run.close();
  }
}

/** A choice as it is kept for a resume: a model given as an object cannot be. */
function placeOf(choice: ModelChoice): RunPlace['model'] {
  return choice.provider === 'custom' ? { provider: 'custom' } : choice;
}

/** Sortable by time, unique, fit for a folder name: `20261124-021500-3f9a1c`. */
function newRunId(seconds: number): string {
  const date = new Date(seconds * 1000).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${date}-${randomBytes(3).toString('hex')}`;
}
