import type { Verdict } from '@bottega/core';
import type { TruthGroup } from '../truth/truth-group.ts';
import { type JudgedProgram, judgedPrograms } from './programs.ts';

const atOnce = 4;

export type Judge = (program: JudgedProgram, options: { readonly signal: AbortSignal }) => Promise<Verdict>;

/** Programs that are easily misjudged, under a judge; a case escapes where the verdict is another one than listed. */
export function misjudgedGroup(
  judge: Judge,
  programs: readonly JudgedProgram[] = judgedPrograms,
): TruthGroup {
  return {
    name: 'misjudged programs',
    atLeast: 16,
    run: async (options) => {
      const open = programs.entries();
      const verdicts: { program: JudgedProgram; verdict: Verdict }[] = [];
      const work = async (): Promise<void> => {
        for (const [index, program] of open)
          verdicts[index] = { program, verdict: await judge(program, options) };
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      const escapes = verdicts
        .filter(
          ({ program: { expected }, verdict }) =>
            expected.kind !== verdict.kind || expected.code !== verdict.code,
        )
        .map(({ program, verdict }) => ({
          name: program.title,
          detail: `${verdict.kind} (${verdict.code}), expected ${program.expected.kind} (${program.expected.code})`,
        }));
      return {
        cases: programs.length,
        escapes,
        notes: verdicts.map(({ program, verdict }) => row(program, verdict)),
      };
    },
  };
}

function row({ title, chatDev }: JudgedProgram, { kind, code }: Verdict): string {
  return `| ${title} | ${chatDev ?? '–'} | \`${kind}\` | \`${code}\` |`;
}
