import { join } from 'node:path';
import { DamagedRunError } from '../errors/damaged-run-error.ts';
import { SeamError } from '../errors/seam-error.ts';
import { UnrecordedStepError } from '../errors/unrecorded-step-error.ts';
import type { JournalEntry, JournalHeader } from './journal-entry.ts';
import type { JournalFiles } from './journal-files.ts';
import { journalFormat, renderLine } from './journal-line.ts';
import { journalFileName, readJournal } from './read-journal.ts';
import type { Redactor } from './redactor.ts';
import { blobsName, createValueStore, type ValueStore } from './value-store.ts';

/** The append-only record of one run. */
export interface Journal {
  /** As recorded: redacted where a redactor was given. */
  readonly header: JournalHeader;
  /** Recorded effects in the order of recording. */
  readonly entries: readonly JournalEntry[];
  /** What was mended on opening, one line each. */
  readonly notices: readonly string[];
  find(key: string): JournalEntry | undefined;
  /**
   * Records an effect; resolves once it is on the disk. Throws SeamError for a key that is recorded already, and
   * UnrecordedStepError where the disk failed; nothing more can be recorded then until the journal is opened again.
   */
  append(entry: JournalEntry): Promise<void>;
}

const asItIs: Redactor = (value) => value;

/** Begins a journal in a folder that has none; all that is recorded passes `redact`. */
export async function createJournal(
  folder: string,
  files: JournalFiles,
  header: JournalHeader,
  redact: Redactor = asItIs,
): Promise<Journal> {
  const path = join(folder, journalFileName);
  if ((await files.read(path)) !== null) {
    throw new DamagedRunError('header', `${journalFileName} is there before the run began`);
  }
  const values = createValueStore(folder, files);
  const request = redact(header.request);
  const { runId, codeVersion, created } = header;
  const fields = { kind: 'header', format: journalFormat, runId, codeVersion, created };
  await files.write(path, renderLine(fields, { request: await values.put(request) }));
  return buildJournal({
    path,
    files,
    values,
    redact,
    header: { ...header, request },
    entries: [],
    notices: [],
  });
}

/**
 * Opens a journal. A torn last line is dropped with a notice; damage elsewhere, also in a blob, throws
 * DamagedRunError naming line and step.
 */
export async function openJournal(
  folder: string,
  files: JournalFiles,
  redact: Redactor = asItIs,
): Promise<Journal> {
  const path = join(folder, journalFileName);
  const { header, entries, values, wholeBytes, tornBytes } = await readJournal(folder, files);
  for (const swept of [folder, join(folder, blobsName)]) await files.sweep(swept);
  const notices: string[] = [];
  if (tornBytes > 0) {
    await files.truncate(path, wholeBytes);
    notices.push(`The last line of the journal was torn and is dropped (${tornBytes} bytes).`);
  }
  return buildJournal({ path, files, values, redact, header, entries, notices });
}

interface JournalParts {
  readonly path: string;
  readonly files: JournalFiles;
  readonly values: ValueStore;
  readonly redact: Redactor;
  readonly header: JournalHeader;
  readonly entries: JournalEntry[];
  readonly notices: readonly string[];
}

function buildJournal({ path, files, values, redact, header, entries, notices }: JournalParts): Journal {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  let queue: Promise<void> = Promise.resolve();
  let failure: unknown;
  const write = async (entry: JournalEntry): Promise<void> => {
    if (byKey.has(entry.key)) throw new SeamError(entry.key, 'is recorded already.');
    const line = {
      kind: 'entry',
      sequence: entries.length + 1,
      key: entry.key,
      effect: entry.effect,
      inputHash: entry.inputHash,
      position: entry.position,
      seconds: entry.seconds,
      activeSeconds: entry.activeSeconds,
    };
    try {
      if (failure !== undefined) throw failure;
      const text = renderLine(line, {
        input: await values.put(entry.input),
        output: await values.put(entry.output),
      });
      await files.append(path, text).catch((error) => {
        failure = error;
        throw error;
      });
    } catch (error) {
      throw new UnrecordedStepError(entry.key, error);
    }
    entries.push(entry);
    byKey.set(entry.key, entry);
  };
  return {
    header,
    entries,
    notices,
    find: (key) => byKey.get(key),
    append: (entry) => {
      const done = queue.then(() =>
        write({ ...entry, input: redact(entry.input), output: redact(entry.output) }),
      );
      queue = done.catch(() => {});
      return done;
    },
  };
}
