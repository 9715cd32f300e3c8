import {
  type CommitResult,
  commitEffect,
  type PhaseSummary,
  type Run,
  readEffect,
  readRequest,
  type TestRunner,
  type Toolchain,
  type Verdict,
  type VerdictFacts,
  type WorkspaceFile,
  writeEffect,
} from '@bottega/core';
import { modelEffect } from '../model/model-effect.ts';
import type { BuildState } from '../phases/build-state.ts';
import { judge } from '../phases/deliver.ts';
import type { Phase, PhaseContext } from '../phases/phase.ts';
import { type RoleKey, roles } from '../roles/roles.ts';
import { scopedRun } from './scoped-run.ts';

/** Everything the flow depends on; with the journal's answers it gives the same tree every time. */
export interface CompanyRequest {
  readonly prompt: string;
  readonly files: readonly WorkspaceFile[];
  readonly seed: number;
  readonly isolated: boolean;
  /** Name of the model that speaks for a role. */
  readonly model: (role: RoleKey) => string;
  readonly toolchain: (language: Toolchain['language'], testRunner: TestRunner) => Toolchain;
  readonly phases: readonly Phase[];
}

export interface CompanyResult {
  readonly verdict: Verdict;
  readonly facts: VerdictFacts;
  readonly state: BuildState;
  readonly phases: readonly PhaseSummary[];
  readonly commit: CommitResult;
  /** All paths of the final tree, sorted. */
  readonly files: readonly string[];
}

/** Runs the chain: each phase ends in one commit; the verdict is computed from the last recorded facts. */
export async function runCompany(run: Run, request: CompanyRequest): Promise<CompanyResult> {
  const givenFiles = request.files.toSorted((left, right) => (left.path < right.path ? -1 : 1));
  const facts = readRequest(
    request.prompt,
    Object.fromEntries(givenFiles.map((file) => [file.path, file.content])),
  );
  const toolchain = request.toolchain(facts.language, facts.testRunner);
  const summaries: PhaseSummary[] = [];
  const start = await startRepository(run, givenFiles);
  let state: BuildState = {
    prompt: request.prompt,
    givenFiles,
    facts,
    mainFile: facts.deliverables.at(-1) ?? toolchain.defaultFile,
    usage: '',
    features: [],
    plan: [],
    checks: [],
    program: [],
    verification: null,
    tree: start.tree,
  };
  const count = request.phases.length + 1;
  for (const [index, phase] of request.phases.entries()) {
    const step = openPhase(run, request, toolchain, phase.name);
    const begun = await step.context.run.now('start');
    run.emit({
      type: 'phase-start',
      phase: phase.name,
      index: index + 1,
      count,
      roles: phase.roles.map((role) => roles[role].name),
    });
    const outcome = await phase.run(step.context, state);
    const { commit } = await endPhase(step.context, begun, summaries, step.calls, {
      author: outcome.author,
      subject: `${phase.name}: ${roles[outcome.author].name}: ${outcome.summary}`,
    });
    state = { ...outcome.state, tree: commit.tree };
  }
  const step = openPhase(run, request, toolchain, 'deliver');
  const begun = await step.context.run.now('start');
  run.emit({
    type: 'phase-start',
    phase: 'deliver',
    index: count,
    count,
    roles: [roles.cto.name, roles.ceo.name],
  });
  const judged = await judge(step.context, state, request.isolated);
  const { commit } = await endPhase(step.context, begun, summaries, step.calls, {
    author: 'ceo',
    subject: `deliver: ${judged.verdict.kind}: ${judged.verdict.reason}`,
  });
  const listed = await step.context.run.call('list', readEffect, { paths: [] });
  return {
    verdict: judged.verdict,
    facts: judged.facts,
    state: { ...judged.state, tree: commit.tree },
    phases: summaries,
    commit,
    files: listed.all,
  };
}

async function startRepository(run: Run, files: readonly WorkspaceFile[]): Promise<CommitResult> {
  const scoped = scopedRun(run, 'start');
  const ignored = { path: '.gitignore', content: '__pycache__/\n*.pyc\n.pytest_cache/\nnode_modules/\n' };
  await scoped.call('write', writeEffect, {
    role: 'host',
    files: files.some((file) => file.path === ignored.path) ? [...files] : [ignored, ...files],
    protectedPaths: [],
    remove: [],
  });
  return scoped.call('commit', commitEffect, {
    message: `start: ${files.length} files given\n\nBottega-Run: ${run.id}`,
    author: 'Bottega',
    time: await scoped.now('time'),
  });
}

function openPhase(
  run: Run,
  request: CompanyRequest,
  toolchain: Toolchain,
  phase: string,
): { context: PhaseContext; calls: () => number } {
  let calls = 0;
  const context: PhaseContext = {
    run: scopedRun(run, phase.replaceAll(' ', '-')),
    phase,
    toolchain,
    seed: request.seed,
    say: (role, text) => run.emit({ type: 'turn', phase, role: roles[role].name, author: 'host', text }),
    ask: async ({ run: branch, key, role, signal, messages, maxTokens, temperature, seed }) => {
      calls += 1;
      const answer = await branch.call(
        key,
        modelEffect,
        {
          role: roles[role].name,
          model: request.model(role),
          messages: [...messages],
          maxTokens,
          temperature,
          seed,
          stop: [],
        },
        signal === undefined ? {} : { signal },
      );
      run.emit({ type: 'turn', phase, role: roles[role].name, author: 'model', text: answer.text });
      return answer;
    },
  };
  return { context, calls: () => calls };
}

async function endPhase(
  context: PhaseContext,
  begun: number,
  summaries: PhaseSummary[],
  calls: () => number,
  message: { author: RoleKey; subject: string },
): Promise<{ commit: CommitResult }> {
  const ended = await context.run.now('end');
  const subject = message.subject.replaceAll(/\s+/g, ' ').slice(0, 120);
  const commit = await context.run.call('commit', commitEffect, {
    message: `${subject}\n\nBottega-Run: ${context.run.id}`,
    author: roles[message.author].name,
    time: ended,
  });
  context.run.emit({ type: 'commit', phase: context.phase, commit: commit.commit, message: subject });
  context.run.emit({ type: 'phase-end', phase: context.phase, seconds: ended - begun });
  summaries.push({ phase: context.phase, seconds: ended - begun, calls: calls() });
  return { commit };
}
