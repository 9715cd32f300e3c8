/** Laid beside the runner as modules: name -> text. */
export const nodeSuiteFiles = {
  'list-tests.mjs': `
import { readFileSync, writeSync } from 'node:fs';
const text = readFileSync(process.argv[2], 'utf8').replace(/^\\s*\\/\\/.*$/gm, '');
const listed = /['"]node:test['"]/.test(text)
  ? [...text.matchAll(/(?<![\\w.])(?:test|it)\\(\\s*(['"\`])((?:(?!\\1)[^\\\\]|\\\\.)*)\\1/g)].map((found) => found[2])
  : [];
writeSync(Number(process.env.BOTTEGA_REPORT), JSON.stringify({ listed }));
`,
  /** Starts a file of `node:test` with Node's own runner, any other one as a script of assertions. */
  'run-suite.mjs': `
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
const beside = (name) => join(dirname(fileURLToPath(import.meta.url)), name);
const [file, ...list] = process.argv.slice(2);
const isSuite = /['"]node:test['"]/.test(readFileSync(file, 'utf8'));
const start = isSuite
  ? ['--test', '--test-reporter=' + beside('suite-reporter.mjs'), '--test-reporter-destination=stdout', file]
  : [beside('run-script.mjs'), file, ...list];
const report = Number(process.env.BOTTEGA_REPORT);
const { status } = spawnSync(process.execPath, ['--no-warnings', '--import', beside('guard.mjs'), ...start], {
  stdio: ['inherit', 'inherit', 'inherit', report],
  env: { ...process.env, BOTTEGA_REPORT: '3' },
});
process.exit(status ?? 1);
`,
  /** Loaded before anything of the program: what tests rely on cannot be replaced. */
  'guard.mjs': `
import assert from 'node:assert';
import strict from 'node:assert/strict';
for (const thing of [assert, assert.strict, strict]) Object.freeze(thing);
`,
  /** Runs in the process that starts the test files, not in theirs. */
  'suite-reporter.mjs': `
import { writeSync } from 'node:fs';
export default async function* report(source) {
  const outcomes = [];
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    const error = data.details?.error;
    const cause = error?.cause ?? error;
    const text = String(cause?.stack ?? cause?.message ?? cause ?? '');
    const failed = cause?.code === 'ERR_ASSERTION' || cause?.name === 'AssertionError';
    const outcome = data.skip !== undefined || data.todo !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : failed ? 'failed' : 'error';
    outcomes.push({ name: data.name, outcome, message: type === 'test:fail' ? text.slice(-1500) : '' });
  }
  writeSync(Number(process.env.BOTTEGA_REPORT), JSON.stringify({ ended: true, outcomes, changed: [] }));
  yield '';
}
`,
  /** Runs a plain script of assertions; an end that the script itself did not ask for is told. */
  'run-script.mjs': `
import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
const report = Number(process.env.BOTTEGA_REPORT);
delete process.env.BOTTEGA_REPORT;
const { stringify } = JSON;
const leave = process.reallyExit.bind(process);
const write = writeSync;
const path = process.argv[2];
process.argv.splice(1, 2, path);
const address = pathToFileURL(resolve(path)).href;
let told = false;
const tell = (ended, outcome, message) => {
  if (told) return;
  told = true;
  write(report, stringify({ ended, outcomes: [{ name: path, outcome, message: message.slice(-1500) }], changed: [] }));
};
process.exit = (code = process.exitCode) => {
  const caller = new Error().stack.split('\\n')[2] ?? '';
  tell(caller.includes(address), code ? 'failed' : 'passed', code ? 'ended with exit code ' + code : '');
  leave(Number(code ?? 0));
};
let loaded = false;
process.on('exit', (code) => tell(loaded, code ? 'failed' : 'passed', code ? 'ended with exit code ' + code : ''));
const fail = (error) => {
  console.error(error);
  tell(true, error?.code === 'ERR_ASSERTION' ? 'failed' : 'error', String(error?.stack ?? error));
  leave(1);
};
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
try {
  await import(address);
  loaded = true;
} catch (error) {
  fail(error);
}
`,
} as const;
