export { createRun } from './create-run.ts';
export { recordedSeconds } from './recorded-seconds.ts';
export type * from './run.ts';
export type { RunOptions } from './run-options.ts';
export {
  defaultRunsFolder,
  endKey,
  type LocalFacts,
  type OpenRun,
  openRunStore,
  type RunStore,
  type RunSummary,
} from './run-store.ts';
