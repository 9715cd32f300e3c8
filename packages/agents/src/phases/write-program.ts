import { type Run, type WorkspaceFile, writeEffect } from '@bottega/core';
import { extractFile } from '../answer/extract-file.ts';
import type { PlannedFile } from '../answer/read-lines.ts';
import { renderMessages } from '../prompts/build-prefix.ts';
import { codePrompt } from '../prompts/code-prompt.ts';
import { type BuildState, promptSubject, protectedPaths } from './build-state.ts';
import { languageTitle } from './language-title.ts';
import type { PhaseContext } from './phase.ts';

/** Completion tokens of one file at most. */
export const fileTokens = 2_048;
const attempts = 2;

export interface ProgramRequest {
  readonly run: Run;
  readonly key: string;
  readonly temperature: number;
  readonly seed: number;
  readonly hints: readonly string[];
  readonly signal?: AbortSignal;
}

/** Asks for every planned file in turn, one file a reply; a reply without a usable file is asked for once more. */
export async function askForProgram(
  context: PhaseContext,
  state: BuildState,
  request: ProgramRequest,
): Promise<WorkspaceFile[]> {
  const written: WorkspaceFile[] = [];
  for (const [index, file] of state.plan.entries()) {
    const content = await askForFile(context, state, request, file, index, written);
    if (content !== null) written.push({ path: file.path, content });
  }
  return written;
}

async function askForFile(
  context: PhaseContext,
  state: BuildState,
  request: ProgramRequest,
  file: PlannedFile,
  index: number,
  written: readonly WorkspaceFile[],
): Promise<string | null> {
  let reason = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const instruction = codePrompt({
      path: file.path,
      purpose: file.purpose,
      language: languageTitle(state.facts.language),
      fence: context.toolchain.fences[0] ?? '',
      features: state.features,
      written,
      later: state.plan.slice(index + 1).map((later) => later.path),
      commands: file.path === state.mainFile ? shownCommands(context, state) : [],
      hints:
        reason === '' ? request.hints : [...request.hints, `The last reply could not be used: ${reason}.`],
    });
    context.say('cto', instruction);
    const answer = await context.ask({
      run: request.run,
      key: `${request.key}.${index + 1}.${attempt}`,
      role: 'programmer',
      messages: renderMessages(promptSubject(state), instruction),
      maxTokens: fileTokens,
      temperature: attempt === 1 ? request.temperature : Math.max(request.temperature, 0.6),
      seed: request.seed + attempt - 1,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    const extracted = extractFile(
      answer.text,
      { path: file.path, fences: context.toolchain.fences },
      answer.finishReason === 'length',
    );
    if (extracted.found) return extracted.content;
    reason = extracted.reason;
    context.say('cto', `No usable ${file.path}: ${reason}.`);
  }
  return null;
}

/** The person's command examples that the text does not spell out as command lines, with input and output, each on a line. */
function shownCommands(context: PhaseContext, state: BuildState): string[] {
  return state.checks.flatMap(({ check }) => {
    if (check.kind !== 'command' || check.origin !== 'user') return [];
    if (state.facts.commands.some((line) => line.endsWith(` ${check.command.join(' ')}`))) return [];
    const [file = '', ...list] = check.command;
    const inputs = [
      ...Object.entries(check.files).map(([path, content]) => `${path} holds ${JSON.stringify(content)}`),
      ...(check.stdin === '' ? [] : [`standard input is ${JSON.stringify(check.stdin)}`]),
    ];
    const where = inputs.length > 0 ? ` (${inputs.join(', ')})` : '';
    const prints =
      check.stdout === null || check.match === 'contains' ? '' : ` prints ${JSON.stringify(check.stdout)}`;
    return [`${context.toolchain.runText(file, list.join(' '))}${where}${prints}`];
  });
}

/** Writes program files as the programmer, who can touch neither tests nor protected start files. */
export async function writeProgram(
  context: PhaseContext,
  state: BuildState,
  key: string,
  files: readonly WorkspaceFile[],
): Promise<BuildState> {
  const tests = context.toolchain.renderTests(state.checks.map((entry) => entry.check));
  const done = await context.run.call(key, writeEffect, {
    role: 'programmer',
    files: [...files],
    protectedPaths: [...protectedPaths(state), ...tests.map((file) => file.path)],
    remove: [],
  });
  const kept = state.program.filter((old) => !done.written.includes(old.path));
  const added = files.filter((file) => done.written.includes(file.path));
  return { ...state, program: [...kept, ...added] };
}
