import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../effects/effect.ts';

export const journalFormat = 1;

/** A value as it stands in a line: itself, or the name of the blob that holds it. */
const stored = z.union([
  z.strictObject({ value: z.custom<Json>((value) => value !== undefined, 'the value is missing') }),
  z.strictObject({ blob: z.string().regex(/^[0-9a-f]{64}$/) }),
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
  key: z.string().min(1),
  effect: z.string(),
  inputHash: z.string(),
  position: z.int().positive().optional(),
  seconds: z.number(),
  activeSeconds: z.number().optional(),
  input: stored,
  output: stored,
});

const line = z.discriminatedUnion('kind', [header, entry]);

export type StoredValue = z.infer<typeof stored>;
type HeaderLine = z.infer<typeof header>;
type EntryLine = z.infer<typeof entry>;

/** A line that cannot be trusted: why, and the key it seems to have been about. */
interface Damage {
  readonly kind: 'damage';
  readonly reason: string;
  readonly key: string | null;
}

const anyHeader = z.object({ kind: z.literal('header'), format: z.int() });
const checksumDigits = 16;
const tail = /^,"checksum":"([0-9a-f]{16})"\}$/;
const tailLength = ',"checksum":""}'.length + checksumDigits;

/** One line of the journal: plain fields, values that are JSON text already, a checksum over both, and a line end. */
export function renderLine(fields: object, values: Readonly<Record<string, string>>): string {
  const members = Object.entries(values).map(([name, json]) => `,"${name}":${json}`);
  const body = JSON.stringify(fields).slice(0, -1) + members.join('');
  return `${body},"checksum":"${checksum(Buffer.from(body))}"}\n`;
}

/** The content of one line without its end, or why it cannot be trusted. */
export function readLine(bytes: Buffer): HeaderLine | EntryLine | Damage {
  const damage = (reason: string): Damage => ({ kind: 'damage', reason, key: keyIn(bytes) });
  const body = bytes.subarray(0, Math.max(0, bytes.length - tailLength));
  const match = tail.exec(bytes.subarray(body.length).toString('latin1'));
  if (match === null) return damage('the line is not whole');
  if (checksum(body) !== match[1]) return damage('the checksum does not fit');
  const content: unknown = JSON.parse(`${body.toString('utf8')}}`);
  const parsed = line.safeParse(content);
  if (parsed.success) return parsed.data;
  const other = anyHeader.safeParse(content);
  return damage(
    other.success && other.data.format !== journalFormat
      ? `it is in format ${other.data.format}, this version of Bottega reads format ${journalFormat}`
      : `the line has another form: ${parsed.error.issues[0]?.message}`,
  );
}

/** The key as it stands in a line that may be damaged. */
function keyIn(bytes: Buffer): string | null {
  return /"key":"([^"]{1,200})"/.exec(bytes.toString('utf8'))?.[1] ?? null;
}

/** Over the line as it would be without its checksum. */
function checksum(body: Buffer): string {
  return createHash('sha256').update(body).update('}').digest('hex').slice(0, checksumDigits);
}
