import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of a checkout: path from its root, with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const leftOut = new Set(['node_modules', 'dist', '.git', '.cache', 'out']);

/** All files below a folder whose path fits, sorted; dependencies and built files are left out. */
export function readSourceFiles(root: string, fits: RegExp): SourceFile[] {
  const found: SourceFile[] = [];
  const visit = (under: string): void => {
    for (const entry of readdirSync(join(root, under), { withFileTypes: true })) {
      if (leftOut.has(entry.name)) continue;
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && fits.test(path))
        found.push({ path, text: readFileSync(join(root, path), 'utf8') });
    }
  };
  visit('');
  return found.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

/** What a file imports or re-exports, as written; type-only imports too. */
export function importsOf(file: SourceFile): string[] {
  return [...file.text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
