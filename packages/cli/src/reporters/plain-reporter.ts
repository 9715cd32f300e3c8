import { eventLines } from './event-lines.ts';
import type { Output, Reporter } from './reporter.ts';

const downloadStep = 0.05;

/** Whole lines without control characters, for pipes, logs and CI. */
export function createPlainReporter(output: Output): Reporter {
  let shownShare = -1;
  return {
    event: (event) => {
      if (event.type === 'download') {
        const share = event.receivedBytes / Math.max(1, event.totalBytes);
        if (share < shownShare + downloadStep && share < 1) return;
        shownShare = share >= 1 ? -1 : share;
        output.write(
          `Downloading ${event.model} from ${event.source}: ${Math.round(share * 100)} % of ${Math.round(event.totalBytes / 1e6)} MB\n`,
        );
        return;
      }
      for (const line of eventLines(event)) output.write(`${withoutControls(line)}\n`);
    },
    failure: ({ message, remedy }) =>
      output.write(`Error: ${withoutControls(message)}\n${withoutControls(remedy)}\n`),
    close: () => {},
  };
}

/** Generated text must not steer a terminal. */
export function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
