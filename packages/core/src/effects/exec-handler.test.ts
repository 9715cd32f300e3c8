import { expect, test } from 'vitest';
import type { RunEvent } from '../events/run-event.ts';
import { defaultSandboxLimits } from '../sandbox/default-limits.ts';
import type { Sandbox, SandboxRequest, SandboxResult } from '../sandbox/sandbox.ts';
import { execEffect } from './exec-effect.ts';
import { createExecHandler } from './exec-handler.ts';

const input = execEffect.input.parse({
  title: 'tests of words.py',
  tree: 'a1',
  workspace: true,
  files: { 'words.txt': 'one two' },
  command: ['python3', 'words.py'],
  stdin: 'in',
  language: 'python',
  limits: defaultSandboxLimits,
  outputs: ['report.json'],
});
const success: SandboxResult = {
  exitCode: 1,
  signal: null,
  stdout: '2\n',
  stderr: '',
  files: { 'report.json': '{}' },
  timedOut: false,
  outOfMemory: false,
  outputLimit: false,
  killed: false,
  peakMemoryMebibytes: 1,
  cpuSeconds: 0.1,
  wallSeconds: 0.2,
};

function start(result: Partial<SandboxResult> = {}) {
  const requests: SandboxRequest[] = [];
  const events: RunEvent[] = [];
  const controller = new AbortController();
  const sandbox: Sandbox = {
    kind: 'recording',
    isolated: true,
    run: async (request) => {
      requests.push(request);
      return { ...success, ...result };
    },
  };
  const handler = createExecHandler({
    sandbox,
    folder: '/host/workspace',
    mounts: (language) => [{ hostFolder: `/host/${language}`, path: '/opt/tool' }],
  });
  const context = {
    key: 'verify.test',
    signal: controller.signal,
    emit: (event: RunEvent) => events.push(event),
  };
  return { requests, events, controller, run: (value = input) => handler.run(value, context) };
}

test('a command runs on a copy of the workspace with the mounts of its language; a failed one is a result', async () => {
  const { requests, run } = start();
  expect(execEffect.output.parse(await run())).toEqual(success);
  expect(requests).toEqual([
    {
      folder: '/host/workspace',
      files: input.files,
      command: input.command,
      stdin: 'in',
      tools: [{ hostFolder: '/host/python', path: '/opt/tool' }],
      limits: defaultSandboxLimits,
      outputs: ['report.json'],
    },
  ]);
});

test('without the workspace only the files given are there', async () => {
  const { requests, run } = start();
  await run({ ...input, workspace: false });
  expect(requests[0]).not.toHaveProperty('folder');
});

test('beginning and end are shown under the key of the step', async () => {
  const { events, run } = start();
  await run();
  expect(events).toEqual([
    { type: 'exec-start', key: 'verify.test', title: input.title },
    { type: 'exec-end', key: 'verify.test', title: input.title, exitCode: 1, timedOut: false, seconds: 0.2 },
  ]);
});

test('a command that was killed by a cancel is no answer, one that had ended is', async () => {
  const killed = start({ killed: true, exitCode: null });
  killed.controller.abort();
  await expect(killed.run()).rejects.toMatchObject({ name: 'AbortError' });
  const ended = start();
  ended.controller.abort();
  expect(await ended.run()).toEqual(success);
});
