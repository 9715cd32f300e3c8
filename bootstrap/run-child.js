import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Runs a program in the foreground; its signals are its own, its exit code is ours. */
export function runChild(command, list, options) {
  return new Promise((resolve) => {
    const child = spawn(command, list, { stdio: 'inherit', ...options });
    const pass = (signal) => {
      // A terminal sends Ctrl-C to the whole group; a signal sent to us alone is handed on.
      if (!process.stdin.isTTY) child.kill(signal);
    };
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.on('error', () => resolve(70));
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
