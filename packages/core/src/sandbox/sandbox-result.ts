import type { ProcessResult } from '../process/process-runner.ts';
import { type LauncherReport, signalOfExitCode } from './launcher-report.ts';
import type { SandboxLimits, SandboxResult } from './sandbox.ts';
import type { Watchdog } from './watchdog.ts';

/** What is known of a run that has ended. */
export interface EndedRun {
  readonly process: ProcessResult;
  readonly report: LauncherReport;
  readonly watchdog: Watchdog | undefined;
  readonly limits: SandboxLimits;
  readonly files: Readonly<Record<string, string>>;
}

/** The same reading of an ended run for every sandbox. */
export function sandboxResult({ process, report, watchdog, limits, files }: EndedRun): SandboxResult {
  const cpuSeconds = report.cpuSeconds ?? watchdog?.cpuSeconds() ?? 0;
  const signal = signalOfExitCode(process.exitCode);
  const outOfTime = signal === 'SIGXCPU' || (signal === 'SIGKILL' && cpuSeconds >= limits.cpuSeconds);
  const stopped = process.timedOut || process.outputLimit || process.cancelled;
  return {
    exitCode: stopped || outOfTime ? null : process.exitCode,
    signal: stopped ? 'SIGKILL' : (signal ?? process.signal),
    stdout: process.stdout,
    stderr: process.stderr,
    files,
    timedOut: process.timedOut || outOfTime,
    outOfMemory: watchdog?.struck() === 'memory',
    outputLimit: process.outputLimit,
    killed: stopped || outOfTime,
    peakMemoryMebibytes: watchdog?.peakMebibytes() ?? 0,
    cpuSeconds,
    wallSeconds: process.wallSeconds,
  };
}
