import { existsSync } from 'node:fs';
import { findMutants, pythonGrammar } from '../../mutation/index.ts';
import type { WorkspaceFile } from '../../workspace/workspace.ts';
import { judgeChecks, withExpected } from '../check-runner/judge-checks.ts';
import { type CheckCommands, planChecks, planExpected } from '../check-runner/plan-checks.ts';
import { type StubNames, stubNames } from '../stub-names.ts';
import type { TestRunner, Toolchain } from '../toolchain.ts';
import { pythonEvaluator } from './evaluator-script.ts';
import { renderPythonTests } from './python-tests.ts';
import { pythonSuite } from './suite-script.ts';
import { pytestStyle, pythonTestFile, unittestStyle } from './test-style.ts';

const compileScript =
  'import sys\nfor path in sys.argv[1:]:\n    with open(path, encoding="utf-8") as file:\n        compile(file.read(), path, "exec")';

const commands: CheckCommands = {
  run: (command) => ['python3', ...command],
  evaluate: (file, setup, expression) => [
    'python3',
    '-I',
    '-c',
    pythonEvaluator,
    JSON.stringify([file, setup, expression]),
  ],
  suite: (mode, command) => ['python3', '-I', '-c', pythonSuite, JSON.stringify([mode, command])],
  files: {},
  hidden: [pythonTestFile, '__pycache__'],
};

/** Python with its standard library, as the system has it; tests for `unittest`, or for pytest where it was asked for. */
export function createPythonToolchain(testRunner: TestRunner): Toolchain {
  const style = testRunner === 'pytest' ? pytestStyle : unittestStyle;
  const runText = (file: string, argumentsText: string): string => `python3 ${file} ${argumentsText}`.trim();
  return {
    language: 'python',
    extensions: ['.py'],
    fences: ['python', 'py', 'python3'],
    defaultFile: 'main.py',
    runText,
    testText: style.command.join(' '),
    testCommand: style.run,
    mounts: () => [],
    runCommand: (file, argumentList) => ['python3', file, ...argumentList],
    compileCommand: (files) => ['python3', '-I', '-c', compileScript, ...files],
    renderTests: (checks) =>
      checks.length === 0 ? [] : [{ path: pythonTestFile, content: renderPythonTests(checks, style) }],
    expectedRun: (checks) => planExpected(checks, commands),
    withExpected,
    testRun: (checks, options) => planChecks(checks, commands, options),
    readReport: (checks, result) => judgeChecks(checks, result, (command) => `python3 ${command.join(' ')}`),
    mutants: (files) => findMutants(files, pythonGrammar),
    stub: (files, checks, source) =>
      renderStub(files, stubNames(checks, source.skeleton, files, source.tests)),
  };
}

/** Whether this machine has a Python that the sandbox can show. */
export function hasPython(): boolean {
  return existsSync('/usr/bin/python3');
}

/** What an object without content answers where it is used as a container. */
const emptyOperations = ['__getitem__', '__setitem__', '__delitem__', '__call__']
  .map((name) => `    def ${name}(self, *arguments):\n        return None\n\n`)
  .concat(
    '    def __contains__(self, value):\n        return False\n\n',
    '    def __iter__(self):\n        return iter(())\n\n',
    '    def __len__(self):\n        return 0\n',
  )
  .join('');

function renderStub(files: readonly string[], names: StubNames): WorkspaceFile[] {
  const lines = [
    ...names.functions.map((name) => `def ${name}(*arguments, **named):\n    return None\n`),
    ...names.classes.map(
      (name) =>
        `class ${name}:\n    def __init__(self, *arguments, **named):\n        pass\n\n    def __getattr__(self, name):\n        if name.startswith("__"):\n            raise AttributeError(name)\n        return lambda *arguments, **named: None\n\n${emptyOperations}`,
    ),
  ];
  return files.map((path) => ({ path, content: lines.join('\n\n') }));
}
