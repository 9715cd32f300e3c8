import type { RunReport } from '@bottega/core';

/** The report at the end of a build, as lines. */
export function reportLines(report: RunReport, outFolder: string | null): string[] {
  const { usage, verdict } = report;
  const lines = [`${verdict.kind.toUpperCase()}: ${verdict.reason}`];
  for (const doubt of verdict.doubts) lines.push(`  doubt: ${doubt}`);
  for (const missed of report.strength?.missed ?? []) lines.push(`  not noticed: ${missed}`);
  if (report.sandbox === 'none') lines.push('  Ran without a sandbox.');
  if (outFolder !== null) lines.push('', `Repository  ${outFolder}`);
  lines.push(
    `Files       ${report.files.join(', ')}`,
    `Run         ${report.runText}`,
    `Test        ${report.testText}`,
    `Model       ${report.model}: ${usage.calls} calls, ${usage.promptTokens} prompt tokens (${usage.cachedTokens} cached), ${usage.completionTokens} completion tokens`,
    `Time        ${report.seconds.toFixed(1)} s: ${report.phases.map((phase) => `${phase.phase} ${phase.seconds.toFixed(1)}`).join(', ')}`,
    `Run record  ${report.runId} (bottega replay ${report.runId})`,
  );
  return lines;
}
