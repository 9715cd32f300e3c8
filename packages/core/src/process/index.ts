export { createProcessRunner } from './create-process-runner.ts';
export type * from './process-runner.ts';
