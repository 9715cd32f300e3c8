export { createProcessRunner } from './create-process-runner.ts';
export { findProgram } from './find-program.ts';
export type * from './process-runner.ts';
