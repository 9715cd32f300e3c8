import { type SimpleGit, simpleGit } from 'simple-git';

export interface GitPlace {
  /** The product's own git directory, outside everything that generated code can write. */
  readonly gitFolder: string;
  /** The files. */
  readonly folder: string;
}

const blockMilliseconds = 60_000;

/**
 * The only way to git: nothing of the environment, no configuration but the given directory's own, no hooks,
 * filters, external diffs, credentials or network.
 */
export function openGit(
  place: GitPlace,
  more: Readonly<Record<string, string>>,
  signal: AbortSignal,
): SimpleGit {
  const environment = { ...gitEnvironment(place), ...more };
  return simpleGit({
    baseDir: place.folder,
    abort: signal,
    timeout: { block: blockMilliseconds },
    allowEnvironment: Object.keys(environment),
    unsafe: { allowUnsafeConfigPaths: true },
  }).env(environment);
}

function gitEnvironment(place: GitPlace): Record<string, string> {
  return {
    PATH: '/usr/bin:/bin',
    HOME: '/nonexistent',
    LANG: 'C.UTF-8',
    GIT_DIR: place.gitFolder,
    GIT_WORK_TREE: place.folder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}
