import type { SandboxLimits } from './sandbox.ts';

/** Limits of an ordinary run of generated code. */
export const defaultSandboxLimits: SandboxLimits = {
  wallSeconds: 20,
  cpuSeconds: 20,
  memoryMebibytes: 1024,
  processes: 128,
  fileMebibytes: 64,
  diskMebibytes: 256,
  outputBytes: 2 * 1024 * 1024,
};
