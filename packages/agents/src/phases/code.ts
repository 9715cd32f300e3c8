import type { Phase } from './phase.ts';
import { askForProgram, writeProgram } from './write-program.ts';

/** CTO and programmer: the whole program, one file a reply. */
export const code: Phase = {
  name: 'code',
  roles: ['cto', 'programmer'],
  async run(context, state) {
    const files = await askForProgram(context, state, {
      run: context.run,
      key: 'write',
      temperature: 0,
      seed: context.seed,
      hints: [],
    });
    const next = await writeProgram(context, state, 'save', files);
    const missing = state.plan.filter((file) => !next.program.some((done) => done.path === file.path));
    return {
      state: next,
      summary:
        missing.length === 0
          ? `wrote ${files.map((file) => file.path).join(', ')}`
          : `no usable ${missing.map((file) => file.path).join(', ')} in the replies`,
      author: 'programmer',
    };
  },
};
