import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { collectBytes, feed, readStreams } from './child-streams.ts';
import { findProgram } from './find-program.ts';
import { inheritedDescriptors } from './inherited-descriptors.ts';
import { createOutputCollector } from './output-collector.ts';
import type { ProcessRequest, ProcessResult, ProcessRunner } from './process-runner.ts';

/** How long a request's own way to end the program is given, in milliseconds. */
const killPatience = 500;

/** A runner on real processes: each command leads a process group of its own, which is killed as a whole. */
export function createProcessRunner(): ProcessRunner {
  return { run: runProcess };
}

async function runProcess(request: ProcessRequest, options: { signal: AbortSignal }): Promise<ProcessResult> {
  const begun = performance.now();
  const ended = { timedOut: false, outputLimit: false, cancelled: options.signal.aborted };
  const collector = createOutputCollector(request.outputBytes ?? Number.POSITIVE_INFINITY, request.onOutput);
  const result = (outcome: Partial<ProcessResult>): ProcessResult => ({
    exitCode: null,
    signal: null,
    stdout: collector.text('stdout'),
    stderr: collector.text('stderr'),
    extraOutput: new Uint8Array(),
    wallSeconds: (performance.now() - begun) / 1000,
    ...ended,
    startError: null,
    ...outcome,
  });
  if (options.signal.aborted) return result({});
  const program = findProgram(request.command, request.environment.PATH);
  if (program === null) return result({ startError: `${request.command}: ENOENT, no such program` });

  const child = tryStart(program, request);
  if (typeof child === 'string') return result({ startError: child });
  const whole = child.then(
    (outcome) => outcome,
    (error: unknown) => error,
  );
  const groupId = child.pid;
  if (groupId === undefined) return result({ startError: startErrorOf(await whole) });
  const exit = new Promise<Pick<ProcessResult, 'exitCode' | 'signal'>>((resolve) => {
    child.nodeChildProcess.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  request.onStart?.(groupId);
  const kill = createKill(groupId, request.kill);
  const end = (reason: keyof typeof ended): void => {
    ended[reason] = true;
    kill.now();
  };
  const reading = readStreams(child, (stream, piece) => {
    if (!collector.take(stream, piece) && !ended.outputLimit) end('outputLimit');
  });
  const extra = feedDescriptors(child.stdio as (Readable | Writable | null)[], request);
  const onAbort = (): void => end('cancelled');
  options.signal.addEventListener('abort', onAbort, { once: true });
  const limit = request.wallSeconds;
  const timer = limit === undefined ? undefined : setTimeout(() => end('timedOut'), limit * 1000);
  const outcome = await exit;
  clearTimeout(timer);
  options.signal.removeEventListener('abort', onAbort);
  await reading.drain();
  kill.rest();
  for (const stream of child.stdio) (stream as Readable | Writable | null)?.destroy();
  return result({ ...outcome, extraOutput: extra.bytes() });
}

/** The child, or why its arguments cannot be given to any program. */
function tryStart(program: string, request: ProcessRequest): ReturnType<typeof start> | string {
  try {
    return start(program, request);
  } catch (error) {
    return startErrorOf(error);
  }
}

function start(program: string, request: ProcessRequest) {
  const outputs = (request.extraOutputBytes ?? 0) > 0 ? 1 : 0;
  const pipes = Array.from({ length: outputs + (request.extraInputs ?? []).length }, () => 'pipe' as const);
  const covered = inheritedDescriptors(3 + pipes.length);
  return execa(program, [...request.arguments], {
    cwd: request.folder,
    env: { ...request.environment },
    extendEnv: false,
    detached: true,
    buffer: false,
    reject: false,
    stripFinalNewline: false,
    stdio: ['pipe', 'pipe', 'pipe', ...pipes, ...(covered as never[])],
  });
}

/** Gives standard input and the extra inputs to their descriptors; what comes back on the extra output. */
function feedDescriptors(
  stdio: readonly (Readable | Writable | null)[],
  request: ProcessRequest,
): { bytes(): Buffer } {
  const limit = request.extraOutputBytes ?? 0;
  feed(stdio[0] as Writable | null, request.input ?? '');
  for (const [index, bytes] of (request.extraInputs ?? []).entries()) {
    feed(stdio[index + (limit > 0 ? 4 : 3)] as Writable | null, bytes);
  }
  return collectBytes(limit > 0 ? (stdio[3] as Readable | null) : null, limit);
}

/** Ends a program by the request's own way, where there is one, and its group after that in any case. */
function createKill(groupId: number, own: ((processId: number) => void) | undefined) {
  let backstop: NodeJS.Timeout | undefined;
  return {
    now: () => {
      if (own === undefined) return killGroup(groupId);
      own(groupId);
      backstop ??= setTimeout(() => killGroup(groupId), killPatience);
    },
    rest: () => {
      clearTimeout(backstop);
      killGroup(groupId);
    },
  };
}

function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

function startErrorOf(outcome: unknown): string {
  const { originalMessage, shortMessage } = outcome as { originalMessage?: string; shortMessage?: string };
  return originalMessage ?? shortMessage ?? String(outcome);
}
