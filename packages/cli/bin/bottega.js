#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The Node.js that was installed beside this package, or null. */
function installedNode() {
  const name = `node-linux-${process.arch}`;
  for (let at = here; at !== dirname(at); at = dirname(at)) {
    const program = join(at, 'node_modules', name, 'bin', 'node');
    if (existsSync(program)) return program;
  }
  return null;
}

const [major, minor] = process.versions.node.split('.').map(Number);
const isOld = major < 22 || (major === 22 && minor < 18);
const newer = isOld ? installedNode() : null;
if (isOld && newer !== null) {
  const ended = spawnSync(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = ended.status ?? (ended.signal === 'SIGINT' ? 130 : 70);
} else if (isOld) {
  process.stderr.write(
    `Error: Bottega needs Node.js 22.18 or later, this is ${process.version}.\nInstall a newer one, or start it with npm start in its checkout.\n`,
  );
  process.exitCode = 20;
} else if (!existsSync(join(here, '..', 'dist', 'main.js'))) {
  process.stderr.write(
    'Error: Bottega is not built yet.\nStart it with npm start in its checkout, which builds it.\n',
  );
  process.exitCode = 20;
} else {
  modules.enableCompileCache?.();
  const { main } = await import('../dist/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
