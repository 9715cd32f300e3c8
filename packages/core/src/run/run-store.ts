import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../effects/effect.ts';
import { UsageError } from '../errors/usage-error.ts';
import { createJournal, type Journal, openJournal } from '../journal/journal.ts';
import type { JournalHeader } from '../journal/journal-entry.ts';
import { createJournalFiles } from '../journal/journal-files.ts';
import { lockRun } from './run-lock.ts';

/** Key of the entry that ends a run; its output is the report. */
export const endKey = 'end';

/** Facts of this machine that a journal must not hold: folders, addresses. */
export type LocalFacts = Readonly<Record<string, Json>>;

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
  create(header: JournalHeader, local: LocalFacts): Promise<OpenRun>;
  /** Throws UsageError where there is no such run, RunHeldError where another process works on it. */
  open(id: string): Promise<OpenRun>;
  /** Newest first; damaged ones are left out. */
  list(): Promise<RunSummary[]>;
}

/** `$XDG_STATE_HOME/bottega/runs`, or `~/.local/state/bottega/runs`. */
export function defaultRunsFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment.XDG_STATE_HOME;
  return join(
    state === undefined || state === '' ? join(homedir(), '.local', 'state') : state,
    'bottega',
    'runs',
  );
}

/** Opens the store in a folder, which is made on the first run. */
export function openRunStore(folder: string): RunStore {
  const runFolder = (id: string): string => join(folder, id);
  const hold = async (
    id: string,
    begin: (files: ReturnType<typeof createJournalFiles>) => Promise<Journal>,
  ) => {
    const release = await lockRun(join(runFolder(id), 'lock'), id);
    const files = createJournalFiles();
    try {
      const journal = await begin(files);
      return {
        id,
        journal,
        local: await readLocal(runFolder(id)),
        workspaceFolder: join(runFolder(id), 'workspace'),
        gitFolder: join(runFolder(id), 'git'),
        close: async () => {
          await files.close();
          await release();
        },
      };
    } catch (error) {
      await files.close();
      await release();
      throw error;
    }
  };
  return {
    create: async (header, local) => {
      const path = runFolder(header.runId);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await mkdir(path, { mode: 0o700 });
      await writeFile(join(path, 'local.json'), JSON.stringify(local), { mode: 0o600 });
      return hold(header.runId, (files) => createJournal(path, files, header));
    },
    open: async (id) => {
      const known = await readdir(folder).catch(() => [] as string[]);
      if (!/^[\w-]+$/.test(id) || !known.includes(id)) {
        throw new UsageError(`There is no run ${id}.`, 'Show the runs with `bottega runs`.');
      }
      return hold(id, (files) => openJournal(runFolder(id), files));
    },
    list: async () => {
      const ids = (await readdir(folder).catch(() => [] as string[])).filter((id) => /^[\w-]+$/.test(id));
      const found = await Promise.all(ids.map((id) => summarize(runFolder(id), id)));
      return found
        .filter((summary) => summary !== null)
        .toSorted((left, right) => right.created - left.created || (left.id < right.id ? 1 : -1));
    },
  };
}

async function summarize(path: string, id: string): Promise<RunSummary | null> {
  const files = createJournalFiles();
  try {
    const readOnly = { ...files, truncate: async () => {} };
    const journal = await openJournal(path, readOnly);
    return {
      id,
      created: journal.header.created,
      finished: journal.find(endKey) !== undefined,
      request: journal.header.request,
      local: await readLocal(path),
    };
  } catch {
    return null;
  } finally {
    await files.close();
  }
}

async function readLocal(path: string): Promise<LocalFacts> {
  const text = await readFile(join(path, 'local.json'), 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as LocalFacts;
  } catch {
    return {};
  }
}
