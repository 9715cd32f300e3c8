export { canonicalJson, deepFreeze, hashJson, hashText } from './canonical-json.ts';
export { createJournal, type Journal, openJournal } from './journal.ts';
export type * from './journal-entry.ts';
export { createJournalFiles, type JournalFiles } from './journal-files.ts';
export { createRedactor, type Redactor } from './redactor.ts';
