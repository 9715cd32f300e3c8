import type { Llama } from 'node-llama-cpp';
import { firstLine, noModel } from './no-model.ts';

let shared: Promise<Llama> | null = null;

/** The engine of this process: started once, because a second start would make it print to the terminal. Throws BottegaError `no-model`. */
export function sharedEngine(): Promise<Llama> {
  shared ??= start().catch((error: unknown) => {
    shared = null;
    throw error;
  });
  return shared;
}

async function start(): Promise<Llama> {
  try {
    const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
    return await getLlama({
      build: 'never',
      gpu: false,
      maxThreads: 0,
      logLevel: LlamaLogLevel.error,
      logger: () => {},
      progressLogs: false,
    });
  } catch (cause) {
    throw noModel(
      `The embedded engine does not start on this machine (${process.platform} ${process.arch}): ${firstLine(cause)}`,
      'Use a model server: bottega build --base-url http://127.0.0.1:8080/v1 --model NAME "…". The embedded engine needs Linux with glibc on x64 or arm64.',
      cause,
    );
  }
}
