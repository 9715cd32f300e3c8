import { type Check, execEffect, type Run, type Toolchain, type WorkspaceFile } from '@bottega/core';
import type { Verification } from './build-state.ts';
import { testLimits } from './exec-limits.ts';

export interface CheckRun {
  readonly run: Run;
  /** Journal key prefix, unique in the branch. */
  readonly key: string;
  readonly title: string;
  readonly toolchain: Toolchain;
  readonly tree: string | null;
  /** Program files laid over the workspace; empty for the workspace as committed. */
  readonly overlay: readonly WorkspaceFile[];
  /** Program files that must load. */
  readonly files: readonly string[];
  readonly checks: readonly Check[];
  readonly signal?: AbortSignal;
}

/** Compiles the program and runs the checks on it in the sandbox; what was seen is all that comes back. */
export async function runChecks(request: CheckRun): Promise<Verification> {
  const { toolchain } = request;
  const overlay = Object.fromEntries(request.overlay.map((file) => [file.path, file.content]));
  const options = request.signal === undefined ? {} : { signal: request.signal };
  const base = {
    tree: request.tree,
    workspace: true,
    stdin: '',
    language: toolchain.language,
    limits: testLimits,
  };
  const compiled = await request.run.call(
    `${request.key}.load`,
    execEffect,
    {
      ...base,
      title: `load ${request.title}`,
      files: overlay,
      command: [...toolchain.compileCommand(request.files)],
      outputs: [],
    },
    options,
  );
  if (compiled.exitCode !== 0) {
    return {
      loads: false,
      loadProblem: lastLines(compiled.stderr.trim() === '' ? compiled.stdout : compiled.stderr, 8),
      results: request.checks.map((check) => ({
        id: check.id,
        outcome: 'not-run',
        detail: 'the program does not load',
        seconds: 0,
      })),
      reportProblem: '',
    };
  }
  if (request.checks.length === 0) return { loads: true, loadProblem: '', results: [], reportProblem: '' };
  const test = toolchain.testRun(request.checks);
  const tested = await request.run.call(
    `${request.key}.test`,
    execEffect,
    {
      ...base,
      title: `test ${request.title}`,
      files: { ...overlay, ...test.files },
      command: [...test.command],
      outputs: [...test.outputs],
    },
    options,
  );
  const report = toolchain.readReport(request.checks, tested);
  return { loads: true, loadProblem: '', results: report.results, reportProblem: report.problem };
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
