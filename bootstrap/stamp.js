import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const manifests = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];

/** What an installation depends on, as one hash. */
export function installMark(root) {
  const hash = createHash('sha256');
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'));
  for (const file of [...manifests, ...packages]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** The newest change of the sources that are compiled, with how many there are. */
export function sourceMark(root) {
  let newest = 0;
  let count = 0;
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (/\.(ts|json)$/.test(entry.name)) {
        count += 1;
        newest = Math.max(newest, statSync(path).mtimeMs);
      }
    }
  };
  for (const name of readdirSync(join(root, 'packages'))) {
    visit(join(root, 'packages', name, 'src'));
    newest = Math.max(newest, statSync(join(root, 'packages', name, 'tsconfig.json')).mtimeMs);
  }
  return `${count} ${newest}`;
}

/** What the last setup did; empty where there was none. */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8'));
  } catch {
    return {};
  }
}

/** Remembers a step that succeeded. */
export function writeStamp(root, part) {
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), JSON.stringify({ ...readStamp(root), ...part }));
}

function stampFile(root) {
  return join(root, 'node_modules', '.bottega-setup.json');
}
