import type { Output, Reporter } from './reporter.ts';

/** One JSON object a line, the event as it is. */
export function createJsonReporter(output: Output): Reporter {
  return {
    event: (event) => output.write(`${JSON.stringify(event)}\n`),
    failure: ({ code, message, remedy }) =>
      output.write(`${JSON.stringify({ type: 'error', code, message, remedy })}\n`),
    close: () => {},
  };
}
