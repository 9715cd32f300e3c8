export { createRun, type RunOptions } from './create-run.ts';
export type * from './run.ts';
export {
  defaultRunsFolder,
  endKey,
  type LocalFacts,
  type OpenRun,
  openRunStore,
  type RunStore,
  type RunSummary,
} from './run-store.ts';
