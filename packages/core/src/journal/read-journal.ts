import { join } from 'node:path';
import { DamagedRunError } from '../errors/damaged-run-error.ts';
import type { JournalEntry, JournalHeader } from './journal-entry.ts';
import type { JournalFiles } from './journal-files.ts';
import { readLine } from './journal-line.ts';
import { createValueStore, type ValueStore } from './value-store.ts';

export const journalFileName = 'journal.jsonl';

/** All that a journal file holds. */
export interface ReadJournal {
  readonly header: JournalHeader;
  readonly entries: JournalEntry[];
  readonly values: ValueStore;
  /** Bytes up to and with the last whole line. */
  readonly wholeBytes: number;
  /** Bytes of a torn last line behind them. */
  readonly tornBytes: number;
}

/** Reads and checks a journal, and changes nothing; throws DamagedRunError naming line and step. */
export async function readJournal(folder: string, files: JournalFiles): Promise<ReadJournal> {
  const values = createValueStore(folder, files);
  const { lines, wholeBytes, torn } = await readLines(folder, files);
  checkTorn(torn, lines.length + 1);
  const header = await readHeader(lines[0], values);
  const entries: JournalEntry[] = [];
  const keys = new Set<string>();
  for (const [index, bytes] of lines.entries()) {
    if (index > 0) entries.push(await readEntry(bytes, index, keys, values));
  }
  return { header, entries, values, wholeBytes, tornBytes: torn.length };
}

/** Header and last key of a journal, without checking what is between; null where there is no sound header. */
export async function summarizeJournal(
  folder: string,
  files: JournalFiles,
): Promise<{ readonly header: JournalHeader; readonly lastKey: string | null } | null> {
  try {
    const { lines } = await readLines(folder, files);
    const header = await readHeader(lines[0], createValueStore(folder, files));
    const last = lines.length < 2 ? undefined : readLine(lines.at(-1) as Buffer);
    return { header, lastKey: last?.kind === 'entry' ? last.key : null };
  } catch (error) {
    if (error instanceof DamagedRunError) return null;
    throw error;
  }
}

async function readLines(
  folder: string,
  files: JournalFiles,
): Promise<{ lines: Buffer[]; wholeBytes: number; torn: Buffer }> {
  const read = await files.read(join(folder, journalFileName));
  if (read === null) throw new DamagedRunError('header', `there is no ${journalFileName}`);
  const bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  const lines: Buffer[] = [];
  let begin = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', begin)) {
    lines.push(bytes.subarray(begin, end));
    begin = end + 1;
  }
  return { lines, wholeBytes: begin, torn: bytes.subarray(begin) };
}

/** A write that was cut off leaves the beginning of a line; a whole line with another end was changed later. */
function checkTorn(torn: Buffer, number: number): void {
  const line = readLine(torn.subarray(0, -1));
  if (line.kind !== 'damage') {
    throw new DamagedRunError(
      line.kind === 'entry' ? line.key : 'header',
      `line ${number} of the journal has lost its end`,
    );
  }
}

async function readHeader(bytes: Buffer | undefined, values: ValueStore): Promise<JournalHeader> {
  const line = bytes === undefined ? undefined : readLine(bytes);
  if (line?.kind !== 'header') {
    const reason = line?.kind === 'damage' ? line.reason : 'it is no header';
    throw new DamagedRunError('header', `line 1 of the journal: ${reason}`);
  }
  return {
    runId: line.runId,
    codeVersion: line.codeVersion,
    created: line.created,
    request: await values.get(line.request, 'header'),
  };
}

async function readEntry(
  bytes: Buffer,
  sequence: number,
  keys: Set<string>,
  values: ValueStore,
): Promise<JournalEntry> {
  const line = readLine(bytes);
  const damaged = (key: string | null, reason: string): DamagedRunError =>
    new DamagedRunError(key ?? `number ${sequence}`, `line ${sequence + 1} of the journal: ${reason}`);
  if (line.kind === 'damage') throw damaged(line.key, line.reason);
  if (line.kind === 'header') throw damaged(null, 'it is a second header');
  if (line.sequence !== sequence)
    throw damaged(line.key, `it is entry ${line.sequence}, expected ${sequence}`);
  if (keys.has(line.key)) throw damaged(line.key, 'the step is recorded twice');
  keys.add(line.key);
  return {
    key: line.key,
    effect: line.effect,
    inputHash: line.inputHash,
    input: await values.get(line.input, line.key),
    output: await values.get(line.output, line.key),
    seconds: line.seconds,
    ...(line.position === undefined ? {} : { position: line.position }),
    ...(line.activeSeconds === undefined ? {} : { activeSeconds: line.activeSeconds }),
  };
}
