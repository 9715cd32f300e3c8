export { canonicalJson, frozenCopy, hashJson, hashText } from './canonical-json.ts';
export {
  createJournal,
  type Journal,
  type JournalEntry,
  type JournalHeader,
  openJournal,
} from './journal.ts';
export { createJournalFiles, type JournalFiles } from './journal-files.ts';
export { createRedactor, type Redactor } from './redactor.ts';
