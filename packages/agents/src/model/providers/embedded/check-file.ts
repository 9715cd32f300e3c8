import { open } from 'node:fs/promises';
import { noModel } from './no-model.ts';

const headerLength = 24;
const remedy = 'Give a whole GGUF file, or pull the model again.';

/** Reads the header of a model file before the engine does, which waits on a file that only looks like one; throws BottegaError `no-model`. */
export async function checkFile(name: string, file: string): Promise<void> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null)
    throw noModel(`There is no model file for ${name}.`, `Get it: bottega models pull ${name}`);
  const header = Buffer.alloc(headerLength);
  const { bytesRead } = await handle
    .read(header, 0, headerLength, 0)
    .catch(() => ({ bytesRead: 0 }))
    .finally(() => handle.close());
  const version = header.readUInt32LE(4);
  const [tensors, entries] = [header.readBigUInt64LE(8), header.readBigUInt64LE(16)];
  const isModel =
    bytesRead === headerLength &&
    header.toString('latin1', 0, 4) === 'GGUF' &&
    version >= 2 &&
    version <= 3 &&
    [tensors, entries].every((count) => count > 0n && count < 100_000n);
  if (!isModel) throw noModel(`The file of ${name} is no GGUF model.`, remedy);
}
