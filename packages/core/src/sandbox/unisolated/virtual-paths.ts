import { join } from 'node:path';
import type { ToolMount } from '../sandbox.ts';

/** Translates between the paths that generated code is told of and those of a run without isolation. */
export interface VirtualPaths {
  /** `/work/a.py` in a word or value becomes the host's path. */
  toHost(text: string): string;
  /** Host paths in what came back become virtual ones: none may reach a journal. */
  toVirtual(text: string): string;
}

/** Paths of a run in the host folder `base`, whose `work`, `home` and `tmp` stand for those inside. */
export function createVirtualPaths(base: string, tools: readonly ToolMount[]): VirtualPaths {
  const pairs = [
    { inside: '/work', host: join(base, 'work') },
    { inside: '/home/bottega', host: join(base, 'home') },
    { inside: '/tmp', host: join(base, 'tmp') },
    ...tools.map((tool) => ({ inside: tool.path, host: tool.hostFolder })),
  ];
  const known = new RegExp(
    `(?<![\\w.~/-])(${pairs.map((pair) => escaped(pair.inside)).join('|')})(?=$|[^\\w.-])`,
    'g',
  );
  const hostOf = new Map(pairs.map((pair) => [pair.inside, pair.host]));
  return {
    toHost: (text) => text.replace(known, (path) => hostOf.get(path) ?? path),
    toVirtual: (text) =>
      pairs.reduce((shown, pair) => shown.replaceAll(pair.host, pair.inside), text).replaceAll(base, '/tmp'),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
