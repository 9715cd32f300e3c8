import {
  type CheckResult,
  chooseToolchain,
  defaultSandboxLimits,
  type Sandbox,
  type TestRun,
} from '@bottega/core';
import type { TruthGroup } from '../truth/truth-group.ts';
import type { Cheat } from './cheat.ts';
import { javascriptCheats } from './javascript-cheats.ts';
import { pythonCheats } from './python-cheats.ts';

/** Says what a check gave on a cheat's program. */
export type CheckJudge = (
  cheat: Cheat,
  signal: AbortSignal,
) => Promise<Pick<CheckResult, 'outcome' | 'detail'>>;

export const cheats: readonly Cheat[] = [...pythonCheats, ...javascriptCheats];

/** Wrong programs that try to look right, under a judge; one escapes where its check passes, or no reason is named. */
export function cheatsGroup(judge: CheckJudge): TruthGroup {
  return {
    name: 'cheats',
    atLeast: 25,
    run: async ({ signal }) => {
      const escapes = [];
      for (const cheat of cheats) {
        const { outcome, detail } = await judge(cheat, signal);
        if (outcome === 'passed' || detail === '') escapes.push({ name: cheat.title, detail: outcome });
      }
      return { cases: cheats.length, escapes, notes: [] };
    },
  };
}

/** The product's own way: the toolchain's check run, judged by the host. */
export function productJudge(sandbox: Sandbox): CheckJudge {
  return async ({ language, files, check: given }, signal) => {
    const toolchain = chooseToolchain(language);
    const start = ({ command, files: own }: TestRun, more: Cheat['files'] = {}) =>
      sandbox.run(
        {
          command,
          files: { ...more, ...own },
          tools: toolchain.mounts(),
          limits: { ...defaultSandboxLimits, wallSeconds: 60 },
        },
        { signal },
      );
    const expected = toolchain.expectedRun([given]);
    const checks = expected === null ? [given] : toolchain.withExpected([given], await start(expected));
    const tests = Object.fromEntries(toolchain.renderTests(checks).map((one) => [one.path, one.content]));
    const report = toolchain.readReport(
      checks,
      await start(toolchain.testRun(checks), { ...files, ...tests }),
    );
    const [first] = report.results;
    return first === undefined ? { outcome: 'not-run', detail: report.problem } : first;
  };
}
