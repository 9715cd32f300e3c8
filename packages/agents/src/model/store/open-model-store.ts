import { resolve } from 'node:path';
/** temporary */
export function openModelStore() {
  return { ensure: async (name: string, _options: unknown): Promise<string> => resolve(name) };
}
