import { styleText } from 'node:util';
import type { RunEvent } from '@bottega/core';
import { eventLines } from './event-lines.ts';
import { withoutControls } from './plain-reporter.ts';
import { remainingSeconds } from './progress-estimate.ts';
import type { Output, Reporter } from './reporter.ts';

const clearLine = '\r\u001b[2K';

/** For a terminal: streamed text as it comes, one status line with elapsed and estimated time, a progress bar for downloads. */
export function createTerminalReporter(output: Output, now: () => number = Date.now): Reporter {
  const begun = now();
  const done: { phase: string; seconds: number }[] = [];
  let phase = '';
  let streaming = false;
  const status = (): string => {
    const rest = remainingSeconds(done);
    const elapsed = Math.round((now() - begun) / 1000);
    return styleText(
      'dim',
      `${phase} · ${elapsed} s${rest === null ? '' : ` · about ${Math.round(rest)} s left`}`,
    );
  };
  const line = (text: string): void => output.write(`${clearLine}${text}\n`);
  const endStream = (): void => {
    if (streaming) output.write('\n');
    streaming = false;
  };
  return {
    event: (event) => {
      if (event.type === 'model-delta') {
        if (!streaming) output.write(clearLine);
        streaming = true;
        output.write(styleText('dim', withoutControls(event.text)));
        return;
      }
      if (event.type === 'download') {
        output.write(
          `${clearLine}${progressBar(event.receivedBytes, event.totalBytes)} ${event.model} from ${event.source}`,
        );
        if (event.receivedBytes >= event.totalBytes) output.write('\n');
        return;
      }
      if (event.type === 'phase-start') phase = event.phase;
      if (event.type === 'phase-end') done.push({ phase: event.phase, seconds: event.seconds });
      if (event.type === 'turn' && event.author === 'model') return endStream();
      endStream();
      for (const text of eventLines(event)) line(styled(event, withoutControls(text)));
      if (event.type !== 'run-end') output.write(`${clearLine}${status()}`);
    },
    failure: ({ message, remedy }) => {
      endStream();
      line(`${styleText('red', 'Error:')} ${withoutControls(message)}`);
      line(withoutControls(remedy));
    },
    close: () => {
      endStream();
      output.write(clearLine);
    },
  };
}

function styled(event: RunEvent, text: string): string {
  if (event.type === 'phase-start') return styleText('bold', text);
  if (event.type === 'turn') return styleText('cyan', text);
  if (text.startsWith('VERIFIED')) return styleText(['bold', 'green'], text);
  if (text.startsWith('UNVERIFIED')) return styleText(['bold', 'yellow'], text);
  if (text.startsWith('FAILED')) return styleText(['bold', 'red'], text);
  return text;
}

function progressBar(received: number, total: number): string {
  const width = 24;
  const share = Math.min(1, received / Math.max(1, total));
  const filled = Math.round(share * width);
  return `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}] ${Math.round(share * 100)} % of ${Math.round(total / 1e6)} MB`;
}
