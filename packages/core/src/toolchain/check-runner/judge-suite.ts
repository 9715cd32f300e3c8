import type { CheckOutcome } from '../../checks/check.ts';
import { readListing, readSuite } from './suite-report.ts';

const shownNames = 5;

/**
 * What a given test file says of the program. It shares a process with the program, so its report is believed only
 * where every test of the source was run, nothing of the test framework was replaced, and nothing else ended the run.
 */
export function judgeSuite(
  name: string,
  seen: {
    readonly value: string | null;
    readonly listed?: string | null | undefined;
    readonly exit: number | null;
  },
): { readonly outcome: CheckOutcome; readonly detail: string } {
  const error = (detail: string) => ({ outcome: 'error' as const, detail });
  const [report, listed] = [readSuite(seen.value), readListing(seen.listed)];
  if (report === null || listed === null)
    return error(`${name} did not come to its end (exit code ${seen.exit}): the program ends the process`);
  if (report.changed.length > 0)
    return error(`${name} proves nothing: the program replaces ${shown(report.changed)}`);
  const notRun = listed.filter((test) => !report.outcomes.some((one) => one.name === test));
  const bad = report.outcomes.filter((one) => one.outcome === 'failed' || one.outcome === 'error');
  const [first] = bad.filter((one) => one.outcome === 'failed').concat(bad);
  if (first !== undefined) {
    const count = listed.length > 0 ? ` ${bad.length} of ${report.outcomes.length} tests:` : '';
    return {
      outcome: first.outcome === 'failed' ? 'failed' : 'error',
      detail: `${name} fails${count} ${first.name}:\n${tail(first.message)}`,
    };
  }
  if (!report.ended) return error(`${name} did not come to its end: the program ends the process`);
  if (notRun.length > 0)
    return error(`${name}: ${notRun.length} of ${listed.length} tests were not run: ${shown(notRun)}`);
  const passed = report.outcomes.filter((one) => one.outcome === 'passed').length;
  if (passed === 0) return error(`${name} runs no test`);
  return { outcome: 'passed', detail: '' };
}

function shown(names: readonly string[]): string {
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
  return names.slice(0, shownNames).join(', ') + more;
}

function tail(message: string): string {
  return message.trimEnd().split('\n').slice(-8).join('\n').slice(-900);
}
