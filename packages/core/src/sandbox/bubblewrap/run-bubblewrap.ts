import { NoSandboxError } from '../../errors/no-sandbox-error.ts';
import type { ProcessResult, ProcessRunner } from '../../process/process-runner.ts';
import { packFiles, unpackFiles } from '../archive.ts';
import type { SandboxRequest, SandboxResult } from '../sandbox.ts';
import { sandboxEnvironment } from '../sandbox-environment.ts';
import { startWatchdog, type Watchdog } from '../watchdog.ts';
import { bubblewrapArguments } from './bubblewrap-arguments.ts';
import type { FilterArchitecture } from './denied-syscalls.ts';
import { generatedFiles } from './generated-files.ts';
import { launcherScript } from './launcher-script.ts';
import { filterBytes, syscallFilter } from './syscall-filter.ts';

/** How this machine's bwrap is used; found out once. */
export interface BubblewrapSetup {
  /** Absolute path of the distribution's bwrap. */
  readonly program: string;
  readonly asRoot: boolean;
  readonly freshProc: boolean;
  readonly architecture: FilterArchitecture;
  readonly processRunner: ProcessRunner;
}

const firstUserId = 60_000;
const userIds = 4_000;
/** Launcher failures before the command: bwrap or the unpacking, not the program. */
const launcherFailure = 125;
let runs = 0;

/** Runs one command in a fresh sandbox; throws NoSandboxError where bwrap itself fails. */
export async function runBubblewrap(
  setup: BubblewrapSetup,
  request: SandboxRequest,
  options: { signal: AbortSignal },
): Promise<SandboxResult> {
  const { limits, outputs = [], tools = [] } = request;
  const userId = setup.asRoot ? firstUserId + ((process.pid + runs++ * 61) % userIds) : 1000;
  const generated = Object.entries(generatedFiles(userId));
  const filter = filterBytes(syscallFilter(setup.architecture));
  const archive = await packFiles(request.folder, request.files ?? {});
  // Descriptors of the child: 3 output, 4 arguments, 5 filter, 6 archive, from 7 on the generated files.
  const bwrapArguments = bubblewrapArguments({
    asRoot: setup.asRoot,
    freshProc: setup.freshProc,
    limits,
    tools,
    environment: sandboxEnvironment('/home/bottega', '/tmp', tools, request.environment ?? {}),
    filterDescriptor: 5,
    generated: Object.fromEntries(generated.map(([path], index) => [path, 7 + index])),
  });
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  let watchdog: Watchdog | undefined;
  const result = await setup.processRunner.run(
    {
      command: setup.program,
      arguments: [
        '--args',
        '4',
        '--',
        '/bin/sh',
        '-c',
        launcherScript,
        'launcher',
        ...launcherArguments(setup, request, userId),
      ],
      folder: '/',
      environment: {},
      input: request.stdin ?? '',
      extraInputs: [
        Buffer.from(`${bwrapArguments.join('\0')}\0`),
        filter,
        archive,
        ...generated.map(([, content]) => Buffer.from(content)),
      ],
      extraOutputBytes: 4 * 1024 * 1024,
      wallSeconds: limits.wallSeconds,
      outputBytes: limits.outputBytes,
      onStart: (processId) => {
        watchdog = startWatchdog(processId, limits, () => stop.abort());
      },
    },
    { signal },
  );
  watchdog?.stop();
  if (result.startError !== null)
    throw new NoSandboxError(result.startError, 'Install bubblewrap: apt-get install bubblewrap');
  const { times, tar } = splitOutput(result.extraOutput);
  if (times === null && !wasStopped(result)) throw setupFailure(result);
  const struck = watchdog?.struck() ?? null;
  return {
    exitCode: wasStopped(result) ? null : result.exitCode,
    signal: wasStopped(result) ? 'SIGKILL' : null,
    stdout: result.stdout,
    stderr: result.stderr,
    files: outputs.length === 0 ? {} : await unpackFiles(tar, outputs),
    timedOut: result.timedOut,
    outOfMemory: struck === 'memory',
    outputLimit: result.outputLimit,
    killed: wasStopped(result),
    peakMemoryMebibytes: watchdog?.peakMebibytes() ?? 0,
    cpuSeconds: times ?? 0,
    wallSeconds: result.wallSeconds,
  };
}

function launcherArguments(setup: BubblewrapSetup, request: SandboxRequest, userId: number): string[] {
  const { limits } = request;
  const drop = setup.asRoot ? `setpriv --reuid=${userId} --regid=${userId} --clear-groups --` : 'env';
  const bytes = (mebibytes: number): number => Math.ceil(mebibytes * 1024 * 1024);
  return [
    drop,
    `--nproc=${limits.processes}`,
    `--data=${bytes(Math.max(2048, limits.memoryMebibytes))}`,
    `--cpu=${Math.ceil(limits.cpuSeconds)}`,
    `--fsize=${bytes(limits.fileMebibytes)}`,
    '--nofile=1024',
    '--core=0',
    `--memlock=${bytes(8)}`,
    `--stack=${bytes(64)}`,
    '--',
    ...(request.outputs ?? []),
    '--',
    ...request.command,
  ];
}

function wasStopped(result: ProcessResult): boolean {
  return result.timedOut || result.outputLimit || result.cancelled;
}

/** CPU seconds of the command (second line of `times`) and the tar after them; null where nothing came. */
function splitOutput(bytes: Uint8Array): { times: number | null; tar: Uint8Array } {
  const buffer = Buffer.from(bytes);
  const first = buffer.indexOf('\n');
  const second = buffer.indexOf('\n', first + 1);
  if (first < 0 || second < 0) return { times: null, tar: buffer.subarray(0, 0) };
  const children = buffer.subarray(first + 1, second).toString('latin1');
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    (match) => Number(match[1]) * 60 + Number(match[2]),
  );
  return { times: seconds.reduce((total, value) => total + value, 0), tar: buffer.subarray(second + 1) };
}

function setupFailure(result: ProcessResult): NoSandboxError {
  const reason = result.stderr.trim().split('\n').at(-1) ?? '';
  const full = result.exitCode === launcherFailure && /No space left/i.test(result.stderr);
  return new NoSandboxError(
    reason === '' ? `bwrap ended with ${result.exitCode ?? result.signal}` : reason,
    full
      ? 'The files of the workspace do not fit; raise the disk limit.'
      : 'Run `bottega doctor`; inside a container allow user namespaces, or run as a plain user.',
  );
}
