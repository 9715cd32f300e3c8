import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { findProgram } from './find-program.ts';
import { inheritedDescriptors } from './inherited-descriptors.ts';
import { createOutputCollector } from './output-collector.ts';
import type { ProcessRequest, ProcessResult, ProcessRunner } from './process-runner.ts';

/** After the program itself has ended, how long output of its children is still read, in milliseconds. */
const drainMilliseconds = 150;

/** A runner on real processes: each command leads a process group of its own, which is killed as a whole. */
export function createProcessRunner(): ProcessRunner {
  return { run: runProcess };
}

async function runProcess(request: ProcessRequest, options: { signal: AbortSignal }): Promise<ProcessResult> {
  const begun = performance.now();
  const ended = { timedOut: false, outputLimit: false, cancelled: options.signal.aborted };
  const extra: Buffer[] = [];
  const collector = createOutputCollector(request.outputBytes ?? Number.POSITIVE_INFINITY, request.onOutput);
  const result = (
    exitCode: number | null,
    signal: string | null,
    startError: string | null,
  ): ProcessResult => ({
    exitCode,
    signal,
    stdout: collector.text('stdout'),
    stderr: collector.text('stderr'),
    extraOutput: Buffer.concat(extra),
    wallSeconds: (performance.now() - begun) / 1000,
    ...ended,
    startError,
  });
  if (options.signal.aborted) return result(null, null, null);

  const inputs = request.extraInputs ?? [];
  const extraLimit = request.extraOutputBytes ?? 0;
  const firstInput = extraLimit > 0 ? 4 : 3;
  const pipes = [...(extraLimit > 0 ? [''] : []), ...inputs].map(() => 'pipe' as const);
  const covered = inheritedDescriptors(3 + pipes.length);
  const program = findProgram(request.command, request.environment.PATH);
  if (program === null) return result(null, null, `${request.command}: ENOENT, no such program`);
  const child = execa(program, [...request.arguments], {
    cwd: request.folder,
    env: { ...request.environment },
    extendEnv: false,
    detached: true,
    buffer: false,
    reject: false,
    cleanup: true,
    stripFinalNewline: false,
    stdio: ['pipe', 'pipe', 'pipe', ...pipes, ...(covered as never[])],
  });
  const whole = child.then(
    (outcome) => outcome,
    (error: unknown) => error,
  );
  const groupId = child.pid;
  if (groupId === undefined) return result(null, null, startErrorOf(await whole));
  request.onStart?.(groupId);
  const kill = (): void => killGroup(groupId);
  const closed = readStreams(child.stdout, child.stderr, (stream, piece) => {
    if (collector.take(stream, piece)) return;
    ended.outputLimit = true;
    kill();
  });
  feed(child.stdin, request.input ?? '');
  for (const [index, bytes] of inputs.entries()) {
    feed(child.stdio[index + firstInput] as Writable | null, bytes);
  }
  if (extraLimit > 0) collectExtra(child.stdio[3] as Readable | null, extraLimit, extra);
  const onAbort = (): void => {
    ended.cancelled = true;
    kill();
  };
  options.signal.addEventListener('abort', onAbort, { once: true });
  const timer =
    request.wallSeconds === undefined
      ? undefined
      : setTimeout(() => {
          ended.timedOut = true;
          kill();
        }, request.wallSeconds * 1000);
  const exit = await new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.nodeChildProcess.once('exit', (code, killedBy) => resolve({ code, signal: killedBy }));
  });
  clearTimeout(timer);
  options.signal.removeEventListener('abort', onAbort);
  await Promise.race([closed, pause(drainMilliseconds)]);
  kill();
  for (const stream of child.stdio) (stream as Readable | Writable | null)?.destroy();
  return result(exit.code, exit.signal, null);
}

function readStreams(
  stdout: Readable | null,
  stderr: Readable | null,
  onPiece: (stream: 'stdout' | 'stderr', piece: Buffer) => void,
): Promise<unknown> {
  const read = (name: 'stdout' | 'stderr', stream: Readable | null): Promise<void> =>
    new Promise((resolve) => {
      if (stream === null) return resolve();
      stream.on('data', (piece: Buffer | string) => onPiece(name, Buffer.from(piece)));
      stream.once('close', () => resolve());
      stream.once('end', () => resolve());
      stream.on('error', () => resolve());
    });
  return Promise.all([read('stdout', stdout), read('stderr', stderr)]);
}

function collectExtra(stream: Readable | null, limit: number, pieces: Buffer[]): void {
  let room = limit;
  stream?.on('error', () => {});
  stream?.on('data', (piece: Buffer) => {
    pieces.push(piece.subarray(0, Math.max(0, room)));
    room -= piece.length;
  });
}

/** Gives bytes to a descriptor and closes it; a program that does not read them is no error. */
function feed(stream: Writable | null, bytes: string | Uint8Array): void {
  stream?.on('error', () => {});
  stream?.end(bytes);
}

function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

function startErrorOf(outcome: unknown): string {
  const { originalMessage, shortMessage } = outcome as { originalMessage?: string; shortMessage?: string };
  return originalMessage ?? shortMessage ?? String(outcome);
}
