/**
 * Builds the tasks of a file once each with the default model and writes a table: verdict, hidden tests, calls,
 * tokens, seconds. Hidden files are added only after a build has ended, in a copy that no model sees.
 *
 * node test/measure/first-builds.ts --tasks FILE --only id,id,… --results FILE.jsonl [--seed N] [--keep FOLDER]
 * Finished tasks are skipped on the next run, so that it can be stopped at any time.
 */
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '@bottega/agents';
import {
  BottegaError,
  createBubblewrapSandbox,
  createProcessRunner,
  defaultSandboxLimits,
} from '@bottega/core';
import { z } from 'zod';

const taskFile = z.array(
  z.object({
    id: z.string(),
    prompt: z.string(),
    visible: z.record(z.string(), z.string()),
    hidden: z.record(z.string(), z.string()),
    cmd: z.string(),
    underspecified: z.string().optional(),
  }),
);
type Task = z.infer<typeof taskFile>[number];

const { values } = parseArgs({
  options: {
    tasks: { type: 'string' },
    only: { type: 'string' },
    results: { type: 'string' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
if (values.tasks === undefined || values.results === undefined)
  throw new Error('Give --tasks FILE and --results FILE.');
const { tasks: tasksPath, results: resultsPath } = values;
const wanted = values.only?.split(',');
const all = taskFile.parse(JSON.parse(readFileSync(tasksPath, 'utf8')));
const chosen =
  wanted === undefined
    ? all
    : wanted.map((id) => all.find((task) => task.id === id)).filter((task) => task !== undefined);
const done = existsSync(resultsPath)
  ? readFileSync(resultsPath, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { id: string }).id)
  : [];

const { signal } = new AbortController();
const sandbox = await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });

for (const task of chosen.filter((one) => !done.includes(one.id))) {
  const result = await measure(task);
  appendFileSync(resultsPath, `${JSON.stringify(result)}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function measure(task: Task): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'first-builds-'));
  const begun = performance.now();
  try {
    const { report, folder: delivered } = await build({
      prompt: task.prompt,
      files: task.visible,
      folder,
      runsFolder: join(folder, 'runs'),
      seed: Number(values.seed),
    });
    return {
      id: task.id,
      underspecified: task.underspecified !== undefined,
      verdict: report.verdict.kind,
      reason: report.verdict.reason,
      solved: await passesHidden(task, delivered),
      calls: report.usage.calls,
      promptTokens: report.usage.promptTokens,
      cachedTokens: report.usage.cachedTokens,
      completionTokens: report.usage.completionTokens,
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } catch (error) {
    if (!BottegaError.isInstance(error)) throw error;
    return {
      id: task.id,
      underspecified: task.underspecified !== undefined,
      verdict: error.code,
      reason: error.message,
      solved: false,
    };
  } finally {
    if (values.keep !== undefined)
      cpSync(folder, join(values.keep, task.id.replaceAll('/', '-')), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function passesHidden(task: Task, delivered: string): Promise<boolean> {
  const tools = [{ hostFolder: join(process.execPath, '..', '..'), path: '/opt/node' }];
  const result = await sandbox.run(
    {
      folder: delivered,
      files: { ...task.visible, ...task.hidden },
      command: [
        '/bin/sh',
        '-c',
        `PATH=/tmp/python:$PATH; mkdir -p /tmp/python; ln -sf /usr/bin/python3 /tmp/python/python; ${task.cmd}`,
      ],
      tools,
      limits: { ...defaultSandboxLimits, wallSeconds: 60, cpuSeconds: 60 },
    },
    { signal },
  );
  return result.exitCode === 0;
}
