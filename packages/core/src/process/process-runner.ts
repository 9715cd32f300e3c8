/** One command to start on the host, never through a shell. */
export interface ProcessRequest {
  /** Absolute path or name of the program. */
  readonly command: string;
  readonly arguments: readonly string[];
  /** Host folder the program starts in. */
  readonly folder: string;
  /** The whole environment of the program: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Bytes for standard input; without it standard input is empty and closed. */
  readonly input?: string | Uint8Array;
  /** Bytes offered to the program on descriptors 3, 4, … (4, 5, … with an extra output), in this order. */
  readonly extraInputs?: readonly Uint8Array[];
  /** Bytes at most that are read from descriptor 3; without it there is no extra output. */
  readonly extraOutputBytes?: number;
  /** Wall seconds after which the whole process group is killed. */
  readonly wallSeconds?: number;
  /** Bytes of stdout and stderr together after which the process group is killed. */
  readonly outputBytes?: number;
  /** Called with each piece of output as it comes; never throws. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
  /** Called once with the process id after the start. */
  readonly onStart?: (processId: number) => void;
  /** Ends the program where there is a better way than SIGKILL to its group, which follows half a second later. */
  readonly kill?: (processId: number) => void;
}

/** How a command ended. A failed command is a result, never an exception. */
export interface ProcessResult {
  /** Null where the program was ended by a signal or could not be started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What came on the extra output descriptor, cut at its limit; empty where none was asked for. */
  readonly extraOutput: Uint8Array;
  readonly wallSeconds: number;
  /** Killed because the wall limit ran out. */
  readonly timedOut: boolean;
  /** Killed because it printed too much; the output is cut there. */
  readonly outputLimit: boolean;
  /** Killed because the caller's signal was aborted. */
  readonly cancelled: boolean;
  /** The program could not be started, and why (a missing file, no permission); null where it started. */
  readonly startError: string | null;
}

/** Starts programs on the host; the only door to processes. */
export interface ProcessRunner {
  /** Runs one command to its end; resolves in every case, also when `signal` is aborted (the group is killed first). */
  run(request: ProcessRequest, options: { signal: AbortSignal }): Promise<ProcessResult>;
}
