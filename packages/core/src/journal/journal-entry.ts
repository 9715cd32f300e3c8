import { z } from 'zod';
import { hashText } from './canonical-json.ts';

export const journalFormat = 1;

/** A value as it stands in a line: itself, or the name of the blob that holds it. */
const stored = z.union([
  z.strictObject({ blob: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ value: z.json() }),
]);

const header = z.strictObject({
  kind: z.literal('header'),
  format: z.literal(journalFormat),
  runId: z.string(),
  codeVersion: z.string(),
  created: z.number(),
  request: stored,
});

const entry = z.strictObject({
  kind: z.literal('entry'),
  sequence: z.int().positive(),
  key: z.string(),
  effect: z.string(),
  inputHash: z.string(),
  input: stored,
  output: stored,
  seconds: z.number(),
});

const line = z.discriminatedUnion('kind', [header, entry]);

export type StoredValue = z.infer<typeof stored>;
export type HeaderLine = z.infer<typeof header>;
export type EntryLine = z.infer<typeof entry>;

const checksumLength = 16;

/** One line of the journal: JSON with a checksum over everything before it, and a line end. */
export function renderLine(content: HeaderLine | EntryLine): string {
  const text = JSON.stringify(content);
  return `${text.slice(0, -1)},"checksum":"${checksum(text)}"}\n`;
}

/** The content of one line, or why it cannot be trusted. */
export function readLine(
  text: string,
): HeaderLine | EntryLine | { readonly kind: 'damage'; readonly reason: string; readonly key: string } {
  const damage = (reason: string) => ({
    kind: 'damage' as const,
    reason,
    key: /"key":"([^"]*)"/.exec(text)?.[1] ?? 'header',
  });
  const match = /^(.*),"checksum":"([0-9a-f]{16})"\}$/s.exec(text);
  if (match === null) return damage('the line is not whole');
  const body = `${match[1]}}`;
  if (checksum(body) !== match[2]) return damage('the checksum does not fit');
  const parsed = line.safeParse(JSON.parse(body));
  return parsed.success
    ? parsed.data
    : damage(parsed.error.issues[0]?.message ?? 'the line has another form');
}

function checksum(text: string): string {
  return hashText(text).slice(0, checksumLength);
}
