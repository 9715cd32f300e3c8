import type { RunEvent } from '@bottega/core';
import { reportLines } from './report-lines.ts';

const authors = { host: 'host, no call', model: 'model', person: 'you' } as const;

/** What a person reads of one event, as whole lines; an event that shows nothing gives none. */
export function eventLines(event: RunEvent): string[] {
  switch (event.type) {
    case 'run-start':
      return [
        `${event.resumed ? 'Going on with' : 'Starting'} run ${event.runId}`,
        `Model ${event.model}, sandbox ${event.sandbox}`,
        ...(event.sandbox === 'none'
          ? [
              'Warning: without a sandbox generated code reaches your files and network; the verdict is at most `unverified`.',
            ]
          : []),
      ];
    case 'phase-start':
      return ['', `[${event.index}/${event.count}] ${event.phase} (${event.roles.join(' ↔ ')})`];
    case 'turn':
      return turnLines(event.role, authors[event.author], event.text);
    case 'model-start':
      return [`  ${event.role} asks ${event.model} …`];
    case 'model-delta':
      return [];
    case 'model-end':
      return [
        `  ${event.role}: ${event.usage.promptTokens} prompt tokens (${event.usage.cachedTokens} cached), ${event.usage.completionTokens} written in ${event.seconds.toFixed(1)} s, ${event.tokensPerSecond.toFixed(1)} tokens/s${event.finishReason === 'stop' ? '' : `, ended by ${event.finishReason}`}`,
      ];
    case 'exec-start':
      return [];
    case 'exec-end':
      return [
        `  ran ${event.title}: ${event.timedOut ? 'stopped by the time limit' : `exit ${event.exitCode}`} (${event.seconds.toFixed(1)} s)`,
      ];
    case 'checks':
      return [
        `  ${event.title}`,
        ...event.results.flatMap((result) => [
          `    ${result.outcome === 'passed' ? '✓' : '✗'} ${result.id} (${result.origin === 'user' ? 'yours' : result.origin})${result.outcome === 'passed' ? '' : `: ${result.outcome}`}`,
          ...(result.detail === '' ? [] : result.detail.split('\n').map((line) => `      ${line}`)),
        ]),
      ];
    case 'file-written':
      return [`  ${event.role} wrote ${event.path} (${event.bytes} bytes)`];
    case 'file-refused':
      return [`  refused ${event.path}: ${event.reason}`];
    case 'commit':
      return [`  commit ${event.commit.slice(0, 8)} ${event.message}`];
    case 'phase-end':
      return [];
    case 'download':
      return [];
    case 'notice':
      return [event.level === 'warning' ? `Warning: ${event.text}` : event.text];
    case 'run-end':
      return ['', ...reportLines(event.report, event.outFolder)];
  }
}

function turnLines(role: string, author: string, text: string): string[] {
  const lines = text.trimEnd().split('\n');
  const shown = lines.length > 12 ? [...lines.slice(0, 11), `… ${lines.length - 11} more lines`] : lines;
  return [`  ${role} [${author}]: ${shown[0] ?? ''}`, ...shown.slice(1).map((line) => `    ${line}`)];
}
