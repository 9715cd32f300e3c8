import { z } from 'zod';

const suiteReport = z.strictObject({
  /** False where something other than the test file ended the run. */
  ended: z.boolean(),
  outcomes: z.array(
    z.strictObject({
      name: z.string(),
      outcome: z.enum(['passed', 'failed', 'error', 'skipped']),
      message: z.string(),
    }),
  ),
  /** Parts of the test framework that are no longer what they were. */
  changed: z.array(z.string()),
});
const listing = z.strictObject({ listed: z.array(z.string()) });

/** What running a given test file reported. */
export type SuiteReport = z.infer<typeof suiteReport>;

/** The report in what a suite's process wrote; null where there is none that can be read. */
export function readSuite(text: string | null | undefined): SuiteReport | null {
  return read(suiteReport, text);
}

/** The names of the tests in the source, found without the program; null where they cannot be read. */
export function readListing(text: string | null | undefined): readonly string[] | null {
  return read(listing, text)?.listed ?? null;
}

function read<Value>(schema: z.ZodType<Value>, text: string | null | undefined): Value | null {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}
