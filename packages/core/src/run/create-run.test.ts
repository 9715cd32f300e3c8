import { onTestFinished } from 'vitest';
import { createJournal, openJournal } from '../journal/journal.ts';
import { createJournalFiles } from '../journal/journal-files.ts';
import { readJournal } from '../journal/read-journal.ts';
import { runContract } from '../testing/run-contract.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createRun } from './create-run.ts';

const header = { runId: 'r1', codeVersion: '1', created: 1, request: { prompt: 'x' } };

runContract('a run on a journal of files', async () => {
  const folder = await temporaryFolder();
  const files = createJournalFiles();
  onTestFinished(() => files.close());
  let begin = true;
  return {
    sit: async (options) => {
      const journal = begin ? await createJournal(folder, files, header) : await openJournal(folder, files);
      begin = false;
      return createRun({ ...options, journal });
    },
    recorded: async () => (await readJournal(folder, files)).entries,
  };
});
