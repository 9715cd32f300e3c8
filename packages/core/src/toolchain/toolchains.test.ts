import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../checks/check.ts';
import { createProcessRunner } from '../process/index.ts';
import { createBubblewrapSandbox, defaultSandboxLimits, type Sandbox } from '../sandbox/index.ts';
import { chooseToolchain } from './choose-toolchain.ts';
import type { Language, TestReport, Toolchain } from './toolchain.ts';

const { signal } = new AbortController();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
});

type Files = Record<string, string>;
const limits = { ...defaultSandboxLimits, wallSeconds: 60 };

async function evaluated(toolchain: Toolchain, checks: readonly Check[]): Promise<readonly Check[]> {
  const run = toolchain.expectedRun(checks);
  if (run === null) return checks;
  const { command, files } = run;
  const result = await sandbox.run({ command, files, tools: toolchain.mounts(), limits }, { signal });
  return toolchain.withExpected(checks, result);
}

async function runChecks(toolchain: Toolchain, found: readonly Check[], files: Files): Promise<TestReport> {
  const checks = await evaluated(toolchain, found);
  const run = toolchain.testRun(checks);
  const result = await sandbox.run(
    {
      command: run.command,
      files: { ...files, ...run.files },
      tools: toolchain.mounts(),
      limits,
      outputs: run.outputs,
    },
    { signal },
  );
  return toolchain.readReport(checks, result);
}

const outcomes = (report: TestReport): string[] => report.results.map((result) => result.outcome);
const call = (
  id: string,
  file: string,
  expression: string,
  expected: string,
  more: Partial<Check> = {},
): Check =>
  ({
    id,
    kind: 'call',
    origin: 'user',
    source: expression,
    file,
    setup: [],
    expression,
    expected,
    ...more,
  }) as Check;
const command = (id: string, list: string[], stdout: string, more: Partial<Check> = {}): Check =>
  ({
    id,
    kind: 'command',
    origin: 'user',
    source: list.join(' '),
    command: list,
    files: { 'input.txt': 'one two three\n' },
    stdin: '',
    stdout,
    match: 'equal',
    exitCode: 0,
    ...more,
  }) as Check;

interface Sample {
  language: Language;
  file: string;
  checks: Check[];
  right: string;
  wrong: string;
}

const samples: Sample[] = [
  {
    language: 'python',
    file: 'words.py',
    checks: [
      command('user_1', ['words.py', 'input.txt'], '3'),
      call('user_2', 'words.py', 'count("a b")', '2'),
      call('user_3', 'words.py', 'box.get("x")', "{'x': (1, 2.5), 'y': [None, True]}", {
        setup: ['box = Box(1)'],
      } as Partial<Check>),
      call('user_4', 'words.py', 'count(None)', 'TypeError', { raises: true } as Partial<Check>),
    ],
    right:
      'import sys\nclass Box:\n    def __init__(self, n): self.n = n\n    def get(self, k): return {"y": [None, True], k: (self.n, 2.5 + 1e-13)}\ndef count(t):\n    if t is None: raise TypeError("text")\n    return len(t.split())\nif __name__ == "__main__": print(count(open(sys.argv[1]).read()))\n',
    wrong:
      'import sys\nclass Box:\n    def __init__(self, n): self.n = n\n    def get(self, k): return {k: (self.n, 2)}\ndef count(t): return len(t or "")\nif __name__ == "__main__": print(count(open(sys.argv[1]).read()))\n',
  },
  {
    language: 'javascript',
    file: 'words.js',
    checks: [
      command('user_1', ['words.js', 'input.txt'], '3'),
      call('user_2', 'words.js', 'count("a b")', '2'),
      call('user_3', 'words.js', 'box.get("x")', '{ x: [1, 2.5], y: [null, true] }', {
        setup: ['const box = new Box(1)'],
      } as Partial<Check>),
      call('user_4', 'words.js', 'count(null)', 'TypeError', { raises: true } as Partial<Check>),
    ],
    right:
      'import { readFileSync } from "node:fs";\nexport class Box { constructor(n) { this.n = n; } get(k) { return { y: [null, true], [k]: [this.n, 2.5] }; } }\nexport function count(t) { if (t === null) throw new TypeError("text"); return t.trim().split(/\\s+/).length; }\nif (process.argv[1].endsWith("words.js") && process.argv[2]) console.log(count(readFileSync(process.argv[2], "utf8")));\n',
    wrong:
      'const fs = require("fs");\nclass Box { constructor(n) { this.n = n; } get(k) { return { [k]: [this.n] }; } }\nfunction count(t) { return (t ?? "").length; }\nmodule.exports = { Box, count };\nif (require.main === module) console.log(count(fs.readFileSync(process.argv[2], "utf8")));\n',
  },
  {
    language: 'typescript',
    file: 'words.ts',
    checks: [
      command('user_1', ['words.ts', 'input.txt'], '3'),
      call('user_2', 'words.ts', 'count("a b")', '2'),
      call('user_3', 'words.ts', 'box.get("x")', '{ x: [1] }', {
        setup: ['const box = new Box(1)'],
      } as Partial<Check>),
      call('user_4', 'words.ts', 'count(null)', 'TypeError', { raises: true } as Partial<Check>),
    ],
    right:
      'import { readFileSync } from "node:fs";\nexport class Box { n: number; constructor(n: number) { this.n = n; } get(k: string): Record<string, number[]> { return { [k]: [this.n] }; } }\nexport function count(t: string): number { if (t === null) throw new TypeError("text"); return t.trim().split(/\\s+/).length; }\nif (process.argv[2]) console.log(count(readFileSync(process.argv[2], "utf8")));\n',
    wrong:
      'import { readFileSync } from "node:fs";\nexport class Box { n: number; constructor(n: number) { this.n = n; } get(k: string) { return [k]; } }\nexport function count(t: string | null): number { return (t ?? "").length; }\nif (process.argv[2]) console.log(count(readFileSync(process.argv[2], "utf8")));\n',
  },
];

async function installPytest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pytest-'));
  const list = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--only-binary=:all:',
    '--target',
    folder,
    'pytest==8.4.2',
  ];
  execFileSync('python3', list, { stdio: 'pipe' });
  return folder;
}

const toolchains = [
  ...samples.map((sample) => ({ ...sample, testRunner: 'standard' as const })),
  ...samples.slice(0, 1).map((sample) => ({ ...sample, testRunner: 'pytest' as const })),
];

describe.each(toolchains)(
  '$language, $testRunner tests',
  ({ language, testRunner, file, checks, right, wrong }) => {
    const toolchain = chooseToolchain(language, testRunner);

    test('a right program passes every check, a wrong one fails every check by assertion', async () => {
      const good = await runChecks(toolchain, checks, { [file]: right });
      expect(good.results.map((result) => result.detail)).toEqual(checks.map(() => ''));
      expect(good).toMatchObject({ green: true, collected: checks.length, problem: '' });
      const bad = await runChecks(toolchain, checks, { [file]: wrong });
      expect(outcomes(bad)).toEqual(checks.map(() => 'failed'));
      expect(bad.green).toBe(false);
      expect(bad.results[1]?.detail).toContain('count("a b") gave 3, expected 2');
    });

    test('the signature-only program fails every check by assertion', async () => {
      const stub = toolchain.stub([file], checks, { skeleton: '', tests: [] });
      const report = await runChecks(
        toolchain,
        checks,
        Object.fromEntries(stub.map((one) => [one.path, one.content])),
      );
      expect(outcomes(report)).toEqual(checks.map(() => 'failed'));
    });

    test('an import error, a missing name and an endless loop are errors, not failed assertions', async () => {
      const missing = await runChecks(toolchain, checks.slice(1, 2), { [file]: '' });
      expect(outcomes(missing)).toEqual(['error']);
      const absent = await runChecks(toolchain, checks.slice(1, 2), { 'other.txt': '' });
      expect(outcomes(absent)).toEqual(['error']);
      const endless = language === 'python' ? 'while True: pass\n' : 'while (true) {}\n';
      const looping = await runChecks(toolchain, checks.slice(1, 2), { [file]: endless });
      expect(outcomes(looping)).toEqual(['error']);
      expect(looping.results[0]?.detail).toContain('did not end');
    });

    test('a program that does not parse is told before it runs', async () => {
      const compile = async (content: string) =>
        (
          await sandbox.run(
            {
              command: toolchain.compileCommand([file]),
              files: { [file]: content },
              tools: toolchain.mounts(),
              limits,
            },
            { signal },
          )
        ).exitCode;
      expect(await compile(right)).toBe(0);
      expect(await compile(wrong)).toBe(0);
      expect(await compile('def (((\nclass {{{ ')).not.toBe(0);
    });

    test('the delivered tests give the host the same answer in the sandbox', async () => {
      const outcome = async (program: string): Promise<number | null> => {
        const tests = toolchain.renderTests(checks).map((one) => [one.path, one.content]);
        const files = { [file]: program, ...Object.fromEntries(tests) };
        const { testCommand: command } = toolchain;
        return (await sandbox.run({ command, files, tools: toolchain.mounts(), limits }, { signal }))
          .exitCode;
      };
      expect(await outcome(right)).toBe(0);
      expect(await outcome(wrong)).toBe(1);
    });

    test('the delivered tests run without Bottega: green on the right program, red on the wrong one', async () => {
      const runnerPath = testRunner === 'pytest' ? { PYTHONPATH: await installPytest() } : {};
      const outcome = async (program: string): Promise<number> => {
        const folder = await mkdtemp(join(tmpdir(), 'delivered-'));
        for (const one of [{ path: file, content: program }, ...toolchain.renderTests(checks)]) {
          await mkdir(dirname(join(folder, one.path)), { recursive: true });
          await writeFile(join(folder, one.path), one.content);
        }
        try {
          const [name = '', ...list] = toolchain.testText.split(' ');
          const path = `${dirname(process.execPath)}:/usr/bin:/bin`;
          execFileSync(name, list, { cwd: folder, env: { PATH: path, ...runnerPath }, stdio: 'pipe' });
          return 0;
        } catch (error) {
          return (error as { status: number }).status;
        }
      };
      expect(await outcome(right)).toBe(0);
      expect(await outcome(wrong)).not.toBe(0);
    });
  },
);
