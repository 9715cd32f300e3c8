import type { Effect } from '@bottega/core';
import { z } from 'zod';

const input = z.strictObject({
  /** Role that speaks; models are chosen by role. */
  role: z.string(),
  /** Name of the model that answers: a recorded answer belongs to one model. */
  model: z.string(),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  maxTokens: z.int().positive(),
  temperature: z.number().min(0),
  seed: z.int(),
  stop: z.array(z.string()),
});

const output = z.strictObject({
  text: z.string(),
  reasoning: z.string(),
  finishReason: z.enum(['stop', 'length', 'content-filter', 'tool-calls']),
  usage: z.strictObject({
    promptTokens: z.int(),
    cachedTokens: z.int(),
    completionTokens: z.int(),
    estimated: z.boolean(),
  }),
  /** Times the request was sent: more than one where the policy had to send it again. */
  sends: z.int().positive(),
  seconds: z.number(),
});

export type ModelInput = z.infer<typeof input>;
export type ModelOutput = z.infer<typeof output>;

/** One paid answer of a model. */
export const modelEffect: Effect<ModelInput, ModelOutput> = {
  name: 'model',
  input,
  output,
  replay: 'recorded',
};
