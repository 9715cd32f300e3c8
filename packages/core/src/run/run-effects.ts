import { z } from 'zod';
import type { Effect } from '../effects/effect.ts';

/** Effects that the run itself performs. */

export const nowEffect: Effect<null, number> = {
  name: 'now',
  input: z.null(),
  output: z.number(),
  replay: 'recorded',
};

export const randomEffect: Effect<null, number> = { ...nowEffect, name: 'random' };

const stopInput = z.strictObject({ branches: z.int().nonnegative() });
/** Index of the branch that won, or null where none passed. */
const stopOutput = z.strictObject({ winner: z.int().nonnegative().nullable() });

/** The decision of `first`. */
export const stopEffect = {
  name: 'stop',
  input: stopInput,
  output: stopOutput,
  replay: 'recorded',
} satisfies Effect<z.infer<typeof stopInput>, z.infer<typeof stopOutput>>;
