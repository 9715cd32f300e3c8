import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { BottegaError } from '@bottega/core';
import type { Llama, LlamaModel } from 'node-llama-cpp';

const mostThreads = 8;

/** Starts the engine on the CPU and loads a GGUF file; throws BottegaError `no-model` with the remedy. */
export async function loadLlama(options: {
  readonly name: string;
  readonly file: string;
  readonly threads?: number;
}): Promise<{ engine: Llama; model: LlamaModel }> {
  const found = await stat(options.file).catch(() => null);
  if (found === null || !found.isFile()) {
    throw noModel(
      `There is no model file for ${options.name}.`,
      `Get it: bottega models pull ${options.name}`,
    );
  }
  const engine = await startEngine(options.threads ?? Math.min(mostThreads, availableParallelism()));
  try {
    return { engine, model: await engine.loadModel({ modelPath: options.file }) };
  } catch (cause) {
    await engine.dispose();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw noModel(
      `The model ${options.name} cannot be loaded: ${reason.split('\n')[0]}`,
      'Check that the file is a whole GGUF file of a known architecture, or pull the model again.',
      cause,
    );
  }
}

async function startEngine(maxThreads: number): Promise<Llama> {
  try {
    const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
    return await getLlama({
      build: 'never',
      gpu: false,
      maxThreads,
      logLevel: LlamaLogLevel.disabled,
      progressLogs: false,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw noModel(
      `The embedded engine does not start on this machine (${process.platform} ${process.arch}): ${reason.split('\n')[0]}`,
      'Use a model server: bottega build --base-url http://127.0.0.1:8080/v1 --model NAME "…". The embedded engine needs glibc and a CPU with AVX.',
      cause,
    );
  }
}

function noModel(message: string, remedy: string, cause?: unknown): BottegaError {
  return new BottegaError({ code: 'no-model', message, remedy, cause });
}
