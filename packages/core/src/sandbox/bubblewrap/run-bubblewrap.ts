import { NoSandboxError } from '../../errors/no-sandbox-error.ts';
import type { ProcessResult, ProcessRunner } from '../../process/process-runner.ts';
import { mostOutputBytes, packFiles, unpackFiles, withParents } from '../archive.ts';
import { checkRequest } from '../check-request.ts';
import { readLauncherReport } from '../launcher-report.ts';
import { limitedCommand } from '../limited-command.ts';
import { childrenOf } from '../process-tree.ts';
import type { SandboxRequest, SandboxResult } from '../sandbox.ts';
import { sandboxEnvironment } from '../sandbox-environment.ts';
import { sandboxResult } from '../sandbox-result.ts';
import { startWatchdog, type Watchdog } from '../watchdog.ts';
import { bubblewrapArguments } from './bubblewrap-arguments.ts';
import type { FilterArchitecture } from './denied-syscalls.ts';
import { generatedFiles } from './generated-files.ts';
import { launcherFailure, launcherScript } from './launcher-script.ts';
import { remedyFor } from './remedy.ts';
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
/** A tar is larger than what it holds. */
const reportBytes = mostOutputBytes * 2;
let runs = 0;

/** Runs one command in a fresh sandbox; throws NoSandboxError where bwrap itself fails, UsageError for a bad request. */
export async function runBubblewrap(
  setup: BubblewrapSetup,
  request: SandboxRequest,
  options: { signal: AbortSignal },
): Promise<SandboxResult> {
  checkRequest(request);
  const { limits, outputs = [] } = request;
  const packed = await packFiles(request.folder, request.files ?? {});
  const userId = setup.asRoot ? firstUserId + ((process.pid + runs++ * 61) % userIds) : 1000;
  const stop = new AbortController();
  let watchdog: Watchdog | undefined;
  const result = await setup.processRunner.run(
    {
      command: setup.program,
      arguments: [
        ...['--args', '4', '--', '/bin/sh', '-c', launcherScript, 'launcher'],
        ...launcherArguments(request, { userId: setup.asRoot ? userId : null, hasFiles: packed.count > 0 }),
      ],
      folder: '/',
      environment: {},
      input: request.stdin ?? '',
      extraInputs: extraInputs(setup, request, userId, packed.bytes),
      extraOutputBytes: reportBytes,
      wallSeconds: limits.wallSeconds,
      outputBytes: limits.outputBytes,
      onStart: (processId) => {
        watchdog = startWatchdog({
          processId,
          namespaced: true,
          memoryMebibytes: limits.memoryMebibytes,
          filesBefore: packed.count,
          kill: () => stop.abort(),
        });
      },
      kill: killNamespace,
    },
    { signal: AbortSignal.any([options.signal, stop.signal]) },
  );
  watchdog?.stop();
  const report = readLauncherReport(result.extraOutput);
  const stopped = result.timedOut || result.outputLimit || result.cancelled;
  if (!report.started && !stopped) throw setupFailure(result);
  const files = outputs.length === 0 ? {} : await unpackFiles(report.rest, outputs);
  return sandboxResult({ process: result, report, watchdog, limits, files });
}

/** Descriptors of bwrap: 3 the launcher's report, 4 arguments, 5 filter, 6 archive, from 7 on generated files. */
function extraInputs(
  setup: BubblewrapSetup,
  request: SandboxRequest,
  userId: number,
  archive: Uint8Array,
): Uint8Array[] {
  const { limits, tools = [], environment = {} } = request;
  const generated = Object.entries(generatedFiles(userId));
  const bwrapArguments = bubblewrapArguments({
    asRoot: setup.asRoot,
    freshProc: setup.freshProc,
    limits,
    tools,
    environment: sandboxEnvironment('/home/bottega', '/tmp', tools, environment),
    filterDescriptor: 5,
    generated: Object.fromEntries(generated.map(([path], index) => [path, 7 + index])),
  });
  return [
    Buffer.from(`${bwrapArguments.join('\0')}\0`),
    filterBytes(syscallFilter(setup.architecture)),
    archive,
    ...generated.map(([, content]) => Buffer.from(content)),
  ];
}

function launcherArguments(
  request: SandboxRequest,
  { userId, hasFiles }: { userId: number | null; hasFiles: boolean },
): string[] {
  const user = userId === null ? '' : `--reuid=${userId} --regid=${userId} --clear-groups`;
  const given = (is: boolean): string => (is ? 'given' : 'none');
  return [
    `/usr/bin/setpriv ${user} --inh-caps=-all --ambient-caps=-all --`,
    given((request.stdin ?? '') !== ''),
    given(hasFiles),
    ...withParents(request.outputs ?? []),
    '--',
    ...limitedCommand(request, { prlimit: '/usr/bin/prlimit', countProcesses: true }),
  ];
}

/** Ends the first process inside, and with it every other; bwrap then ends by itself and leaves nothing behind. */
function killNamespace(processId: number): void {
  const first = childrenOf(processId)[0];
  try {
    process.kill(first ?? -processId, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function setupFailure(result: ProcessResult): NoSandboxError {
  const said = result.startError ?? result.stderr.trim().split('\n').at(-1) ?? '';
  const reason = said === '' ? `bwrap ended with ${result.exitCode ?? result.signal}` : said;
  if (result.exitCode === launcherFailure && /No space left|Wrote only/i.test(result.stderr)) {
    return new NoSandboxError(reason, 'The files of the workspace do not fit; raise the disk limit.');
  }
  return new NoSandboxError(reason, remedyFor(reason));
}
