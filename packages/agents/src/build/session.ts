import {
  type Budget,
  BudgetExceededError,
  type BudgetLimits,
  chooseToolchain,
  createBubblewrapSandbox,
  createExecHandler,
  createProcessRunner,
  createRedactor,
  createRun,
  createUnisolatedSandbox,
  createWorkspaceHandlers,
  type EffectHandler,
  type Journal,
  type RunEvent,
  type RunReport,
  type Sandbox,
  type Workspace,
} from '@bottega/core';
import { type CompanyResult, runCompany } from '../company/run-company.ts';
import { softwareCompany } from '../company/software-company.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { createModelHandler } from '../model/model-handler.ts';
import { usageText } from '../phases/usage-text.ts';
import type { RunRequest } from './run-request.ts';

/** What one sitting of a run works with. */
export interface Sitting {
  readonly journal: Journal;
  readonly request: RunRequest;
  readonly workspace: Workspace;
  /** Null in a replay: every answer is recorded. */
  readonly model: ChatModel | null;
  readonly sandbox: Sandbox | null;
  readonly budget: Budget;
  readonly secrets: readonly string[];
  readonly hostPaths: Readonly<Record<string, string>>;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** Runs the company's chain on a journal: what it knows is answered from it, the rest is done and recorded. */
export async function runSitting(sitting: Sitting): Promise<CompanyResult> {
  const run = createRun({
    journal: sitting.journal,
    handlers: handlersOf(sitting),
    budget: sitting.budget,
    now: () => Date.now() / 1000,
    random: () => Math.floor(Math.random() * 2 ** 31),
    emit: sitting.emit,
    signal: sitting.signal,
    redact: createRedactor({ secrets: sitting.secrets, hostPaths: sitting.hostPaths }),
    mode: sitting.model === null ? 'replay' : 'live',
  });
  return runCompany(run, {
    prompt: sitting.request.prompt,
    files: Object.entries(sitting.request.files).map(([path, content]) => ({ path, content })),
    seed: sitting.request.seed,
    isolated: sitting.request.sandbox !== 'none',
    model: () => sitting.request.model,
    toolchain: chooseToolchain,
    phases: softwareCompany,
  });
}

function handlersOf(sitting: Sitting): Record<string, EffectHandler<never, unknown>> {
  const { model, sandbox, workspace } = sitting;
  const handlers: Record<string, unknown> = { ...createWorkspaceHandlers(workspace) };
  if (model !== null) handlers.model = createModelHandler(() => model);
  if (sandbox !== null) {
    handlers.exec = createExecHandler({
      sandbox,
      folder: workspace.folder,
      mounts: (language) => chooseToolchain(language).mounts(),
    });
  }
  return handlers as Record<string, EffectHandler<never, unknown>>;
}

/** The sandbox asked for; throws NoSandboxError where it cannot hold. */
export async function openSandbox(kind: RunRequest['sandbox'], signal: AbortSignal): Promise<Sandbox> {
  const processRunner = createProcessRunner();
  return kind === 'none'
    ? createUnisolatedSandbox({ processRunner })
    : createBubblewrapSandbox({ processRunner }, { signal });
}

/** The report of a finished chain. */
export function reportOf(sitting: Sitting, result: CompanyResult): RunReport {
  const toolchain = chooseToolchain(result.state.facts.language, result.state.facts.testRunner);
  const { state } = result;
  return {
    runId: sitting.journal.header.runId,
    verdict: result.verdict,
    checks: result.facts.checks,
    strength: result.facts.strength,
    files: result.files,
    runText: usageText(state, toolchain),
    testText: toolchain.testText,
    model: sitting.request.model,
    sandbox: sitting.request.sandbox,
    usage: sitting.budget.used,
    seconds: sitting.budget.activeSeconds(),
    phases: result.phases,
    commit: result.commit.commit,
    tree: result.commit.tree,
  };
}

/** The caller's signal, and one that ends the run when its seconds are used up. */
export function withTimeLimit(
  signal: AbortSignal,
  limits: BudgetLimits,
  usedSeconds: number,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  if (limits.seconds === undefined) return { signal, stop: () => {} };
  const { seconds } = limits;
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new BudgetExceededError('seconds', seconds, seconds, 1)),
    Math.max(0, (seconds - usedSeconds) * 1000),
  );
  return { signal: AbortSignal.any([signal, controller.signal]), stop: () => clearTimeout(timer) };
}
