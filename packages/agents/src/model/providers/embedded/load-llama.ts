import { open } from 'node:fs/promises';
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
  await checkHeader(options.name, options.file);
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

/** The engine waits on a file that only looks like a model: its first bytes are read here before. */
async function checkHeader(name: string, file: string): Promise<void> {
  const header = Buffer.alloc(24);
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null)
    throw noModel(`There is no model file for ${name}.`, `Get it: bottega models pull ${name}`);
  const { bytesRead } = await handle.read(header, 0, header.length, 0).finally(() => handle.close());
  const tensors = header.readBigUInt64LE(8);
  const version = header.readUInt32LE(4);
  const isModel =
    bytesRead === header.length &&
    header.toString('latin1', 0, 4) === 'GGUF' &&
    version >= 2 &&
    version <= 3 &&
    tensors > 0n &&
    tensors < 100_000n;
  if (isModel) return;
  throw noModel(`The file of ${name} is no GGUF model.`, 'Give a whole GGUF file, or pull the model again.');
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
