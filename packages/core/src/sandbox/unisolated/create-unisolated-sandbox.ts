import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import type { ProcessRunner } from '../../process/process-runner.ts';
import { mostOutputBytes, packFiles, readPlainFile } from '../archive.ts';
import { checkRequest } from '../check-request.ts';
import { readLauncherReport, startedLine } from '../launcher-report.ts';
import { limitedCommand } from '../limited-command.ts';
import type { Sandbox, SandboxRequest, SandboxResult } from '../sandbox.ts';
import { sandboxEnvironment } from '../sandbox-environment.ts';
import { sandboxResult } from '../sandbox-result.ts';
import { startWatchdog, type Watchdog } from '../watchdog.ts';
import { killLeftovers } from './kill-leftovers.ts';
import { createVirtualPaths, type VirtualPaths } from './virtual-paths.ts';

/** What the launcher writes on its descriptor; files are read from the folder instead. */
const reportBytes = 1024;
const plainEnvironment = { PATH: '/usr/bin:/bin' };
const { signal: never } = new AbortController();

/**
 * No isolation: the command runs on the host in a fresh temporary folder, with an empty environment, limits, and
 * an end to all it started. The number of processes and the size of the disk are not limited. Only ever explicit;
 * its runs are at most `unverified`.
 */
export function createUnisolatedSandbox(options: { processRunner: ProcessRunner }): Sandbox {
  return {
    kind: 'none',
    isolated: false,
    run: (request, { signal }) => runBare(options.processRunner, request, signal),
  };
}

/** $1 `given` where there is standard input; then the command. */
const launcherScript = `
input=$1; shift
[ "$input" = given ] || exec </dev/null
echo ${startedLine} >&3
"$@" 3>&-
code=$?
times >&3
exit $code
`;

async function runBare(
  runner: ProcessRunner,
  request: SandboxRequest,
  outer: AbortSignal,
): Promise<SandboxResult> {
  checkRequest(request);
  const base = await realpath(await mkdtemp(join(tmpdir(), 'bottega-none-')));
  try {
    return await runIn(base, runner, request, outer);
  } finally {
    await removeAll(base, runner);
  }
}

async function runIn(
  base: string,
  runner: ProcessRunner,
  request: SandboxRequest,
  outer: AbortSignal,
): Promise<SandboxResult> {
  const { limits, tools = [], stdin = '' } = request;
  const [work, home, temporary] = ['work', 'home', 'tmp'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([work, home, temporary].map((folder) => mkdir(folder)));
  const paths = createVirtualPaths(base, tools);
  await unpackInto(work, runner, request, paths);
  const onHost = tools.map((tool) => ({ ...tool, path: tool.hostFolder }));
  const more = Object.entries(request.environment ?? {}).map(([name, value]) => [name, paths.toHost(value)]);
  const stop = new AbortController();
  let watchdog: Watchdog | undefined;
  const result = await runner.run(
    {
      command: '/bin/sh',
      arguments: [
        ...['-c', launcherScript, 'launcher', stdin === '' ? 'none' : 'given'],
        ...limitedCommand(
          { ...request, command: request.command.map(paths.toHost) },
          { prlimit: findProgram('prlimit', plainEnvironment.PATH), countProcesses: false },
        ),
      ],
      folder: work,
      environment: sandboxEnvironment(home, temporary, onHost, Object.fromEntries(more)),
      input: stdin,
      extraOutputBytes: reportBytes,
      wallSeconds: limits.wallSeconds,
      outputBytes: limits.outputBytes,
      onStart: (processId) => {
        watchdog = startWatchdog({
          processId,
          namespaced: false,
          memoryMebibytes: limits.memoryMebibytes,
          filesBefore: 0,
          kill: () => stop.abort(),
        });
      },
    },
    { signal: AbortSignal.any([outer, stop.signal]) },
  );
  watchdog?.stop();
  killLeftovers(base);
  const shown = {
    ...result,
    stdout: paths.toVirtual(result.stdout),
    stderr: paths.toVirtual(result.startError ?? result.stderr),
  };
  const files = await readOutputs(work, request.outputs ?? [], paths);
  const report = readLauncherReport(result.extraOutput);
  return sandboxResult({ process: shown, report, watchdog, limits, files });
}

async function unpackInto(
  work: string,
  runner: ProcessRunner,
  request: SandboxRequest,
  paths: VirtualPaths,
): Promise<void> {
  const files = Object.entries(request.files ?? {}).map(([path, text]) => [path, paths.fileToHost(text)]);
  const { bytes } = await packFiles(request.folder, Object.fromEntries(files));
  await runner.run(
    {
      command: 'tar',
      arguments: ['-x', '-f', '-', '--no-same-owner'],
      folder: work,
      environment: plainEnvironment,
      input: bytes,
    },
    { signal: never },
  );
}

async function readOutputs(
  work: string,
  outputs: readonly string[],
  paths: VirtualPaths,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  let room = mostOutputBytes;
  for (const path of outputs) {
    const file = join(work, path);
    if ((await realpath(file).catch(() => null)) !== file) continue;
    const found = readPlainFile(file, room);
    if (found === null) continue;
    room -= found.bytes.length;
    files[path] = paths.toVirtual(found.bytes.toString('utf8'));
  }
  return files;
}

/** Removes a folder also where generated code made it hard: folders without permissions, or thousands deep. */
async function removeAll(base: string, runner: ProcessRunner): Promise<void> {
  try {
    await rm(base, { recursive: true, force: true });
  } catch {
    const common = { folder: '/', environment: plainEnvironment, wallSeconds: 60 };
    const options = { signal: never };
    await runner.run({ ...common, command: 'chmod', arguments: ['-R', 'u+rwx', '--', base] }, options);
    await runner.run({ ...common, command: 'rm', arguments: ['-rf', '--', base] }, options);
  }
}
