import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setupFailed } from './exit-codes.js';
import { prepare } from './prepare.js';
import { runChild } from './run-child.js';
import { runTests } from './run-tests.js';
import { SetupError } from './say.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [action, ...list] = process.argv.slice(2);

try {
  const node = await prepare(root);
  if (action === 'test') process.exitCode = await runTests(root, node, list);
  else if (action === 'script') process.exitCode = await runChild(node, list, { cwd: root });
  else
    process.exitCode = await runChild(node, [join(root, 'packages/cli/bin/bottega.js'), ...list], {
      cwd: process.env.INIT_CWD ?? process.cwd(),
    });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`Error: ${error.message}\n${error.remedy}\n`);
  process.exitCode = setupFailed;
}
