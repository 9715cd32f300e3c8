import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importCycles, strayImports, upwardImports } from './import-gates.ts';
import { readSourceFiles, type SourceFile } from './source-files.ts';
import {
  impureFlow,
  lockfileAddresses,
  looseVersions,
  machinePaths,
  nameViolations,
  sizeViolations,
} from './text-gates.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = readSourceFiles(root, /^packages\/\w+\/src\/.*\.ts$/);
const own = source.filter((file) => !/\.test\.ts$|\/testing\//.test(file.path));
const planted = (path: string, text: string): SourceFile[] => [...source, { path, text }];

describe('the repository keeps its rules', () => {
  test('there are files to look at', () => {
    expect(own.length).toBeGreaterThan(80);
  });
  test('imports go down only', () => {
    expect(upwardImports(source)).toEqual([]);
  });
  test('files import each other in no loop', () => {
    expect(importCycles(source)).toEqual([]);
  });
  test('heavy packages are imported in one folder each', () => {
    expect(strayImports(source)).toEqual([]);
  });
  test('files are small', () => {
    expect(sizeViolations(own)).toEqual([]);
  });
  test('no test file or script is over the limit either', () => {
    const rest = readSourceFiles(root, /^(?:packages|test|bootstrap|examples)\/.*\.(?:ts|js)$/);
    expect(sizeViolations(rest).filter((line) => !line.startsWith('the median'))).toEqual([]);
  });
  test('file names are whole words in kebab-case', () => {
    expect(nameViolations(source)).toEqual([]);
  });
  test('flow code reaches the world through the seam only', () => {
    expect(impureFlow(source)).toEqual([]);
  });
  test('the lockfile names no registry', () => {
    expect(lockfileAddresses(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'))).toEqual([]);
  });
  test('no file names a path of a machine', () => {
    expect(machinePaths(readSourceFiles(root, /\.(?:ts|js|json|ya?ml|md|html)$|^\.ci\//))).toEqual([]);
  });
  test('every version is exact', () => {
    expect(looseVersions(readSourceFiles(root, /(?:^|\/)package\.json$/))).toEqual([]);
  });
});

describe('a planted violation is caught', () => {
  test('an import that goes up, and one that reaches into another package', () => {
    expect(
      upwardImports(planted('packages/core/src/x.ts', "import { build } from '@bottega/agents';")),
    ).toHaveLength(1);
    expect(
      upwardImports(planted('packages/agents/src/x.ts', "export { a } from '../../core/src/index.ts';")),
    ).toHaveLength(1);
  });
  test('a loop of two files, also by types only', () => {
    const files = [
      ...planted('packages/core/src/a.ts', "import type { B } from './b.ts';"),
      { path: 'packages/core/src/b.ts', text: "import {\n  type A,\n} from './a.ts';" },
    ];
    expect(importCycles(files)).toEqual([
      'packages/core/src/a.ts -> packages/core/src/b.ts -> packages/core/src/a.ts',
    ]);
  });
  test('a heavy package outside its folder, also lazily', () => {
    expect(strayImports(planted('packages/agents/src/x.ts', "await import('openai');"))).toHaveLength(1);
    expect(strayImports(planted('packages/core/src/x.ts', "import { execa } from 'execa';"))).toHaveLength(1);
  });
  test('a file of 401 lines', () => {
    expect(sizeViolations([...own, { path: 'x.ts', text: 'a\n'.repeat(401) }])).toEqual([
      'x.ts has 401 lines',
    ]);
  });
  test('a crooked name, a clock in the flow, an address, a machine path, a loose version', () => {
    expect(nameViolations([{ path: 'packages/core/src/myFile.ts', text: '' }])).toHaveLength(1);
    expect(
      impureFlow([{ path: 'packages/agents/src/phases/x.ts', text: 'const now = Date.now();' }]),
    ).toHaveLength(1);
    expect(lockfileAddresses('resolution: {tarball: https://example.org/x.tgz}')).toHaveLength(1);
    expect(machinePaths([{ path: 'a.md', text: 'see /root/.cache' }])).toHaveLength(1);
    expect(looseVersions([{ path: 'package.json', text: '{"dependencies":{"x":"^1.0.0"}}' }])).toHaveLength(
      1,
    );
  });
  test('an unused export', () => {
    const folder = mkdtempSync(join(tmpdir(), 'knip-'));
    mkdirSync(join(folder, 'src'));
    writeFileSync(
      join(folder, 'package.json'),
      '{ "name": "fixture", "type": "module", "main": "src/index.ts" }',
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      '{ "compilerOptions": { "module": "NodeNext", "allowImportingTsExtensions": true, "noEmit": true } }',
    );
    writeFileSync(join(folder, 'src/index.ts'), "import { used } from './a.ts';\nconsole.log(used);\n");
    writeFileSync(join(folder, 'src/a.ts'), 'export const used = 1;\nexport const plantedUnused = 2;\n');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    let printed = '';
    try {
      execFileSync(process.execPath, [join(root, 'node_modules/knip/bin/knip.js')], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (error) {
      printed = (error as { stdout: string }).stdout;
    }
    expect(printed).toContain('plantedUnused');
  });
});
