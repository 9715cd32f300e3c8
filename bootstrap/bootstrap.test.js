import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkPlatform } from './check-platform.js';
import { ensureSystemPackages } from './system-packages.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A folder of fake programs; each logs its arguments and ends with its code. */
function fakePrograms(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'fake-'));
  const log = join(folder, 'log');
  writeFileSync(log, '');
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { folder, calls: () => readFileSync(log, 'utf8').trim().split('\n').filter(Boolean) };
}

/** A checkout with the bootstrap and small fake packages, so that nothing real is installed. */
function fakeCheckout() {
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  cpSync(join(root, 'bootstrap'), join(folder, 'bootstrap'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "@bottega/workspace", "type": "module" }');
  writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lock');
  const cli = join(folder, 'packages/cli');
  for (const part of ['src', 'bin', 'dist']) mkdirSync(join(cli, part), { recursive: true });
  writeFileSync(join(cli, 'package.json'), '{}');
  writeFileSync(join(cli, 'tsconfig.json'), '{}');
  writeFileSync(join(cli, 'src/main.ts'), '');
  writeFileSync(join(cli, 'dist/main.js'), '');
  writeFileSync(
    join(cli, 'bin/bottega.js'),
    'console.log("bottega", ...process.argv.slice(2), process.cwd()); process.exitCode = 3;',
  );
  return folder;
}

/** What pnpm would leave behind: a Node.js and a compiler. */
function installScript(folder) {
  const modules = join(folder, 'node_modules');
  return [
    `mkdir -p ${modules}/node-linux-${process.arch}/bin ${modules}/typescript/bin`,
    `ln -sf ${process.execPath} ${modules}/node-linux-${process.arch}/bin/node`,
    `printf '' > ${modules}/typescript/bin/tsc`,
  ].join('\n');
}

function run(folder, list, environment, cwd = folder) {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(folder, 'bootstrap/main.js'), ...list],
      { cwd, env: { HOME: folder, PATH: '/usr/bin:/bin', ...environment } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test('a first start installs and builds, line by line; a second one repeats nothing; exit code and folder are handed on', async () => {
  const folder = fakeCheckout();
  const fakes = fakePrograms({ npx: installScript(folder) });
  const path = { PATH: `${fakes.folder}:${dirname(process.execPath)}:/usr/bin:/bin`, INIT_CWD: tmpdir() };
  const first = await run(folder, ['start', 'a list', '--json'], path);
  expect(first).toMatchObject({ code: 3, stdout: `bottega a list --json ${tmpdir()}\n` });
  expect(first.stderr).toContain('bottega setup: installing dependencies');
  expect(first.stderr).toContain('bottega setup: building');
  expect(fakes.calls()).toEqual(['npx -y pnpm@10.34.9 install --frozen-lockfile']);
  const second = await run(folder, ['start', '--help'], path);
  expect(second).toMatchObject({ code: 3, stderr: '' });
  expect(fakes.calls()).toHaveLength(1);
});

test('an installation that fails is told with the remedy, ends with 20, and is tried again next time', async () => {
  const folder = fakeCheckout();
  const fakes = fakePrograms({ npx: 'echo "network is unreachable" >&2; exit 1' });
  const path = { PATH: `${fakes.folder}:/usr/bin:/bin` };
  const { code, stderr } = await run(folder, ['start'], path);
  expect(code).toBe(20);
  expect(stderr).toContain('network is unreachable');
  expect(stderr).toContain('Check the network');
  expect(existsSync(join(folder, 'node_modules/.bottega-setup.json'))).toBe(false);
  await run(folder, ['start'], path);
  expect(fakes.calls()).toHaveLength(2);
});

const noPrograms = { BOTTEGA_SETUP_PATH: '/nonexistent' };

test('as root, missing packages are installed with apt', async () => {
  const fakes = fakePrograms({ 'apt-get': 'exit 0' });
  await ensureSystemPackages({
    environment: { ...noPrograms, PATH: `${fakes.folder}:/usr/bin:/bin` },
    userId: 0,
  });
  expect(fakes.calls()).toEqual([
    'apt-get update',
    'apt-get install -y --no-install-recommends bubblewrap git python3 util-linux',
  ]);
});

test('without root and sudo the one command is given; with sudo but nobody to ask nothing is run', async () => {
  const bare = fakePrograms({ 'apt-get': 'exit 0', sudo: 'exit 1' });
  const environment = { ...noPrograms, PATH: `${bare.folder}:/usr/bin:/bin` };
  await expect(
    ensureSystemPackages({ environment, userId: 1000, input: { isTTY: false } }),
  ).rejects.toMatchObject({
    remedy: expect.stringContaining('sudo sh -c'),
  });
  const willing = fakePrograms({ 'apt-get': 'exit 0', sudo: 'exit 0' });
  const other = { ...noPrograms, PATH: `${willing.folder}:/usr/bin:/bin` };
  await expect(
    ensureSystemPackages({ environment: other, userId: 1000, input: { isTTY: false } }),
  ).rejects.toThrow(/missing/);
  expect(willing.calls().some((line) => line.startsWith('apt-get'))).toBe(false);
});

test('an apt that fails is told with its last line', async () => {
  const fakes = fakePrograms({ 'apt-get': 'echo "E: no such package" >&2; exit 100' });
  const environment = { ...noPrograms, PATH: `${fakes.folder}:/usr/bin:/bin` };
  await expect(ensureSystemPackages({ environment, userId: 0 })).rejects.toThrow(/no such package/);
});

test.each([
  [{ platform: 'darwin' }, /container/],
  [{ platform: 'win32' }, /WSL2/],
  [{ platform: 'linux', arch: 'ia32' }, /container/],
  [{ platform: 'linux', arch: 'x64', isMusl: true }, /container/],
  [{ platform: 'linux', arch: 'x64', isMusl: false, version: '18.20.0' }, /newer Node/],
])('a machine like %j is refused with what to use instead', (machine, remedy) => {
  try {
    checkPlatform(machine);
    expect.unreachable();
  } catch (error) {
    expect(error.remedy).toMatch(remedy);
  }
});

test('the committed command says what is missing where it is not built', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stub-'));
  mkdirSync(join(folder, 'packages/cli/bin'), { recursive: true });
  cpSync(join(root, 'packages/cli/bin/bottega.js'), join(folder, 'packages/cli/bin/bottega.js'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const ended = await new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'packages/cli/bin/bottega.js')], (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });
  expect(ended).toMatchObject({ code: 20, stderr: expect.stringContaining('not built yet') });
});
