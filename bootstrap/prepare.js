import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkPlatform } from './check-platform.js';
import { SetupError, say } from './say.js';
import { installMark, readStamp, sourceMark, writeStamp } from './stamp.js';
import { ensureSystemPackages } from './system-packages.js';

/** pnpm as `packageManager` of package.json pins it. */
const pnpm = 'pnpm@10.34.9';

/** Everything a start or a test needs: system packages, dependencies, a Node.js 24, a build. Resolves with that Node.js. */
export async function prepare(root) {
  checkPlatform();
  await ensureSystemPackages();
  const mark = installMark(root);
  if (readStamp(root).install !== mark || bundledNode(root) === null) {
    say('installing dependencies with pnpm (about 200 MB on the first run)');
    run(
      root,
      'npx',
      ['-y', pnpm, 'install', '--frozen-lockfile'],
      'The dependencies could not be installed.',
      'Check the network and the registry settings of npm, then try again.',
    );
    writeStamp(root, { install: mark, build: '' });
  }
  const node = bundledNode(root);
  if (node === null)
    throw new SetupError('Node.js 24 was not installed.', 'Remove node_modules and try again.');
  const sources = sourceMark(root);
  if (readStamp(root).build !== sources || !existsSync(join(root, 'packages/cli/dist/main.js'))) {
    say('building');
    run(
      root,
      node,
      [join(root, 'node_modules/typescript/bin/tsc'), '-b'],
      'The build failed.',
      'See the lines above.',
    );
    writeStamp(root, { build: sources });
  }
  return node;
}

/** The Node.js 24 among the dependencies, or null. */
function bundledNode(root) {
  const program = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  return existsSync(program) ? program : null;
}

function run(root, command, list, failure, remedy) {
  const result = spawnSync(command, list, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CI: 'true' },
  });
  if (result.status === 0) return;
  process.stderr.write(
    `${`${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n').slice(-20).join('\n')}\n`,
  );
  throw new SetupError(`${failure}${result.error === undefined ? '' : ` (${result.error.message})`}`, remedy);
}
