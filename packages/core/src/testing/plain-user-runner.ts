import type { ProcessRunner } from '../process/process-runner.ts';

/** A runner whose programs run as an ordinary user, also where the tests run as root; nothing changes for others. */
export function plainUserRunner(runner: ProcessRunner): ProcessRunner {
  if (process.getuid?.() !== 0) return runner;
  return {
    run: (request, options) =>
      runner.run(
        {
          ...request,
          command: '/usr/bin/setpriv',
          arguments: [
            ...['--reuid=65534', '--regid=65534', '--clear-groups', '--'],
            request.command,
            ...request.arguments,
          ],
        },
        options,
      ),
  };
}
