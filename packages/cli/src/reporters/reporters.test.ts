import type { RunEvent, RunReport } from '@bottega/core';
import { expect, test } from 'vitest';
import { createJsonReporter } from './json-reporter.ts';
import { createPlainReporter } from './plain-reporter.ts';
import { createTerminalReporter } from './terminal-reporter.ts';

const report: RunReport = {
  runId: 'r1',
  verdict: {
    kind: 'verified',
    code: 'proven',
    reason: '1 of 1 checks from your text passed',
    doubts: ['derived_1 fails'],
  },
  checks: [],
  files: ['README.md', 'words.py'],
  runText: 'python3 words.py FILE',
  testText: 'python3 -m unittest',
  strength: null,
  model: 'scripted',
  sandbox: 'bubblewrap',
  usage: { calls: 2, promptTokens: 100, cachedTokens: 40, completionTokens: 50 },
  seconds: 12.3,
  phases: [{ phase: 'code', seconds: 10, calls: 1 }],
  commit: 'c'.repeat(40),
  tree: 't'.repeat(40),
};

const events: RunEvent[] = [
  { type: 'phase-start', phase: 'code', index: 4, count: 8, roles: ['CTO', 'Programmer'] },
  { type: 'turn', phase: 'code', role: 'CTO', author: 'host', text: 'Write words.py' },
  { type: 'model-delta', key: 'code.1', kind: 'text', text: 'print(1)\u001b[2J' },
  { type: 'download', model: 'm', source: 'hub', receivedBytes: 50, totalBytes: 100 },
  { type: 'run-end', report, outFolder: '/out/words' },
];

function shown(
  create: (output: { write(text: string): void }) => { event(event: RunEvent): void; close(): void },
): string {
  let text = '';
  const reporter = create({ write: (piece) => (text += piece) });
  for (const event of events) reporter.event(event);
  reporter.close();
  return text;
}

test('plain lines mark host turns, carry no control characters, and end with the report', () => {
  const text = shown(createPlainReporter);
  expect(text).toContain('[4/8] code (CTO ↔ Programmer)');
  expect(text).toContain('CTO [host, no call]: Write words.py');
  expect(text).toContain('VERIFIED: 1 of 1 checks from your text passed');
  expect(text).toContain('doubt: derived_1 fails');
  expect(text).toContain('2 calls, 100 prompt tokens (40 cached), 50 completion tokens');
  expect(text).not.toContain('\u001b');
});

test('JSON lines are the events themselves', () => {
  const lines = shown(createJsonReporter).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
});

test('the terminal shows streamed text but never a control sequence that a model wrote', () => {
  const text = shown(createTerminalReporter);
  expect(text).toContain('print(1)');
  expect(text).not.toContain('\u001b[2J');
  expect(text).toContain('50 % of 0 MB');
});
