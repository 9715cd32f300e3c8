export { documentPart } from './document-part.ts';
export { type JournalPlace, journalContract } from './journal-contract.ts';
export { plainUserRunner } from './plain-user-runner.ts';
export type { RunPlace } from './run-contract/contract-run.ts';
export { runContract } from './run-contract.ts';
export { sandboxContract } from './sandbox-contract.ts';
