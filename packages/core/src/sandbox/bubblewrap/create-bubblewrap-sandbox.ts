import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { BottegaError } from '../../errors/bottega-error.ts';
import { NoSandboxError } from '../../errors/no-sandbox-error.ts';
import type { ProcessRunner } from '../../process/process-runner.ts';
import { defaultSandboxLimits } from '../default-limits.ts';
import type { Sandbox } from '../sandbox.ts';
import { type BubblewrapSetup, runBubblewrap } from './run-bubblewrap.ts';
import { failedAssertions, selfTestScript } from './self-test.ts';

export interface BubblewrapOptions {
  readonly processRunner: ProcessRunner;
  /** Absolute path of the distribution's bwrap, never one from a workspace. */
  readonly program?: string;
}

/**
 * The default sandbox. Looks inside once, with assertions, before it is handed out; throws NoSandboxError with the
 * remedy where one does not hold: there is no silent fallback to a weaker one.
 */
export async function createBubblewrapSandbox(
  options: BubblewrapOptions,
  { signal }: { signal: AbortSignal },
): Promise<Sandbox> {
  const program = options.program ?? '/usr/bin/bwrap';
  const setup = await soundSetup({ ...options, program }, signal);
  return {
    kind: 'bubblewrap',
    isolated: true,
    run: (request, runOptions) => runBubblewrap(setup, request, runOptions),
  };
}

async function soundSetup(
  options: { processRunner: ProcessRunner; program: string },
  signal: AbortSignal,
): Promise<BubblewrapSetup> {
  const architecture = process.arch;
  if (process.platform !== 'linux' || (architecture !== 'x64' && architecture !== 'arm64')) {
    throw new NoSandboxError(
      `bubblewrap needs Linux on x64 or arm64, this is ${process.platform} on ${architecture}`,
      'Run Bottega in a Linux container or in WSL2.',
    );
  }
  if (!existsSync(options.program)) {
    throw new NoSandboxError(`there is no ${options.program}`, 'Install it: apt-get install bubblewrap');
  }
  const base = { ...options, architecture, asRoot: process.getuid?.() === 0 };
  let failure = await tryStart({ ...base, freshProc: true }, signal);
  if (failure === null) return { ...base, freshProc: true };
  if (/mount proc|mounting proc/i.test(failure)) {
    failure = await tryStart({ ...base, freshProc: false }, signal);
    if (failure === null) return { ...base, freshProc: false };
  }
  throw new NoSandboxError(failure, remedy(failure));
}

/** Null where every assertion holds inside, else why not. */
async function tryStart(setup: BubblewrapSetup, signal: AbortSignal): Promise<string | null> {
  try {
    const result = await runBubblewrap(
      setup,
      {
        command: ['/bin/sh', '-c', selfTestScript],
        environment: { HOST_HOME: homedir() },
        limits: defaultSandboxLimits,
      },
      { signal },
    );
    signal.throwIfAborted();
    const failed = failedAssertions(result, setup.freshProc);
    return failed.length === 0 ? null : `the self-test inside does not hold: ${failed.join(', ')}`;
  } catch (error) {
    if (BottegaError.isInstance(error)) return error.message;
    throw error;
  }
}

function remedy(failure: string): string {
  if (/uid map|RTM_NEWADDR|Operation not permitted|namespace/i.test(failure)) {
    return 'Allow user namespaces for bwrap: sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0; in a container run it with --security-opt seccomp=unconfined.';
  }
  return 'Run `bottega doctor` for details, or install a newer bubblewrap (0.8.0 or later).';
}
