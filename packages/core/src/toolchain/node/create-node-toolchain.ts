import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { findMutants, javascriptGrammar } from '../../mutation/index.ts';
import type { WorkspaceFile } from '../../workspace/workspace.ts';
import { judgeChecks, withExpected } from '../check-runner/judge-checks.ts';
import { type CheckCommands, planChecks, planExpected } from '../check-runner/plan-checks.ts';
import { type StubNames, stubNames } from '../stub-names.ts';
import type { Toolchain } from '../toolchain.ts';
import { nodeEvaluator } from './evaluator-script.ts';
import { nodeTestFile, renderNodeTests } from './node-tests.ts';
import { nodeSuiteFiles } from './suite-script.ts';

const inside = '/opt/node';
const program = `${inside}/bin/node`;
const evaluatorFile = '.bottega/evaluate.mjs';

/** Strips the types of each file and parses what is left as a module. */
const typeScriptCheck =
  "for (const file of process.argv.slice(1)) new (require('node:vm').SourceTextModule)(require('node:module').stripTypeScriptTypes(require('node:fs').readFileSync(file, 'utf8')), { identifier: file });";

const commands: CheckCommands = {
  run: (command) => [program, ...command],
  evaluate: (file, setup, expression) => [
    program,
    '--no-warnings',
    `/work/${evaluatorFile}`,
    JSON.stringify([file, setup, expression]),
  ],
  suite: suiteCommand,
  files: { 'evaluate.mjs': nodeEvaluator, ...nodeSuiteFiles },
  hidden: [nodeTestFile, 'node_modules'],
};

/** JavaScript or TypeScript on the Node.js that runs Bottega; TypeScript by Node's own type stripping. */
export function createNodeToolchain(
  language: 'javascript' | 'typescript',
  nodeExecutable: string = process.execPath,
): Toolchain {
  const extension = language === 'typescript' ? '.ts' : '.js';
  return {
    language,
    extensions: language === 'typescript' ? ['.ts', '.mts'] : ['.js', '.mjs', '.cjs'],
    fences: language === 'typescript' ? ['typescript', 'ts'] : ['javascript', 'js', 'mjs', 'node'],
    defaultFile: `main${extension}`,
    runText: (file, argumentsText) => `node ${file} ${argumentsText}`.trim(),
    testText: `node --test ${nodeTestFile}`,
    testCommand: ['node', '--test', nodeTestFile],
    mounts: () => [{ hostFolder: dirname(dirname(realpathSync(nodeExecutable))), path: inside }],
    runCommand: (file, argumentList) => [program, file, ...argumentList],
    compileCommand: (files) =>
      language === 'typescript'
        ? [program, '--no-warnings', '--experimental-vm-modules', '-e', typeScriptCheck, ...files]
        : ['/bin/sh', '-c', 'for file; do node --check "$file" || exit 1; done', 'check', ...files],
    renderTests: (checks) =>
      checks.length === 0 ? [] : [{ path: nodeTestFile, content: renderNodeTests(checks) }],
    expectedRun: (checks) => planExpected(checks, commands),
    withExpected,
    testRun: (checks, options) => planChecks(checks, commands, options),
    readReport: (checks, result) => judgeChecks(checks, result, (command) => `node ${command.join(' ')}`),
    mutants: (files) => findMutants(files, javascriptGrammar),
    stub: (files, checks, source) =>
      renderStub(files, stubNames(checks, source.skeleton, files, source.tests), language),
  };
}

/** Files of `node:test` are run by Node's own runner, any other one as a script of assertions. */
function suiteCommand(mode: 'run' | 'list', [file = '', ...list]: readonly string[]): string[] {
  const beside = (name: keyof typeof nodeSuiteFiles): string => `/work/.bottega/${name}`;
  if (mode === 'list') return [program, beside('list-tests.mjs'), file];
  return [program, beside('run-suite.mjs'), file, ...list];
}

function renderStub(
  files: readonly string[],
  names: StubNames,
  language: 'javascript' | 'typescript',
): WorkspaceFile[] {
  const any = language === 'typescript' ? ': any[]' : '';
  const target = language === 'typescript' ? 'target: any, key: any' : 'target, key';
  const lines = [
    ...names.functions.map((name) => `function ${name}(...values${any}) {\n  return undefined;\n}\n`),
    ...names.classes.map(
      (name) =>
        `class ${name} {\n  constructor(...values${any}) {\n    return new Proxy(this, { get: (${target}) => (key in target ? target[key] : () => undefined) });\n  }\n}\n`,
    ),
  ];
  const all = [...names.functions, ...names.classes];
  return files.map((path) => {
    const out = path.endsWith('.cjs')
      ? `module.exports = { ${all.join(', ')} };`
      : `export { ${all.join(', ')} };`;
    return { path, content: all.length === 0 ? '' : `${lines.join('\n')}\n${out}\n` };
  });
}
