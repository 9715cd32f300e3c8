import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ContractContext } from './contract-context.ts';

/** Files in and files out. */
export function fileCases({ shell, python }: ContractContext): void {
  test('files go in, the command runs in /work, files asked for come out', async () => {
    const result = await shell('cat in/a.txt; printf changed > in/a.txt; printf ü > out.txt; pwd', {
      files: { 'in/a.txt': 'hello ' },
      outputs: ['out.txt', 'in/a.txt', 'absent.txt'],
    });
    expect(result.stdout).toBe('hello /work\n');
    expect(result.files).toEqual({ 'out.txt': 'ü', 'in/a.txt': 'changed' });
  });

  test('a folder is copied without its history and its links, given files lie over it', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, '.git'));
    await mkdir(join(folder, 'package'));
    for (const path of ['.git/config', 'a.txt', 'package/b.txt', 'constructor', 'tool.sh']) {
      await writeFile(join(folder, path), path);
    }
    await chmod(join(folder, 'tool.sh'), 0o755);
    await symlink('/etc/passwd', join(folder, 'link'));
    const result = await shell('find . -type f | sort; cat a.txt; [ -x tool.sh ] && rm -r *', {
      folder,
      files: { 'a.txt': 'over', 'package/b.txt/c.txt': 'a file became a folder' },
    });
    const kept = await readdir(folder);
    expect(result.stdout).toBe('./a.txt\n./constructor\n./package/b.txt/c.txt\n./tool.sh\nover');
    expect(result.exitCode).toBe(0);
    expect(kept.toSorted()).toEqual(['.git', 'a.txt', 'constructor', 'link', 'package', 'tool.sh']);
  });

  test.each([
    ['a file', { files: { '../a.txt': 'x' } }],
    ['an output', { outputs: ['../a.txt'] }],
  ])('%s outside the work folder is refused before anything runs', async (_, details) => {
    await expect(shell('true', details)).rejects.toMatchObject({ code: 'usage' });
  });

  test('links, folders, pipes and what is behind a linked folder do not come out', async () => {
    const script =
      'ln -s /etc/passwd link; mkdir folder; mkfifo pipe; ln -s /etc etc; echo x > a; ln a b; echo y > -x';
    const result = await shell(script, {
      outputs: ['link', 'folder', 'pipe', 'etc/hosts', 'a', 'b', '-x'],
      limits: { wallSeconds: 5 },
    });
    expect(result.timedOut).toBe(false);
    expect(Object.keys(result.files).filter((name) => !name.startsWith('etc'))).toEqual(
      expect.arrayContaining(['a', 'b', '-x']),
    );
    expect(result.files).not.toHaveProperty('link');
    expect(result.files).not.toHaveProperty('folder');
    expect(result.files).not.toHaveProperty('pipe');
    expect(result.files).not.toHaveProperty('etc/hosts');
  });

  test('files that come out are at most 2 MiB together', async () => {
    const result = await shell('head -c 3000000 /dev/zero > large; echo x > small', {
      outputs: ['small', 'large'],
    });
    expect(result.files).toEqual({ small: 'x\n' });
  });

  test('odd names, deep folders and folders without permissions do no harm', async () => {
    const result = await python(`
import os
for name in ["-rf", "new\\nline", "\\x1b[31m", "a" * 200]: open(name, "w").write("x")
open(b"\\xff\\xfe", "w").write("x")
for level in range(1500): os.mkdir("d"); os.chdir("d")
os.chdir("/tmp"); os.mkdir("closed"); open("closed/a", "w").close(); os.chmod("closed", 0)
print("done")
`);
    expect(result).toMatchObject({ stdout: 'done\n', exitCode: 0 });
  });

  test('two runs at once do not see each other', async () => {
    const script = 'echo x > own; sleep 0.3; ls /work; ls $TMPDIR';
    const results = await Promise.all([shell(`touch one; ${script}`), shell(`touch two; ${script}`)]);
    expect(results.map((result) => result.stdout)).toEqual(['one\nown\n', 'own\ntwo\n']);
  });
}
