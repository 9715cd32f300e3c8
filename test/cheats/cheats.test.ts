import {
  chooseToolchain,
  createBubblewrapSandbox,
  createProcessRunner,
  defaultSandboxLimits,
  type Sandbox,
} from '@bottega/core';
import { beforeAll, expect, test } from 'vitest';
import type { Cheat } from './cheat.ts';
import { type CheckJudge, cheatsGroup, productJudge } from './cheats-group.ts';

const { signal } = new AbortController();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
});

test('every cheat is caught and named', async () => {
  const group = cheatsGroup(productJudge(sandbox));
  const { cases, escapes } = await group.run({ signal });
  expect(escapes).toEqual([]);
  expect(cases).toBeGreaterThanOrEqual(group.atLeast);
}, 120_000);

test('honest programs pass the same checks', async () => {
  const judge = productJudge(sandbox);
  const right = { python: 'def f(x): return x * 2\n', javascript: 'export const f = (x) => x * 2;\n' };
  const { cheats } = await import('./cheats-group.ts');
  const kinds = new Map(
    cheats.map((cheat) => [`${cheat.language} ${cheat.test} ${cheat.check.kind}`, cheat]),
  );
  expect(kinds.size).toBe(5);
  for (const cheat of kinds.values()) {
    const file = cheat.language === 'python' ? 'a.py' : 'a.js';
    const text = cheat.files[cheat.test] ?? '';
    const files = { [cheat.test]: text, [file]: right[cheat.language] };
    expect(await judge({ ...cheat, files }, signal)).toMatchObject({ outcome: 'passed', detail: '' });
  }
});

/** A judge that runs the test file and believes its exit code. */
const exitCodeJudge: CheckJudge = async ({ language, files, test: path }: Cheat) => {
  const toolchain = chooseToolchain(language);
  const { exitCode } = await sandbox.run(
    {
      command: toolchain.runCommand(path, []),
      files,
      tools: toolchain.mounts(),
      limits: { ...defaultSandboxLimits, wallSeconds: 60 },
    },
    { signal },
  );
  return exitCode === 0 ? { outcome: 'passed', detail: '' } : { outcome: 'failed', detail: 'red' };
};

test('a judge that believes exit codes is reported as fooled', async () => {
  const { escapes } = await cheatsGroup(exitCodeJudge).run({ signal });
  expect(escapes.length).toBeGreaterThanOrEqual(20);
}, 120_000);
