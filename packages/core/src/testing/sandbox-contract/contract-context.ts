import { dirname } from 'node:path';
import { defaultSandboxLimits } from '../../sandbox/default-limits.ts';
import type {
  Sandbox,
  SandboxLimits,
  SandboxRequest,
  SandboxResult,
  ToolMount,
} from '../../sandbox/sandbox.ts';

/** A request without its command, and with only the limits that differ from the defaults. */
export type RequestDetails = Partial<Omit<SandboxRequest, 'limits' | 'command'>> & {
  readonly limits?: Partial<SandboxLimits>;
};

/** Ways to run something in the sandbox under test. */
export interface ContractContext {
  sandbox(): Promise<Sandbox>;
  run(command: readonly string[], details?: RequestDetails, signal?: AbortSignal): Promise<SandboxResult>;
  shell(script: string, details?: RequestDetails): Promise<SandboxResult>;
  python(code: string, details?: RequestDetails): Promise<SandboxResult>;
}

/** The Node that runs the tests, as a toolchain. */
export const nodeTool: ToolMount = { hostFolder: dirname(dirname(process.execPath)), path: '/opt/node' };

const never = new AbortController().signal;

/** A context whose sandbox is created when it is first needed. */
export function createContractContext(create: () => Promise<Sandbox>): ContractContext {
  let created: Promise<Sandbox> | undefined;
  const sandbox = (): Promise<Sandbox> => {
    created ??= create();
    return created;
  };
  const run: ContractContext['run'] = async (command, { limits, ...details } = {}, signal = never) =>
    (await sandbox()).run(
      { command, ...details, limits: { ...defaultSandboxLimits, ...limits } },
      { signal },
    );
  return {
    sandbox,
    run,
    shell: (script, details) => run(['/bin/sh', '-c', script], details),
    python: (code, details) => run(['python3', '-c', code], details),
  };
}
