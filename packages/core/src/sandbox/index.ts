export { createBubblewrapSandbox } from './bubblewrap/create-bubblewrap-sandbox.ts';
export { defaultSandboxLimits } from './default-limits.ts';
export type * from './sandbox.ts';
export { createUnisolatedSandbox } from './unisolated/create-unisolated-sandbox.ts';
