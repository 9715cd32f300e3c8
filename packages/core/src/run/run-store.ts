import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Json } from '../effects/effect.ts';
import { UsageError } from '../errors/usage-error.ts';
import { createJournal, type Journal, openJournal } from '../journal/journal.ts';
import type { JournalHeader } from '../journal/journal-entry.ts';
import { createJournalFiles, type JournalFiles, syncFolder } from '../journal/journal-files.ts';
import { summarizeJournal } from '../journal/read-journal.ts';
import type { Redactor } from '../journal/redactor.ts';
import { lockRun } from './run-lock.ts';

/** Key of the entry that ends a run; its output is the report. */
export const endKey = 'end';

/** Facts of this machine that a journal must not hold: folders, addresses. */
export type LocalFacts = Readonly<Record<string, Json>>;

const localFacts = z.record(z.string(), z.json());
const localName = 'local.json';
const runName = /^[\w-]+$/;

/** One run that this process holds. */
export interface OpenRun {
  readonly id: string;
  readonly journal: Journal;
  readonly local: LocalFacts;
  /** Host folders of the run's workspace and of its git directory. */
  readonly workspaceFolder: string;
  readonly gitFolder: string;
  /** Gives the run back; must be called. */
  close(): Promise<void>;
}

/** A run as a list shows it. */
export interface RunSummary {
  readonly id: string;
  readonly created: number;
  readonly finished: boolean;
  readonly request: Json;
  readonly local: LocalFacts;
}

/** The stored runs of one person, a folder each, mode 0700. */
export interface RunStore {
  /** Begins a run; what is recorded passes `redact`. Throws UsageError where the folder cannot be made. */
  create(
    header: JournalHeader,
    local: LocalFacts,
    options?: { readonly redact?: Redactor },
  ): Promise<OpenRun>;
  /** Throws UsageError where there is no such run, RunHeldError where another process works on it. */
  open(id: string, options?: { readonly redact?: Redactor }): Promise<OpenRun>;
  /** Newest first; those without a sound header are left out, the rest of a journal is not checked. */
  list(): Promise<RunSummary[]>;
}

/** `$XDG_STATE_HOME/bottega/runs`, or `~/.local/state/bottega/runs`. */
export function defaultRunsFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment.XDG_STATE_HOME ?? '';
  return join(isAbsolute(state) ? state : join(homedir(), '.local', 'state'), 'bottega', 'runs');
}

/** Opens the store in a folder, which is made on the first run. */
export function openRunStore(folder: string): RunStore {
  const runFolder = (id: string): string => join(folder, id);
  return {
    create: async (header, local, { redact } = {}) => {
      if (!runName.test(header.runId)) {
        throw new UsageError(`${header.runId} is no name of a run.`, 'Use letters, digits and -.');
      }
      const path = runFolder(header.runId);
      await makeFolder(folder, header.runId);
      try {
        return await hold(path, header.runId, async (files) => {
          await files.write(join(path, localName), JSON.stringify(local));
          return createJournal(path, files, header, redact);
        });
      } catch (error) {
        await rm(path, { recursive: true, force: true });
        throw error;
      }
    },
    open: async (id, { redact } = {}) => {
      if (!runName.test(id) || !(await runNames(folder)).includes(id)) {
        throw new UsageError(`There is no run ${id}.`, 'Show the runs with `bottega runs`.');
      }
      return hold(runFolder(id), id, (files) => openJournal(runFolder(id), files, redact));
    },
    list: async () => {
      const found: RunSummary[] = [];
      for (const id of await runNames(folder)) {
        const summary = await summarize(runFolder(id), id);
        if (summary !== null) found.push(summary);
      }
      return found.toSorted((left, right) => right.created - left.created || (left.id < right.id ? 1 : -1));
    },
  };
}

/** Takes a run, reads it, and gives it back where that fails. */
async function hold(
  path: string,
  id: string,
  begin: (files: JournalFiles) => Promise<Journal>,
): Promise<OpenRun> {
  const release = await lockRun(join(path, 'lock'), id);
  const files = createJournalFiles();
  const close = async (): Promise<void> => {
    await files.close();
    await release();
  };
  try {
    return {
      id,
      journal: await begin(files),
      local: await readLocal(path),
      workspaceFolder: join(path, 'workspace'),
      gitFolder: join(path, 'git'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes the folder of a run, which has to be new. */
async function makeFolder(folder: string, id: string): Promise<void> {
  const refuse = (error: NodeJS.ErrnoException): never => {
    throw new UsageError(
      `No run can be stored in ${folder}: ${error.message}`,
      'Make the folder writable, or name another with XDG_STATE_HOME.',
    );
  };
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(refuse);
  await mkdir(join(folder, id), { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') refuse(error);
    throw new UsageError(`There is a run ${id} already.`, `Go on with it: bottega resume ${id}`);
  });
  await syncFolder(folder);
}

async function runNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => runName.test(name));
}

async function summarize(path: string, id: string): Promise<RunSummary | null> {
  const summary = await summarizeJournal(path, createJournalFiles()).catch(() => null);
  if (summary === null) return null;
  const { created, request } = summary.header;
  return { id, created, finished: summary.lastKey === endKey, request, local: await readLocal(path) };
}

async function readLocal(path: string): Promise<LocalFacts> {
  const text = await readFile(join(path, localName), 'utf8').catch(() => '{}');
  try {
    return localFacts.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
