import type { Check } from '../../checks/check.ts';

export const nodeTestFile = 'acceptance.test.mjs';

const head = `// Acceptance tests: node --test ${nodeTestFile}
// Written before the program, from what was asked. They need nothing but Node.js.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const leftOut = new Set(['.git', 'node_modules', '${nodeTestFile}']);

/** Runs a program of this folder in a copy of it and returns what came back. */
function run(command, files = {}, stdin = '', timeout = 20000) {
  const folder = mkdtempSync(join(tmpdir(), 'acceptance-'));
  try {
    cpSync(here, folder, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const environment = { ...process.env };
    delete environment.NODE_TEST_CONTEXT;
    return spawnSync(process.execPath, command, { cwd: folder, input: stdin, encoding: 'utf8', timeout, env: environment });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Exit code of a program that ends; 0 for one that still runs after 5 s, such as a server. */
function start(command, files, stdin) {
  const result = run(command, files, stdin, 5000);
  return result.error?.code === 'ETIMEDOUT' ? 0 : result.status;
}

const lines = (text) => text.replace(/^\\n+|\\s+$/g, '').split('\\n').map((line) => line.trimEnd());

/** Evaluates statements and an expression with what a module exports. */
async function evaluate(file, setup, expression) {
  const module = file === null ? {} : await import(pathToFileURL(join(here, file)).href);
  const scope = {};
  const fallback = module.default;
  if (fallback !== null && (typeof fallback === 'object' || typeof fallback === 'function')) {
    Object.assign(scope, fallback);
    if (typeof fallback === 'function' && fallback.name) scope[fallback.name] = fallback;
  }
  for (const key of Object.keys(module)) if (key !== 'default') scope[key] = module[key];
  const names = Object.keys(scope);
  const AsyncFunction = (async () => {}).constructor;
  const body = setup.join(';\\n') + ';\\nreturn (' + expression + '\\n);';
  return new AsyncFunction(...names, body)(...names.map((name) => scope[name]));
}

/** Deep equality that forgives the last digits of numbers. */
function assertSame(actual, expected) {
  if (typeof actual === 'number' && typeof expected === 'number' && !Object.is(actual, expected)) {
    assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(Math.abs(actual), Math.abs(expected)), actual + ' is not ' + expected);
    return;
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length === expected.length) {
    expected.forEach((member, index) => assertSame(actual[index], member));
    return;
  }
  assert.deepEqual(actual, expected);
}
`;

/** The delivered test file: one test a check, the person's examples first. */
export function renderNodeTests(checks: readonly Check[]): string {
  const group = (title: string, ofUser: boolean): string[] => {
    const own = checks.filter((check) => (check.origin === 'user') === ofUser);
    return own.length === 0
      ? []
      : [`describe(${JSON.stringify(title)}, () => {\n${own.map(renderTest).join('\n\n')}\n});\n`];
  };
  return [
    head,
    ...group('examples taken from what was asked', true),
    ...group('derived from what was asked; not confirmed by a person', false),
  ].join('\n');
}

function renderTest(check: Check): string {
  const title = JSON.stringify(`${check.id}: ${check.source.replaceAll(/\s+/g, ' ').slice(0, 120)}`);
  return [`  test(${title}, async () => {`, ...body(check).map((line) => `    ${line}`), '  });'].join('\n');
}

function body(check: Check): string[] {
  const source = (value: unknown): string => JSON.stringify(value);
  if (check.kind === 'script') {
    return [
      `const result = run(${source(check.command)});`,
      'assert.equal(result.status, 0, result.stdout + result.stderr);',
    ];
  }
  if (check.kind === 'command' && check.stdout === null && check.exitCode === 0) {
    const given = [check.command, check.files, check.stdin].map(source).join(', ');
    return [`assert.equal(start(${given}), 0);`];
  }
  if (check.kind === 'command') {
    const lines = [
      `const result = run(${source(check.command)}, ${source(check.files)}, ${source(check.stdin)});`,
      `assert.equal(result.status, ${check.exitCode}, result.stderr);`,
    ];
    if (check.stdout === null) return lines;
    if (check.match === 'json')
      return [...lines, `assert.deepEqual(JSON.parse(result.stdout), JSON.parse(${source(check.stdout)}));`];
    if (check.match === 'equal')
      return [...lines, `assert.deepEqual(lines(result.stdout), lines(${source(check.stdout)}));`];
    return [
      ...lines,
      `const wanted = lines(${source(check.stdout)});`,
      'for (const line of lines(result.stdout)) if (line === wanted[0]) wanted.shift();',
      'assert.deepEqual(wanted, []);',
    ];
  }
  const call = `evaluate(${source(check.file)}, ${source(check.setup)}, ${source(check.expression)})`;
  if (check.raises === true) {
    return [
      `await assert.rejects(() => ${call}, (error) => {`,
      `  assert.ok([error.name, error.constructor?.name].includes(${source(check.expected)}), String(error));`,
      '  return true;',
      '});',
    ];
  }
  return [`assertSame(await ${call}, await evaluate(null, [], ${source(check.expected)}));`];
}
