export { computeVerdict } from './compute-verdict.ts';
export type * from './verdict.ts';
