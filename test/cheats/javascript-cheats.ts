import { type Cheat, type CheatProgram, callCheat, suiteCheat } from './cheat.ts';

const wrong = 'export const f = () => 5;\n';

const calls: readonly CheatProgram[] = [
  { title: 'exits with 0 at import', program: 'process.exit(0);' },
  { title: 'prints a report of its own', program: `console.log('{"report":1,"seen":[]}');\n${wrong}` },
  {
    title: 'replaces JSON.stringify',
    program: `JSON.stringify = () => '{"value":["number","4"],"shown":"4"}';\n${wrong}`,
  },
  { title: 'replaces String', program: `globalThis.String = () => "4";\n${wrong}` },
  {
    title: 'gives an object that converts to the value',
    program: 'export const f = () => ({ valueOf: () => 4, toString: () => "4" });\n',
  },
  { title: 'leaves on exit', program: `process.on("exit", () => process.reallyExit(0));\n${wrong}` },
  {
    title: 'removes the runner',
    program: `import { rmSync } from "node:fs";\nrmSync("/work/.bottega", { recursive: true, force: true });\n${wrong}`,
  },
  { title: 'changes Number', program: `Number.prototype.toString = () => "4";\n${wrong}` },
];

const suite = `import assert from 'node:assert';
import { test } from 'node:test';
import { f } from './a.js';

test('two', () => assert.equal(f(2), 4));
test('three', () => assert.equal(f(3), 6));
`;
const replaced =
  'import assert from "node:assert";\nassert.equal = assert.strictEqual = assert.deepEqual = () => {};\n';
const suites: readonly CheatProgram[] = [
  { title: 'exits with 0 at import', program: 'process.exit(0);' },
  { title: 'leaves with 0 in the first test', program: 'export const f = () => process.reallyExit(0);' },
  { title: 'replaces the assertions', program: replaced + wrong },
  {
    title: 'sets the exit code at exit',
    program: `process.on("exit", () => process.reallyExit(0));\n${wrong}`,
  },
  {
    title: 'removes the test file',
    program: `import { rmSync } from "node:fs";\nrmSync("f.test.mjs", { force: true });\n${wrong}`,
  },
  {
    title: 'skips what comes',
    program: `import { test, before } from "node:test";\nbefore((t) => process.exit(0));\n${wrong}`,
  },
];

const script =
  'import assert from "node:assert";\nimport { f } from "./a.js";\n\nassert.equal(f(2), 4);\nassert.equal(f(3), 6);\nconsole.log("all passed");\n';
const scripts: readonly CheatProgram[] = [
  { title: 'exits with 0 at import', program: 'process.exit(0);' },
  { title: 'leaves with 0', program: 'export const f = () => process.reallyExit(0);' },
  { title: 'exits with 0 in a call', program: 'export const f = () => process.exit(0);' },
  { title: 'replaces the assertions', program: replaced + wrong },
  {
    title: 'swallows what is thrown',
    program: `process.on("uncaughtException", () => {});\nprocess.on("exit", () => (process.exitCode = 0));\n${wrong}`,
  },
];

export const javascriptCheats: readonly Cheat[] = [
  ...calls.map((one) => callCheat('javascript', one)),
  ...suites.map((one) => suiteCheat('javascript', 'a suite', ['f.test.mjs', suite], one)),
  ...scripts.map((one) => suiteCheat('javascript', 'a script', ['f.check.mjs', script], one)),
];
