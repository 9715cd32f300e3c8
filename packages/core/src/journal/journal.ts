import { join } from 'node:path';
import type { Json } from '../effects/effect.ts';
import { DamagedRunError } from '../errors/damaged-run-error.ts';
import { hashText } from './canonical-json.ts';
import { type EntryLine, journalFormat, readLine, renderLine, type StoredValue } from './journal-entry.ts';
import type { JournalFiles } from './journal-files.ts';

/** What a run is about; the first line. */
export interface JournalHeader {
  readonly runId: string;
  readonly codeVersion: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly request: Json;
}

/** One recorded effect. */
export interface JournalEntry {
  readonly key: string;
  readonly effect: string;
  readonly inputHash: string;
  readonly input: Json;
  readonly output: Json;
  readonly seconds: number;
}

/** The append-only record of one run. */
export interface Journal {
  readonly header: JournalHeader;
  /** Recorded effects in the order of recording. */
  readonly entries: readonly JournalEntry[];
  /** What was mended on opening, one line each. */
  readonly notices: readonly string[];
  find(key: string): JournalEntry | undefined;
  /** Records an effect; resolves once it is on the disk. */
  append(entry: JournalEntry): Promise<void>;
}

/** Values whose JSON is longer stand in a blob. */
const longestInline = 64 * 1024;
const fileName = 'journal.jsonl';

/** Begins a journal in a folder that has none. */
export async function createJournal(
  folder: string,
  files: JournalFiles,
  header: JournalHeader,
): Promise<Journal> {
  const request = await store(folder, files, header.request);
  await files.create(
    join(folder, fileName),
    renderLine({ kind: 'header', format: journalFormat, ...header, request }),
  );
  return buildJournal(folder, files, header, [], []);
}

/**
 * Opens a journal. A torn last line is dropped with a notice; damage elsewhere, also in a blob, throws
 * DamagedRunError naming line and step.
 */
export async function openJournal(folder: string, files: JournalFiles): Promise<Journal> {
  const path = join(folder, fileName);
  const text = await files.read(path);
  if (text === null || text === '') throw new DamagedRunError('header', `there is no ${fileName}`);
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const notices: string[] = [];
  if (torn !== '') {
    await files.truncate(path, Buffer.byteLength(text) - Buffer.byteLength(torn));
    notices.push(`The last line of the journal was torn and is dropped (${torn.length} characters).`);
  }
  let header: JournalHeader | null = null;
  const entries: JournalEntry[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = readLine(raw);
    if (line.kind === 'damage') throw new DamagedRunError(line.key, `line ${index + 1}: ${line.reason}`);
    if (line.kind === 'header') {
      const { kind: _kind, format: _format, request, ...rest } = line;
      header = { ...rest, request: await load(folder, files, request, 'header') };
      continue;
    }
    if (line.sequence !== entries.length + 1) {
      throw new DamagedRunError(
        line.key,
        `line ${index + 1} has number ${line.sequence}, expected ${entries.length + 1}`,
      );
    }
    entries.push(await loadEntry(folder, files, line));
  }
  if (header === null) throw new DamagedRunError('header', 'the first line is no header');
  return buildJournal(folder, files, header, entries, notices);
}

function buildJournal(
  folder: string,
  files: JournalFiles,
  header: JournalHeader,
  entries: JournalEntry[],
  notices: readonly string[],
): Journal {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  let queue: Promise<void> = Promise.resolve();
  const write = async (entry: JournalEntry): Promise<void> => {
    const line: EntryLine = {
      kind: 'entry',
      sequence: entries.length + 1,
      key: entry.key,
      effect: entry.effect,
      inputHash: entry.inputHash,
      input: await store(folder, files, entry.input),
      output: await store(folder, files, entry.output),
      seconds: entry.seconds,
    };
    await files.append(join(folder, fileName), renderLine(line));
    entries.push(entry);
    byKey.set(entry.key, entry);
  };
  return {
    header,
    entries,
    notices,
    find: (key) => byKey.get(key),
    append: (entry) => {
      const done = queue.then(() => write(entry));
      queue = done.catch(() => {});
      return done;
    },
  };
}

async function store(folder: string, files: JournalFiles, value: Json): Promise<StoredValue> {
  const text = JSON.stringify(value);
  if (text.length <= longestInline) return { value: JSON.parse(text) as never };
  const blob = hashText(text);
  await files.create(blobPath(folder, blob), text);
  return { blob };
}

async function loadEntry(folder: string, files: JournalFiles, line: EntryLine): Promise<JournalEntry> {
  return {
    key: line.key,
    effect: line.effect,
    inputHash: line.inputHash,
    input: await load(folder, files, line.input, line.key),
    output: await load(folder, files, line.output, line.key),
    seconds: line.seconds,
  };
}

async function load(folder: string, files: JournalFiles, stored: StoredValue, step: string): Promise<Json> {
  if ('value' in stored) return stored.value as Json;
  const text = await files.read(blobPath(folder, stored.blob));
  if (text === null) throw new DamagedRunError(step, `blob ${stored.blob} is missing`);
  if (hashText(text) !== stored.blob)
    throw new DamagedRunError(step, `blob ${stored.blob} holds other bytes`);
  return JSON.parse(text) as Json;
}

function blobPath(folder: string, blob: string): string {
  return join(folder, 'blobs', blob);
}
