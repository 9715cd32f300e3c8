import type { SandboxRequest } from './sandbox.ts';

/**
 * What one process may reserve. Not what it may use, which the watchdog sees to: each thread of Node that runs
 * JavaScript reserves half a GiB here, and more of the address space.
 */
const reservableMebibytes = 16 * 1024;
/**
 * Gives the program a real pipe as standard input: programs that open /dev/stdin cannot open the socket that the
 * host gives, nor a pipe of another user.
 */
const throughPipe = ['/bin/sh', '-c', '/bin/cat | "$@"', 'pipe'];

/** A command with the limits that hold for each of its processes, and with its standard input. */
export function limitedCommand(
  request: SandboxRequest,
  options: {
    /** Absolute path of prlimit; null where the system has none. */
    prlimit: string | null;
    /** False where the processes of a user cannot be told from those of the run. */
    countProcesses: boolean;
  },
): string[] {
  const { limits, stdin = '' } = request;
  const bytes = (mebibytes: number): number => Math.ceil(mebibytes * 1024 * 1024);
  const cpuSeconds = Math.ceil(limits.cpuSeconds);
  const limited =
    options.prlimit === null
      ? []
      : [
          options.prlimit,
          ...(options.countProcesses ? [`--nproc=${limits.processes}`] : []),
          `--data=${bytes(Math.max(reservableMebibytes, limits.memoryMebibytes))}`,
          // First SIGXCPU, which says what happened, then SIGKILL.
          `--cpu=${cpuSeconds}:${cpuSeconds + 1}`,
          `--fsize=${bytes(limits.fileMebibytes)}`,
          '--nofile=1024',
          '--core=0',
          `--memlock=${bytes(8)}`,
          `--stack=${bytes(64)}`,
          '--',
        ];
  return [...(stdin === '' ? [] : throughPipe), ...limited, ...request.command];
}
