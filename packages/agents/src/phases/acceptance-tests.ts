import {
  type Check,
  derivedChecks,
  derivedFormat,
  execEffect,
  givenChecks,
  writeEffect,
} from '@bottega/core';
import { renderMessages } from '../prompts/build-prefix.ts';
import { testsPrompt } from '../prompts/tests-prompt.ts';
import { type AcceptanceCheck, type BuildState, promptSubject, protectedPaths } from './build-state.ts';
import { testLimits } from './exec-limits.ts';
import type { Phase, PhaseContext } from './phase.ts';
import { runChecks } from './run-checks.ts';

const testsTokens = 260;
/** From this many telling examples of the person on, a small model's own add nothing: docs/decisions/0003. */
const enoughGiven = 1;

/**
 * Tester and CTO fix the acceptance tests before any program exists: the person's own examples first, then
 * examples derived from the task. Each must fail by assertion on the signature-only program to count.
 */
export const acceptanceTests: Phase = {
  name: 'acceptance tests',
  roles: ['cto', 'tester'],
  async run(context, state) {
    const given = givenChecks(state.prompt, factsOfPlan(state), givenTexts(state));
    const judgedGiven = (await redCheck(context, state, 'red', given)).filter((entry) => entry.loads);
    const telling = judgedGiven.filter((entry) => entry.counts);
    const derived = telling.length >= enoughGiven ? [] : await deriveChecks(context, state, given);
    const judgedDerived = await redCheck(context, state, 'red.derived', derived);
    const kept = judgedDerived.filter((entry) => entry.counts);
    const checks = [...judgedGiven, ...kept].map(({ check, counts }) => ({ check, counts }));
    context.say(
      'tester',
      `${judgedGiven.length} checks from the customer's text (${telling.length} prove something), ${kept.length} derived; ${derived.length - kept.length} derived dropped because an empty program passes them or they do not load.`,
    );
    await context.run.call('write', writeEffect, {
      role: 'tester',
      files: [...context.toolchain.renderTests(checks.map((entry) => entry.check))],
      protectedPaths: protectedPaths(state),
      remove: [],
    });
    return {
      state: { ...state, checks },
      summary: `${judgedGiven.length} checks from the customer, ${kept.length} derived`,
      author: 'tester',
    };
  },
};

/** The facts of the text; where it names no file, its examples are about the one file that was planned. */
function factsOfPlan(state: BuildState): BuildState['facts'] {
  const [only, ...others] = state.plan;
  if (state.facts.deliverables.length > 0 || only === undefined || others.length > 0) return state.facts;
  return { ...state.facts, deliverables: [only.path] };
}

function givenTexts(state: BuildState): Record<string, string> {
  return Object.fromEntries(state.givenFiles.map((file) => [file.path, file.content]));
}

/** Texts of the given test files that are run as checks. */
function givenTests(state: BuildState, checks: readonly Check[]): string[] {
  const names = checks.flatMap((check) => (check.kind === 'script' ? check.command : []));
  return state.givenFiles
    .filter(({ path }) => names.some((name) => name === path || `${name.replaceAll('.', '/')}.py` === path))
    .map((file) => file.content);
}

async function deriveChecks(
  context: PhaseContext,
  state: BuildState,
  given: readonly Check[],
): Promise<Check[]> {
  const instruction = testsPrompt({
    format: derivedFormat,
    files: state.plan.map((file) => file.path),
    given: given.map((check) => check.source),
  });
  context.say('cto', instruction);
  const answer = await context.ask({
    run: context.run,
    key: 'derive',
    role: 'tester',
    messages: renderMessages(promptSubject(state), instruction),
    maxTokens: testsTokens,
    temperature: 0,
    seed: context.seed,
  });
  return derivedChecks(answer.text, {
    file: state.mainFile,
    language: state.facts.language,
    given,
    files: state.givenFiles.map((file) => file.path),
  });
}

/** The checks with the values they expect, evaluated where no program is: those never enter a program's sandbox. */
async function evaluateExpected(
  context: PhaseContext,
  key: string,
  checks: readonly Check[],
): Promise<readonly Check[]> {
  const { toolchain } = context;
  const planned = toolchain.expectedRun(checks);
  if (planned === null) return checks;
  const ran = await context.run.call(`${key}.expected`, execEffect, {
    title: 'the values that are expected',
    tree: null,
    workspace: false,
    files: planned.files,
    command: [...planned.command],
    stdin: '',
    language: toolchain.language,
    limits: testLimits,
    outputs: [...planned.outputs],
  });
  return toolchain.withExpected(checks, ran);
}

async function redCheck(
  context: PhaseContext,
  state: BuildState,
  key: string,
  found: readonly Check[],
): Promise<(AcceptanceCheck & { readonly loads: boolean })[]> {
  if (found.length === 0) return [];
  const checks = await evaluateExpected(context, key, found);
  const files = state.plan.map((file) => file.path);
  const seen = await runChecks({
    run: context.run,
    key,
    title: 'the acceptance checks on a program without bodies',
    toolchain: context.toolchain,
    tree: state.tree,
    overlay: context.toolchain.stub(files, checks, {
      skeleton: state.facts.skeleton,
      tests: givenTests(state, checks),
    }),
    files,
    checks,
  });
  return checks.map((check) => {
    const outcome = seen.results.find((result) => result.id === check.id)?.outcome;
    // A call that breaks even where every name exists uses something the text does not say: it can judge nothing.
    return { check, counts: outcome === 'failed', loads: check.kind !== 'call' || outcome !== 'error' };
  });
}
