import { join } from 'node:path';
import type { Json } from '../effects/effect.ts';
import { DamagedRunError } from '../errors/damaged-run-error.ts';
import { hashText } from './canonical-json.ts';
import type { JournalFiles } from './journal-files.ts';
import type { StoredValue } from './journal-line.ts';

/** Values of one journal: short ones stand in its lines, long ones in blobs named by the hash of their bytes. */
export interface ValueStore {
  /** JSON text that stands in the line for a value; a blob is on the disk before it is named. */
  put(value: Json): Promise<string>;
  /** The value that a line holds or names; throws DamagedRunError naming the step. */
  get(stored: StoredValue, step: string): Promise<Json>;
}

/** Folder of the blobs, beside the journal. */
export const blobsName = 'blobs';

/** Values whose JSON has more bytes stand in a blob. */
const mostInlineBytes = 64 * 1024;

/** The values of the journal in a folder. */
export function createValueStore(folder: string, files: JournalFiles): ValueStore {
  const whole = new Set<string>();
  const pathOf = (blob: string): string => join(folder, blobsName, blob);
  return {
    put: async (value) => {
      const text = JSON.stringify(value);
      if (Buffer.byteLength(text) <= mostInlineBytes) return `{"value":${text}}`;
      const blob = hashText(text);
      if (!whole.has(blob)) await files.write(pathOf(blob), text);
      whole.add(blob);
      return JSON.stringify({ blob });
    },
    get: async (stored, step) => {
      if ('value' in stored) return stored.value;
      const bytes = await files.read(pathOf(stored.blob));
      if (bytes === null) throw new DamagedRunError(step, `its blob ${stored.blob} is missing`);
      if (hashText(bytes) !== stored.blob) {
        throw new DamagedRunError(step, `its blob ${stored.blob} holds other bytes`);
      }
      whole.add(stored.blob);
      return JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
    },
  };
}
