import type { Run, WorkspaceFile } from '@bottega/core';
import { extractFile } from '../answer/extract-file.ts';
import { renderMessages } from '../prompts/build-prefix.ts';
import { repairPrompt } from '../prompts/repair-prompt.ts';
import { type BuildState, promptSubject, type Verification } from './build-state.ts';
import type { Phase, PhaseContext } from './phase.ts';
import { runChecks } from './run-checks.ts';
import { findings, isBetter, score } from './score.ts';
import { verificationSummary } from './verify.ts';
import { askForProgram, fileTokens, writeProgram } from './write-program.ts';

const sampleRounds = 2;
const samplesPerRound = 2;
const sampleTemperature = 0.8;
const shownFindings = 3;

interface Candidate {
  readonly program: readonly WorkspaceFile[];
  readonly verification: Verification;
}

/**
 * CTO and programmer, only where something is red: one informed turn that shows the program and what was seen,
 * then fresh samples of the plain request. Only a better program is taken; the rounds are bounded.
 */
export const repair: Phase = {
  name: 'repair',
  roles: ['cto', 'programmer'],
  async run(context, state) {
    let best = state;
    let calls = 0;
    const red = (): string[] => (best.verification === null ? [] : findings(best, best.verification));
    if (red().length > 0 && best.program.length === best.plan.length) {
      calls += 1;
      best = await take(context, best, 'informed.save', await informedTurn(context, best, red()));
    }
    for (let round = 1; round <= sampleRounds && red().length > 0; round += 1) {
      calls += samplesPerRound;
      best = await take(
        context,
        best,
        `samples.${round}.save`,
        await freshSamples(context, best, round, red()),
      );
    }
    if (red().length === 0 && isDoubtful(best)) {
      calls += samplesPerRound;
      const passes = (candidate: Candidate): boolean =>
        !isDoubtful({ ...best, verification: candidate.verification });
      const sampled = await freshSamples(context, best, sampleRounds + 1, [], passes);
      best = await take(context, best, 'samples.doubt.save', sampled);
    }
    const summary =
      calls === 0
        ? 'nothing to repair'
        : `${verificationSummary(best)} after ${calls} further ${calls === 1 ? 'try' : 'tries'}`;
    return { state: best, summary, author: 'programmer' };
  },
};

/**
 * A derived check that differs in value, where nothing of the person's proves the program: check or program is wrong.
 * A fresh program that passes it, written without sight of it, agrees with it: two against one.
 */
function isDoubtful(state: BuildState): boolean {
  const proven = state.checks.some((entry) => entry.check.origin === 'user' && entry.counts);
  return !proven && (state.verification?.results.some((result) => result.outcome !== 'passed') ?? false);
}

async function informedTurn(
  context: PhaseContext,
  state: BuildState,
  red: readonly string[],
): Promise<Candidate | null> {
  const target = targetFile(state, red);
  const instruction = repairPrompt({
    path: target.path,
    content: target.content,
    fence: context.toolchain.fences[0] ?? '',
    findings: red.slice(0, shownFindings),
  });
  context.say('cto', instruction);
  const answer = await context.ask({
    run: context.run,
    key: 'informed.ask',
    role: 'programmer',
    messages: renderMessages(promptSubject(state), instruction),
    maxTokens: fileTokens,
    temperature: 0.3,
    seed: context.seed,
  });
  const extracted = extractFile(
    answer.text,
    { path: target.path, fences: context.toolchain.fences },
    answer.finishReason === 'length',
  );
  if (!extracted.found) {
    context.say('cto', `No usable repair: ${extracted.reason}.`);
    return null;
  }
  if (extracted.content.trim() === target.content.trim()) {
    context.say('cto', 'The reply is the same program again: no progress this way.');
    return null;
  }
  const program = state.program.map((file) =>
    file.path === target.path ? { path: file.path, content: extracted.content } : file,
  );
  return { program, verification: await tryProgram(context, context.run, state, 'informed.try', program) };
}

/** The file a finding points at, else the main file. */
function targetFile(state: BuildState, red: readonly string[]): WorkspaceFile {
  const text = red.join('\n');
  const main = state.program.find((file) => file.path === state.mainFile) ?? state.program.at(-1);
  const named = state.program.filter(
    (file) => text.includes(`${file.path}"`) || text.includes(`/${file.path}`),
  );
  return named.at(-1) ?? main ?? { path: state.mainFile, content: '' };
}

async function freshSamples(
  context: PhaseContext,
  state: BuildState,
  round: number,
  red: readonly string[],
  passes: (candidate: Candidate) => boolean = () => true,
): Promise<Candidate | null> {
  const tried: (Candidate | null)[] = [];
  const hints =
    round === 1
      ? []
      : red.slice(0, shownFindings).map((text) => `An earlier program was wrong here: ${text}`);
  const branches = Array.from(
    { length: samplesPerRound },
    (_, index) => async (run: Run, signal: AbortSignal) => {
      const seed = context.seed + round * 100 + index;
      const program = await askForProgram(context, state, {
        run,
        key: 'write',
        temperature: sampleTemperature,
        seed,
        hints,
        signal,
      });
      tried[index] = null;
      if (program.length < state.plan.length) return null;
      const candidate = {
        program,
        verification: await tryProgram(context, run, state, 'try', program, signal),
      };
      tried[index] = candidate;
      return candidate;
    },
  );
  const winner = await context.run.first(
    `samples.${round}`,
    branches,
    (candidate) =>
      candidate !== null && findings(state, candidate.verification).length === 0 && passes(candidate),
  );
  if (winner !== null) return winner.result;
  return tried.reduce((best, next) => {
    if (best === null || next === null) return best ?? next;
    return isBetter(score(state.checks, next.verification), score(state.checks, best.verification))
      ? next
      : best;
  }, null);
}

function tryProgram(
  context: PhaseContext,
  run: Run,
  state: BuildState,
  key: string,
  program: readonly WorkspaceFile[],
  signal?: AbortSignal,
): Promise<Verification> {
  return runChecks({
    run,
    key,
    title: `a new ${state.mainFile}`,
    toolchain: context.toolchain,
    tree: state.tree,
    overlay: program,
    files: program.map((file) => file.path),
    checks: state.checks.map((entry) => entry.check),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function take(
  context: PhaseContext,
  state: BuildState,
  key: string,
  candidate: Candidate | null,
): Promise<BuildState> {
  if (candidate === null || state.verification === null) return state;
  if (!isBetter(score(state.checks, candidate.verification), score(state.checks, state.verification))) {
    context.say('cto', 'Not better than what we have: kept the earlier program.');
    return state;
  }
  const next = await writeProgram(context, state, key, candidate.program);
  return { ...next, verification: candidate.verification };
}
