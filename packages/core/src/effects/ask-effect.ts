import { z } from 'zod';
import type { Effect } from './effect.ts';

const input = z.strictObject({
  question: z.string(),
  /** Answers offered; empty for free text. */
  choices: z.array(z.string()),
  /** Taken where nobody can be asked. */
  otherwise: z.string(),
});
const output = z.strictObject({ answer: z.string(), by: z.enum(['person', 'policy']) });

export type AskInput = z.infer<typeof input>;
export type AskOutput = z.infer<typeof output>;

/** Asks the person at the terminal, or answers by policy where there is none. */
export const askEffect: Effect<AskInput, AskOutput> = { name: 'ask', input, output, replay: 'recorded' };
