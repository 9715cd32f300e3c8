import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BottegaError } from '../../errors/bottega-error.ts';
import type { CommitRequest, CommitResult } from '../workspace.ts';
import { type GitPlace, openGit } from './git-factory.ts';

/** History of one workspace in the product's own git directory. */
export interface GitHistory {
  commit(request: CommitRequest, signal: AbortSignal): Promise<CommitResult>;
  restore(commit: string, signal: AbortSignal): Promise<void>;
  head(signal: AbortSignal): Promise<CommitResult | null>;
}

/** Settings that keep git from running anything or changing a byte. */
const configuration = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
\tlogallrefupdates = true
\thooksPath = /dev/null/hooks
\tfsmonitor = false
\tuntrackedCache = false
\tprotectHFS = true
\tprotectNTFS = true
\tattributesFile = /dev/null
\texcludesFile = /dev/null
\tautocrlf = false
\tsafecrlf = false
\tpreloadIndex = false
[diff]
\tignoreSubmodules = all
[submodule]
\trecurse = false
[protocol]
\tallow = never
[commit]
\tgpgSign = false
[tag]
\tgpgSign = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[advice]
\taddEmbeddedRepo = false
`;
/** Wins over every .gitattributes of the tree: bytes stay as they are, nothing is filtered. */
const attributes =
  '* !text !eol !ident !filter !working-tree-encoding !diff !merge !export-subst !export-ignore\n';
const branch = 'main';

/** Opens the history, making the git directory by hand where there is none: no template of the host is read. */
export async function openHistory(place: GitPlace): Promise<GitHistory> {
  await mkdir(place.folder, { recursive: true });
  for (const part of ['objects', 'refs', 'info'])
    await mkdir(join(place.gitFolder, part), { recursive: true });
  await writeFile(join(place.gitFolder, 'HEAD'), `ref: refs/heads/${branch}\n`);
  await writeFile(join(place.gitFolder, 'config'), configuration);
  await writeFile(join(place.gitFolder, 'info', 'attributes'), attributes);
  await writeFile(join(place.gitFolder, 'info', 'exclude'), '');
  return {
    commit: (request, commitSignal) => commit(place, request, commitSignal),
    restore: (id, restoreSignal) => restore(place, id, restoreSignal),
    head: (headSignal) => head(place, headSignal),
  };
}

async function commit(place: GitPlace, request: CommitRequest, signal: AbortSignal): Promise<CommitResult> {
  const git = openGit(place, identity(request), signal);
  await git.raw(['add', '--all', '--force', '--', '.']);
  await refuseLinks(place, signal);
  await git.raw([
    'commit',
    '--quiet',
    '--allow-empty',
    '--no-verify',
    '--no-gpg-sign',
    '--cleanup=verbatim',
    '-m',
    request.message,
  ]);
  const made = await head(place, signal);
  if (made === null) throw gitError('commit left no head');
  return made;
}

/** A link or a nested repository never enters the history: checking it out could reach outside. */
async function refuseLinks(place: GitPlace, signal: AbortSignal): Promise<void> {
  const git = openGit(place, {}, signal);
  const entries = (await git.raw(['ls-files', '--stage', '-z'])).split('\0').filter(Boolean);
  const refused = entries.filter((entry) => /^(120000|160000) /.test(entry));
  if (refused.length === 0) return;
  const paths = refused.map((entry) => entry.slice(entry.indexOf('\t') + 1));
  await git.raw(['rm', '--cached', '--quiet', '--force', '--', ...paths]);
}

async function restore(place: GitPlace, id: string, signal: AbortSignal): Promise<void> {
  if (!/^[0-9a-f]{40,64}$/.test(id)) throw gitError(`${JSON.stringify(id)} is no commit id`);
  const git = openGit(place, {}, signal);
  await git.raw(['reset', '--hard', '--quiet', id]);
  await git.raw(['clean', '-ffdxq']);
}

async function head(place: GitPlace, signal: AbortSignal): Promise<CommitResult | null> {
  const git = openGit(place, {}, signal);
  const found = await git.raw(['for-each-ref', '--format=%(objectname) %(tree)', `refs/heads/${branch}`]);
  const [id, tree] = found.trim().split(' ');
  return id === undefined || id === '' || tree === undefined ? null : { commit: id, tree };
}

function identity(request: CommitRequest): Record<string, string> {
  const slug = request.author.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const date = `${Math.floor(request.time)} +0000`;
  return {
    GIT_AUTHOR_NAME: request.author,
    GIT_AUTHOR_EMAIL: `${slug}@bottega.invalid`,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Bottega',
    GIT_COMMITTER_EMAIL: 'bottega@bottega.invalid',
    GIT_COMMITTER_DATE: date,
  };
}

function gitError(message: string): BottegaError {
  return new BottegaError({ code: 'git', message, remedy: 'Run `bottega doctor` to check git.' });
}
