import type { ExecInput } from '@bottega/core';

/** Limits of one command that runs generated code: enough for tests, too little to hurt. */
export const testLimits: ExecInput['limits'] = {
  wallSeconds: 60,
  cpuSeconds: 60,
  memoryMebibytes: 1024,
  processes: 128,
  fileMebibytes: 64,
  diskMebibytes: 256,
  outputBytes: 2 * 1024 * 1024,
};
