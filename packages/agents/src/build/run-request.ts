import { z } from 'zod';

/** What a journal's header holds of a build: everything the flow depends on, nothing of the machine. */
export const runRequest = z.strictObject({
  prompt: z.string(),
  files: z.record(z.string(), z.string()),
  seed: z.int(),
  sandbox: z.enum(['bubblewrap', 'none']),
  /** Name of the model that answers. */
  model: z.string(),
});

export type RunRequest = z.infer<typeof runRequest>;

/** Facts of this machine kept beside the journal, so that a run can go on. */
export const runPlace = z.strictObject({
  /** Folder asked for, or null for one named after the program. */
  out: z.string().nullable(),
  folder: z.string(),
  model: z.union([
    z.strictObject({
      provider: z.literal('embedded'),
      model: z.string(),
      threads: z.int().positive().optional(),
    }),
    z.strictObject({
      provider: z.literal('openai'),
      baseUrl: z.string(),
      model: z.string(),
      apiKeyVariable: z.string().optional(),
    }),
    z.strictObject({ provider: z.literal('custom') }),
  ]),
});

export type RunPlace = z.infer<typeof runPlace>;
