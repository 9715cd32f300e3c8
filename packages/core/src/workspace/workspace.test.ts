import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from './create-workspace.ts';
import { deliver } from './deliver.ts';
import { checkOutFolder, chooseOutFolder, folderName } from './out-folder.ts';
import { createWorkspaceHandlers } from './workspace-handlers.ts';

const { signal } = new AbortController();

async function open() {
  const base = await mkdtemp(join(tmpdir(), 'workspace-'));
  const place = { folder: join(base, 'files'), gitFolder: join(base, 'git') };
  return { base, ...place, workspace: await createWorkspace(place, { signal }) };
}

const commitRequest = { message: 'code: wrote a.py', author: 'Programmer', time: 1_700_000_000 };
const stockGit = (folder: string, ...list: string[]): string =>
  execFileSync('git', list, { cwd: folder, encoding: 'utf8' });

test('the same files and facts give the same commit, whatever the folder is called', async () => {
  const [left, right] = [await open(), await open()];
  for (const { workspace } of [left, right]) {
    await workspace.write([
      { path: 'a.py', content: 'print(1)\r\n' },
      { path: '文.txt', content: 'x' },
    ]);
  }
  const made = await left.workspace.commit(commitRequest, { signal });
  expect(await right.workspace.commit(commitRequest, { signal })).toEqual(made);
  expect(await left.workspace.head()).toEqual(made);
});

test('a commit is made also when nothing changed, and restore drops what came later', async () => {
  const { workspace } = await open();
  await workspace.write([{ path: 'a.py', content: '1' }]);
  const first = await workspace.commit(commitRequest, { signal });
  const second = await workspace.commit({ ...commitRequest, message: 'verify' }, { signal });
  expect(second.commit).not.toBe(first.commit);
  expect(second.tree).toBe(first.tree);
  await workspace.write([{ path: 'b.py', content: '2' }]);
  await workspace.restore(first.commit, { signal });
  expect(await workspace.list()).toEqual(['a.py']);
  expect((await workspace.head())?.commit).toBe(first.commit);
});

test('bad files are refused with a reason and the good ones are written', async () => {
  const { workspace, folder } = await open();
  await symlink('/etc', join(folder, 'link'));
  const result = await workspace.write([
    { path: '../a', content: 'x' },
    { path: 'link/passwd', content: 'x' },
    { path: 'link', content: 'x' },
    { path: 'ok.sh', content: '#!/bin/sh\n' },
    { path: 'OK.sh', content: 'x' },
  ]);
  expect(result.written).toEqual(['ok.sh']);
  expect(result.refused.map((file) => file.path)).toEqual(['../a', 'link/passwd', 'link', 'OK.sh']);
  expect((await stat(join(folder, 'ok.sh'))).mode & 0o111).not.toBe(0);
  expect(await workspace.read('link/passwd')).toBeNull();
});

test('nothing that a model wrote into the workspace runs, and every byte is kept', async () => {
  const { workspace, folder, base } = await open();
  const marker = join(base, 'executed');
  const evil = join(base, 'evil.sh');
  await writeFile(evil, `#!/bin/sh\ntouch ${marker}\ncat\n`);
  await chmod(evil, 0o755);
  await mkdir(join(folder, '.git/hooks'), { recursive: true });
  for (const hook of ['pre-commit', 'post-commit', 'post-checkout', 'reference-transaction']) {
    await writeFile(join(folder, '.git/hooks', hook), `#!/bin/sh\ntouch ${marker}\n`);
    await chmod(join(folder, '.git/hooks', hook), 0o755);
  }
  await writeFile(
    join(folder, '.git/config'),
    `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = ${evil}\n\thooksPath = .git/hooks\n[filter "x"]\n\tclean = ${evil}\n\tsmudge = ${evil}\n[diff]\n\texternal = ${evil}\n`,
  );
  await writeFile(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
  await mkdir(join(folder, '.git/objects'));
  await mkdir(join(folder, '.git/refs'));
  await writeFile(
    join(folder, '.gitattributes'),
    '* filter=x text eol=crlf ident\n*.txt working-tree-encoding=UTF-16\n',
  );
  await writeFile(join(folder, '.gitmodules'), '[submodule "x"]\n\tpath = sub\n\turl = x\n');
  stockGit(base, 'init', '-q', join(folder, 'sub'));
  await writeFile(join(folder, 'sub/file'), 'x');
  stockGit(
    join(folder, 'sub'),
    '-c',
    'user.name=x',
    '-c',
    'user.email=x@x',
    'commit',
    '-q',
    '--allow-empty',
    '-m',
    'x',
  );
  stockGit(join(folder, 'sub'), 'config', 'core.fsmonitor', evil);
  const bytes = 'a\r\nb\n$Id$\n';
  await writeFile(join(folder, 'a.txt'), bytes);
  const made = await workspace.commit(commitRequest, { signal });
  await workspace.restore(made.commit, { signal });
  await workspace.commit(commitRequest, { signal });
  await expect(stat(marker)).rejects.toThrow();
  const out = join(base, 'out');
  await deliver({ gitFolder: join(base, 'git'), out, runId: 'r1' }, { signal });
  await expect(stat(marker)).rejects.toThrow();
  expect(stockGit(out, 'cat-file', 'blob', 'HEAD:a.txt')).toBe(bytes);
  expect(stockGit(out, 'ls-tree', '-r', 'HEAD')).not.toMatch(/160000|120000|\.git\//);
});

test('the delivered repository is a plain one: clone, log and fsck with stock git are clean', async () => {
  const { workspace, base } = await open();
  await workspace.write([{ path: 'a.py', content: 'print(1)\n' }]);
  await workspace.commit(commitRequest, { signal });
  const out = join(base, 'new/deep/out');
  expect(await deliver({ gitFolder: join(base, 'git'), out, runId: 'r1' }, { signal })).toBe(out);
  expect(stockGit(out, 'status', '--porcelain')).toBe('');
  expect(stockGit(out, 'log', '--format=%an <%ae> %cn %s')).toBe(
    'Programmer <programmer@bottega.invalid> Bottega code: wrote a.py\n',
  );
  expect(stockGit(out, 'fsck', '--strict')).toBe('');
  stockGit(base, 'clone', '-q', out, join(base, 'clone'));
  expect(await readFile(join(base, 'clone/a.py'), 'utf8')).toBe('print(1)\n');
  await expect(deliver({ gitFolder: join(base, 'git'), out, runId: 'r1' }, { signal })).rejects.toThrow(
    /not empty/,
  );
});

test('an aborted delivery leaves nothing', async () => {
  const { workspace, base } = await open();
  await workspace.commit(commitRequest, { signal });
  const out = join(base, 'place/out');
  await expect(
    deliver({ gitFolder: join(base, 'git'), out, runId: 'r1' }, { signal: AbortSignal.abort() }),
  ).rejects.toThrow();
  expect(execFileSync('ls', ['-A', join(base, 'place')], { encoding: 'utf8' })).toBe('');
});

test('protected files are refused whatever their case, to whoever writes', async () => {
  const { workspace } = await open();
  await workspace.write([{ path: 'given.py', content: 'given' }]);
  const events: unknown[] = [];
  const result = await createWorkspaceHandlers(workspace)['workspace.write'].run(
    {
      role: 'programmer',
      files: [
        { path: 'Given.py', content: 'x' },
        { path: 'new.py', content: 'x' },
      ],
      protectedPaths: ['given.py'],
      remove: ['given.py'],
    },
    { key: 'k', signal, emit: (event) => events.push(event) },
  );
  expect(result.refused).toEqual([
    { path: 'Given.py', reason: 'protected: the programmer may not change it' },
  ]);
  expect(await workspace.list()).toEqual(['given.py', 'new.py']);
  expect(events).toHaveLength(2);
});

test('an out folder that is taken, a file, or not writable is refused with its reason', async () => {
  const base = await mkdtemp(join(tmpdir(), 'out-'));
  await mkdir(join(base, 'full'));
  await writeFile(join(base, 'full/file'), 'x');
  await mkdir(join(base, 'empty'));
  await mkdir(join(base, 'read-only'));
  await checkOutFolder(join(base, 'empty'));
  await checkOutFolder(join(base, 'new/deep'));
  await expect(checkOutFolder(join(base, 'full'))).rejects.toThrow(/not empty/);
  await expect(checkOutFolder(join(base, 'full/file'))).rejects.toThrow(/is a file/);
  await expect(checkOutFolder(join(base, 'full/file/below'))).rejects.toThrow(/is a file/);
  execFileSync('mount', ['--bind', join(base, 'read-only'), join(base, 'read-only')]);
  execFileSync('mount', ['-o', 'remount,ro,bind', join(base, 'read-only')]);
  try {
    await expect(checkOutFolder(join(base, 'read-only/out'))).rejects.toThrow(/EROFS/);
  } finally {
    execFileSync('umount', [join(base, 'read-only')]);
  }
});

test('the folder is named after the program, in ASCII, numbered where taken, in out/ inside a checkout', async () => {
  const base = await mkdtemp(join(tmpdir(), 'name-'));
  expect(folderName('Words Counter.py')).toBe('words-counter');
  expect(folderName('程序')).toBe('program');
  await mkdir(join(base, 'words'));
  expect(await chooseOutFolder(base, 'words')).toBe(join(base, 'words-2'));
  await writeFile(join(base, 'package.json'), '{ "name": "@bottega/workspace" }');
  await mkdir(join(base, 'packages/cli'), { recursive: true });
  expect(await chooseOutFolder(join(base, 'packages/cli'), 'words')).toBe(join(base, 'out/words'));
});
