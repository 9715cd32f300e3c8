import type { Check } from '../../checks/check.ts';
import type { TestRun, TestRunOptions } from '../toolchain.ts';
import { runnerScript } from './runner-script.ts';

const commandSeconds = 10;
const callSeconds = 5;
const suiteSeconds = 30;
const folder = '.bottega';

/** How one language starts programs and evaluates expressions. */
export interface CheckCommands {
  /** Starts a program file with arguments. */
  readonly run: (command: readonly string[]) => readonly string[];
  /** Evaluates statements and an expression after importing a file; without a file nothing is imported. */
  readonly evaluate: (file: string | null, setup: readonly string[], expression: string) => readonly string[];
  /** Runs a given test file, or lists its tests without the program. */
  readonly suite: (mode: 'run' | 'list', command: readonly string[]) => readonly string[];
  /** Files laid beside the runner: name -> content. */
  readonly files: Readonly<Record<string, string>>;
  /** Files of the project that programs under test may not see, as they hold expected values. */
  readonly hidden: readonly string[];
}

/** Files and command of a run over these checks; what is expected stays on the host. */
export function planChecks(
  checks: readonly Check[],
  commands: CheckCommands,
  { overlays = {}, longestSeconds = suiteSeconds }: TestRunOptions = {},
): TestRun {
  const seconds = (most: number): number => Math.min(most, longestSeconds);
  const files = (check: Check): Record<string, string> => ({
    ...overlays[check.id],
    ...(check.kind === 'command' ? check.files : {}),
  });
  return runOf(
    checks.map((check) => {
      if (check.kind === 'call') {
        return {
          id: check.id,
          argv: commands.evaluate(check.file, check.setup, check.expression),
          seconds: seconds(callSeconds),
          files: files(check),
        };
      }
      if (check.kind === 'script') {
        return {
          id: check.id,
          argv: commands.suite('run', check.command),
          list: commands.suite('list', check.command),
          seconds: seconds(suiteSeconds),
          files: files(check),
        };
      }
      return {
        id: check.id,
        argv: commands.run(check.command),
        seconds: seconds(commandSeconds),
        files: files(check),
        stdin: check.stdin,
        probed: check.stdout === null,
      };
    }),
    commands,
  );
}

/** A run that evaluates what calls are expected to give, in a sandbox without the program; null where there is nothing to evaluate. */
export function planExpected(checks: readonly Check[], commands: CheckCommands): TestRun | null {
  const steps = checks.flatMap((check) =>
    check.kind === 'call' && check.raises !== true
      ? [{ id: check.id, argv: commands.evaluate(null, [], check.expected), seconds: callSeconds, files: {} }]
      : [],
  );
  return steps.length === 0 ? null : runOf(steps, commands);
}

function runOf(steps: readonly object[], commands: CheckCommands): TestRun {
  const plan = { hidden: [folder, '.git', ...commands.hidden], checks: steps };
  const beside = Object.entries(commands.files).map(
    ([name, content]) => [`${folder}/${name}`, content] as const,
  );
  return {
    files: Object.fromEntries([
      [`${folder}/run_checks.py`, runnerScript],
      [`${folder}/checks.json`, JSON.stringify(plan)],
      ...beside,
    ]),
    command: ['python3', '-I', `${folder}/run_checks.py`],
    outputs: [],
  };
}
