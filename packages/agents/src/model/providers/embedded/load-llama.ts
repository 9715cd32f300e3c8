import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import { checkFile } from './check-file.ts';
import { engineThreads } from './engine-threads.ts';
import { firstLine, noModel } from './no-model.ts';
import { sharedEngine } from './shared-engine.ts';

export interface LoadOptions {
  readonly name: string;
  readonly file: string;
  readonly threads?: number;
  /** Window of each sequence; the model's own where that is smaller. */
  readonly contextTokens: number;
  readonly sequences: number;
  readonly batchTokens: number;
}

export interface LoadedLlama {
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly contextTokens: number;
  /** Frees the model and all that it computed. */
  dispose(): Promise<void>;
}

/** Loads a GGUF file and makes room for its sequences; throws BottegaError `no-model` with the remedy. */
export async function loadLlama(options: LoadOptions): Promise<LoadedLlama> {
  await checkFile(options.name, options.file);
  const engine = await sharedEngine();
  const complaints: string[] = [];
  engine.logger = (_level, message) => void complaints.push(message);
  let model: LlamaModel | null = null;
  try {
    model = await engine.loadModel({ modelPath: options.file });
    const contextTokens = Math.min(options.contextTokens, model.trainContextSize);
    const context = await model.createContext({
      contextSize: contextTokens,
      sequences: options.sequences,
      batchSize: options.batchTokens,
      threads: options.threads ?? engineThreads(engine.cpuMathCores),
    });
    const loaded = model;
    return {
      model,
      context,
      contextTokens,
      dispose: async () => {
        await context.dispose();
        await loaded.dispose();
      },
    };
  } catch (cause) {
    await model?.dispose();
    const reason = firstLine(complaints[0] ?? cause).replace(/^(?:\w+: )*(?:error loading model: )?/, '');
    throw noModel(
      `The model ${options.name} cannot be loaded: ${reason.replaceAll(options.file, options.name)}`,
      remedyFor(cause),
      cause,
    );
  }
}

function remedyFor(cause: unknown): string {
  return /memory|context size of/i.test(firstLine(cause))
    ? 'Free memory, or use a smaller model: bottega models list'
    : 'Check that the file is a whole GGUF file of a known architecture, or pull the model again.';
}
