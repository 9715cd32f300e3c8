import { availableParallelism } from 'node:os';

const mostThreads = 8;

/**
 * Threads of the engine: one for each physical core that this process may use, at most 8. Every step of the engine
 * waits for its slowest thread, so one thread too many costs more than one too few; decoding is bound by memory before 8.
 */
export function engineThreads(physicalCores: number, usableCores: number = availableParallelism()): number {
  return Math.max(1, Math.min(mostThreads, physicalCores, usableCores));
}
