import { posix } from 'node:path';
import { importsOf, type SourceFile } from './source-files.ts';

const floors = ['core', 'agents', 'cli'];
/** Packages that one folder alone may import. */
const singleFolders: Readonly<Record<string, string>> = {
  execa: 'packages/core/src/process',
  'simple-git': 'packages/core/src/workspace/git',
  'node-llama-cpp': 'packages/agents/src/model/providers/embedded',
  openai: 'packages/agents/src/model/providers/openai',
  langchain: 'packages/agents/src/model/providers/langchain',
  '@langchain/core': 'packages/agents/src/model/providers/langchain',
  '@langchain/openai': 'packages/agents/src/model/providers/langchain',
  ink: 'packages/cli/src/ink',
};

/** Imports that go up: core may import neither agents nor cli, agents not cli; and nobody reaches into another package. */
export function upwardImports(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const own = floors.indexOf(/^packages\/(\w+)\//.exec(file.path)?.[1] ?? '');
    return importsOf(file).flatMap((name) => {
      const target = floors.indexOf(/^@bottega\/(\w+)/.exec(name)?.[1] ?? '');
      if (own >= 0 && target > own) return [`${file.path} imports ${name}`];
      const relative = name.startsWith('.')
        ? posix.normalize(posix.join(posix.dirname(file.path), name))
        : '';
      const other = /^packages\/(\w+)\//.exec(relative)?.[1];
      return own >= 0 && other !== undefined && other !== floors[own]
        ? [`${file.path} reaches into ${relative}`]
        : [];
    });
  });
}

/** Imports of a package outside the one folder that may have it. */
export function strayImports(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((name) => {
      const owner = Object.keys(singleFolders).find((one) => name === one || name.startsWith(`${one}/`));
      const folder = owner === undefined ? '' : (singleFolders[owner] ?? '');
      return folder === '' || file.path.startsWith(`${folder}/`) ? [] : [`${file.path} imports ${name}`];
    }),
  );
}

/** Files that import each other in a loop, one line a loop. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path));
  const graph = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => posix.normalize(posix.join(posix.dirname(file.path), name)))
        .filter((path) => known.has(path)),
    ]),
  );
  const cycles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}
