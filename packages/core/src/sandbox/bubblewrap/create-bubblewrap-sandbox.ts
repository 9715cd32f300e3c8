import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { BottegaError } from '../../errors/bottega-error.ts';
import { NoSandboxError } from '../../errors/no-sandbox-error.ts';
import type { ProcessRunner } from '../../process/process-runner.ts';
import { defaultSandboxLimits } from '../default-limits.ts';
import type { Sandbox } from '../sandbox.ts';
import { createProbeCache, probeKey } from './probe-cache.ts';
import { remedyFor } from './remedy.ts';
import { type BubblewrapSetup, runBubblewrap } from './run-bubblewrap.ts';
import { failedAssertions, hiddenPaths, selfTestScript } from './self-test.ts';

export interface BubblewrapOptions {
  readonly processRunner: ProcessRunner;
  /** Absolute path of the distribution's bwrap, never one from a workspace. */
  readonly program?: string;
  /** Whether `processRunner` starts programs as root; by default whether this process is root. */
  readonly asRoot?: boolean;
  /** File that remembers a passed self-test for this bwrap and kernel; without it each process tests once. */
  readonly cacheFile?: string;
}

/**
 * The default sandbox. Looks inside once, with assertions, before it is handed out; throws NoSandboxError with the
 * remedy where one does not hold: there is no silent fallback to a weaker one.
 */
export async function createBubblewrapSandbox(
  options: BubblewrapOptions,
  { signal }: { signal: AbortSignal },
): Promise<Sandbox> {
  const setup = await soundSetup(options, signal);
  return {
    kind: 'bubblewrap',
    isolated: true,
    run: (request, runOptions) => runBubblewrap(setup, request, runOptions),
  };
}

async function soundSetup(options: BubblewrapOptions, signal: AbortSignal): Promise<BubblewrapSetup> {
  const { processRunner, program = '/usr/bin/bwrap', asRoot = process.getuid?.() === 0 } = options;
  const architecture = process.arch;
  if (process.platform !== 'linux' || (architecture !== 'x64' && architecture !== 'arm64')) {
    throw new NoSandboxError(
      `bubblewrap needs Linux on x64 or arm64, this is ${process.platform} on ${architecture}`,
      'Run Bottega in a Linux container or in WSL2.',
    );
  }
  if (!existsSync(program)) {
    throw new NoSandboxError(`there is no ${program}`, 'Install it: apt-get install bubblewrap');
  }
  if (!existsSync(`/proc/self/task/${process.pid}/children`)) {
    throw new NoSandboxError(
      'the memory of a run cannot be watched: this kernel does not list the children of a process',
      'Use a kernel with CONFIG_PROC_CHILDREN, and mount /proc.',
    );
  }
  const base = { processRunner, program, asRoot, architecture };
  const cache = createProbeCache(processRunner, options.cacheFile);
  const key = probeKey(program, asRoot);
  const remembered = cache.read(key);
  if (remembered !== undefined) return { ...base, ...remembered };

  let failure = await tryStart({ ...base, freshProc: true }, signal);
  const freshProc = failure === null || !/mount(ing)? proc/i.test(failure);
  if (!freshProc) failure = await tryStart({ ...base, freshProc }, signal);
  if (failure !== null) throw new NoSandboxError(failure, remedyFor(failure));
  cache.write(key, { freshProc });
  return { ...base, freshProc };
}

/** Null where every assertion holds inside, else why not. */
async function tryStart(setup: BubblewrapSetup, signal: AbortSignal): Promise<string | null> {
  try {
    const result = await runBubblewrap(
      setup,
      {
        command: ['/bin/sh', '-c', selfTestScript],
        environment: { HOST_PATHS: hiddenPaths([homedir(), import.meta.dirname]) },
        limits: defaultSandboxLimits,
      },
      { signal },
    );
    signal.throwIfAborted();
    const failed = failedAssertions(result, setup.freshProc);
    if (failed.length === 0) return null;
    return `the self-test inside does not hold: ${failed.join(', ')}. ${result.stderr.trim()}`.trim();
  } catch (error) {
    if (error instanceof NoSandboxError) return error.reason;
    if (BottegaError.isInstance(error)) return error.message;
    throw error;
  }
}
