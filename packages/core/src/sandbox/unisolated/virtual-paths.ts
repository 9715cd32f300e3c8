import { join } from 'node:path';
import type { ToolMount } from '../sandbox.ts';

/** Translates between the paths that generated code is told of and those of a run without isolation. */
export interface VirtualPaths {
  /** `/work/a.py` in a word or value becomes the host's path. */
  toHost(text: string): string;
  /** The same for a file given with the request, but only for the work folder and toolchains: the rest may be data. */
  fileToHost(text: string): string;
  /** Host paths in what came back become virtual ones: none may reach a journal. */
  toVirtual(text: string): string;
}

interface Pair {
  readonly inside: string;
  readonly host: string;
}

/** Paths of a run in the host folder `base`, whose `work`, `home` and `tmp` stand for those inside. */
export function createVirtualPaths(base: string, tools: readonly ToolMount[]): VirtualPaths {
  const fixed = [
    { inside: '/work', host: join(base, 'work') },
    ...tools.map((tool) => ({ inside: tool.path, host: tool.hostFolder })),
  ];
  const all = [
    ...fixed,
    { inside: '/home/bottega', host: join(base, 'home') },
    { inside: '/tmp', host: join(base, 'tmp') },
  ];
  const secret = all.filter((pair) => pair.host !== '/usr' && !pair.host.startsWith('/usr/'));
  return {
    toHost: replacement(all),
    fileToHost: replacement(fixed),
    toVirtual: (text) =>
      secret.reduce((shown, pair) => shown.replaceAll(pair.host, pair.inside), text).replaceAll(base, '/tmp'),
  };
}

/** Replaces whole paths only: `/work` in `/work/a` and `--to=/work`, not in `/workshop` or `/a/work`. */
function replacement(pairs: readonly Pair[]): (text: string) => string {
  const hosts = new Map(pairs.map((pair) => [pair.inside, pair.host]));
  const names = pairs.map((pair) => pair.inside.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const known = new RegExp(`(?<![\\w.~/-])(${names.join('|')})(?![\\w.-])`, 'g');
  return (text) => text.replace(known, (path) => hosts.get(path) ?? path);
}
