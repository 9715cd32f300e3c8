import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { SetupError, say } from './say.js';

/** Programs that must be there, the Debian package of each, and about how much it downloads. */
const needed = [
  { program: 'bwrap', package: 'bubblewrap', size: '0.1 MB', path: '/usr/bin:/bin' },
  { program: 'git', package: 'git', size: '10 MB' },
  { program: 'python3', package: 'python3', size: '8 MB', path: '/usr/bin:/bin' },
  { program: 'setpriv', package: 'util-linux', size: '1.2 MB', path: '/usr/bin:/bin' },
];

/** Installs missing system packages where it may, else throws with the one command that does. */
export async function ensureSystemPackages({
  environment = process.env,
  userId = process.getuid(),
  input = process.stdin,
} = {}) {
  const missing = needed.filter(
    (one) => findOnPath(one.program, environment.BOTTEGA_SETUP_PATH ?? one.path ?? environment.PATH) === null,
  );
  if (missing.length === 0) return;
  const packages = missing.map((one) => one.package).join(' ');
  const sizes = missing.map((one) => `${one.package} about ${one.size}`).join(', ');
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages}`;
  const remedy = `Run once: ${userId === 0 ? '' : 'sudo '}sh -c '${install}'`;
  say(`missing: ${missing.map((one) => one.program).join(', ')} (${sizes})`);
  const path = environment.PATH;
  if (findOnPath('apt-get', path) === null)
    throw new SetupError(
      `These programs are missing: ${packages}.`,
      'Install them with the package manager of this system.',
    );
  if (userId !== 0 && !(await maySudo(path, input, packages)))
    throw new SetupError(`These packages are missing: ${packages}.`, remedy);
  const command = userId === 0 ? ['sh', '-c', install] : ['sudo', '-n', 'sh', '-c', install];
  say(`installing ${packages} with apt-get`);
  const result = spawnSync(command[0], command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status !== 0) {
    const reason = (result.stderr ?? '').trim().split('\n').at(-1) ?? '';
    throw new SetupError(`apt-get could not install ${packages}: ${reason}`, remedy);
  }
}

/** True where sudo works without a password and the person, if there is one, agrees. */
async function maySudo(path, input, packages) {
  if (findOnPath('sudo', path) === null) return false;
  if (spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return false;
  if (!input.isTTY) return false;
  const lines = createInterface({ input, output: process.stderr });
  const answer = await lines.question(`Install ${packages} with sudo apt-get? [y/N] `);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

function findOnPath(program, path) {
  for (const folder of (path ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return join(folder, program);
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
