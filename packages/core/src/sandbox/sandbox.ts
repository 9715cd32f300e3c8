/** Limits of one sandboxed command; all of them are enforced from outside the generated code. */
export interface SandboxLimits {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Memory of all processes together, in MiB. */
  readonly memoryMebibytes: number;
  readonly processes: number;
  /** Size of one written file, in MiB. */
  readonly fileMebibytes: number;
  /** Size of the work folder and of the temporary folder, each in MiB. */
  readonly diskMebibytes: number;
  /** Bytes of stdout and stderr together. */
  readonly outputBytes: number;
}

/** A read-only toolchain that the command needs, such as a Node binary outside /usr. */
export interface ToolMount {
  /** Absolute folder on the host; never shown inside. */
  readonly hostFolder: string;
  /** Absolute folder inside the sandbox, the same on every machine. */
  readonly path: string;
}

/** Files in, one command, files out. */
export interface SandboxRequest {
  /** Host folder whose files are copied to `/work` (never `.git`); without it `/work` starts empty. */
  readonly folder?: string;
  /** Files put into `/work` over the copy: path relative to `/work` -> content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Program and arguments; the program is found in the sandbox's own PATH, never in `/work`. */
  readonly command: readonly string[];
  readonly stdin?: string;
  /** Added to the sandbox's fixed environment (PATH, HOME, LANG, TMPDIR). */
  readonly environment?: Readonly<Record<string, string>>;
  readonly tools?: readonly ToolMount[];
  readonly limits: SandboxLimits;
  /** Files read back from `/work` after the command, relative paths; absent ones are left out of the result. */
  readonly outputs?: readonly string[];
}

/** How the command ended. A failed command is a result, never an exception. */
export interface SandboxResult {
  /** As a shell tells it, 128 + n where signal n ended the program; null where Bottega ended it. */
  readonly exitCode: number | null;
  /** The signal that ended the program, whoever sent it. */
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files asked for in `outputs` that exist, as text: plain files only, 2 MiB together; what does not fit is left out. */
  readonly files: Readonly<Record<string, string>>;
  /** The limit of wall or of CPU time was hit. */
  readonly timedOut: boolean;
  readonly outOfMemory: boolean;
  readonly outputLimit: boolean;
  /** Ended by Bottega for any reason: time, memory, output, files, or a cancelled run. */
  readonly killed: boolean;
  /** Largest sum over all processes that was seen, looking every 100 ms. */
  readonly peakMemoryMebibytes: number;
  /** Of the command and all its children that were waited for; as last seen where the run was killed. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Runs generated code so that it reaches no network, no secret and no host file. */
export interface Sandbox {
  /** `bubblewrap`, `none`, …: shown in the report, and read by the verdict. */
  readonly kind: string;
  /** False for `none`: such a run is never called verified. */
  readonly isolated: boolean;
  /** Runs one command; throws NoSandboxError where the sandbox itself fails; `signal` kills everything inside. */
  run(request: SandboxRequest, options: { signal: AbortSignal }): Promise<SandboxResult>;
}
