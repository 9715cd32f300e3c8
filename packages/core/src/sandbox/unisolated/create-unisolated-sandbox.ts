import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import type { ProcessRunner } from '../../process/process-runner.ts';
import { checkInside, packFiles } from '../archive.ts';
import type { Sandbox, SandboxRequest, SandboxResult } from '../sandbox.ts';
import { sandboxEnvironment } from '../sandbox-environment.ts';
import { startWatchdog, type Watchdog } from '../watchdog.ts';

/**
 * No isolation: the command runs on the host in a fresh temporary folder, with an empty environment, limits and a
 * process-group kill. Only ever explicit; its runs are at most `unverified`.
 */
export function createUnisolatedSandbox(options: { processRunner: ProcessRunner }): Sandbox {
  return {
    kind: 'none',
    isolated: false,
    run: (request, { signal }) => runBare(options.processRunner, request, signal),
  };
}

async function runBare(
  runner: ProcessRunner,
  request: SandboxRequest,
  outer: AbortSignal,
): Promise<SandboxResult> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'bottega-none-')));
  try {
    return await runIn(base, runner, request, outer);
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

async function runIn(
  base: string,
  runner: ProcessRunner,
  request: SandboxRequest,
  outer: AbortSignal,
): Promise<SandboxResult> {
  const work = join(base, 'work');
  await Promise.all([mkdir(work), mkdir(join(base, 'home')), mkdir(join(base, 'tmp'))]);
  await unpackInto(work, runner, request);
  const tools = (request.tools ?? []).map((tool) => ({ hostFolder: tool.hostFolder, path: tool.hostFolder }));
  const environment = sandboxEnvironment(
    join(base, 'home'),
    join(base, 'tmp'),
    tools,
    request.environment ?? {},
  );
  const command = request.command.map((word) => onHost(word, work, request));
  const stop = new AbortController();
  let watchdog: Watchdog | undefined;
  const limited = withLimits(command, request);
  const result = await runner.run(
    {
      command: limited[0] ?? '',
      arguments: limited.slice(1),
      folder: work,
      environment,
      input: request.stdin ?? '',
      wallSeconds: request.limits.wallSeconds,
      outputBytes: request.limits.outputBytes,
      onStart: (processId) => {
        watchdog = startWatchdog(processId, request.limits, () => stop.abort());
      },
    },
    { signal: AbortSignal.any([outer, stop.signal]) },
  );
  watchdog?.stop();
  const killed = result.timedOut || result.outputLimit || result.cancelled;
  const hidden = (text: string): string => hideHost(text, base, work, request);
  return {
    exitCode: killed ? null : result.exitCode,
    signal: killed ? 'SIGKILL' : result.signal,
    stdout: hidden(result.stdout),
    stderr: hidden(result.startError ?? result.stderr),
    files: await readOutputs(work, request.outputs ?? [], hidden),
    timedOut: result.timedOut,
    outOfMemory: watchdog?.struck() === 'memory',
    outputLimit: result.outputLimit,
    killed,
    peakMemoryMebibytes: watchdog?.peakMebibytes() ?? 0,
    cpuSeconds: 0,
    wallSeconds: result.wallSeconds,
  };
}

async function unpackInto(work: string, runner: ProcessRunner, request: SandboxRequest): Promise<void> {
  const archive = await packFiles(request.folder, request.files ?? {});
  await runner.run(
    {
      command: 'tar',
      arguments: ['-x', '-f', '-', '--no-same-owner'],
      folder: work,
      environment: { PATH: '/usr/bin:/bin' },
      input: archive,
    },
    { signal: new AbortController().signal },
  );
}

/** Virtual paths of a command become the host's. */
function onHost(word: string, work: string, request: SandboxRequest): string {
  const tool = (request.tools ?? []).find(
    (mount) => word === mount.path || word.startsWith(`${mount.path}/`),
  );
  if (tool !== undefined) return `${tool.hostFolder}${word.slice(tool.path.length)}`;
  return word === '/work' || word.startsWith('/work/') ? `${work}${word.slice('/work'.length)}` : word;
}

/** Host paths of an output become virtual ones: none may reach a journal. */
function hideHost(text: string, base: string, work: string, request: SandboxRequest): string {
  let hidden = text.replaceAll(work, '/work').replaceAll(base, '/tmp');
  for (const tool of request.tools ?? []) hidden = hidden.replaceAll(tool.hostFolder, tool.path);
  return hidden;
}

function withLimits(command: readonly string[], request: SandboxRequest): string[] {
  const prlimit = findProgram('prlimit', '/usr/bin:/bin');
  if (prlimit === null) return [...command];
  const bytes = Math.ceil(request.limits.fileMebibytes * 1024 * 1024);
  return [
    prlimit,
    `--cpu=${Math.ceil(request.limits.cpuSeconds)}`,
    `--fsize=${bytes}`,
    '--core=0',
    '--',
    ...command,
  ];
}

async function readOutputs(
  work: string,
  outputs: readonly string[],
  hidden: (text: string) => string,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const path of outputs) {
    checkInside(path);
    const file = join(work, path);
    const inside = await realpath(file).catch(() => '');
    if (inside !== file) continue;
    const content = await readFile(file, 'utf8').catch(() => null);
    if (content !== null) files[path] = hidden(content);
  }
  return files;
}
