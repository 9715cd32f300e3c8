import type { Check, CheckResult } from '../checks/check.ts';

/** What kept a check from saying anything about the program. */
export type Obstacle = 'display' | 'network' | 'toolchain' | 'input' | 'limit';

const display =
  /No module named '_?tkinter'|no display name and no \$DISPLAY|couldn't connect to display|cannot open display|No available video device|could not connect to display|Missing X server or \$DISPLAY|could not load the Qt platform plugin/i;
const network =
  /socket\.gaierror|Temporary failure in name resolution|Name or service not known|Network is unreachable|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|connect ENETUNREACH|ENETUNREACH/;
const missingModule =
  /ModuleNotFoundError: No module named '([\w.]+)'|Cannot find (?:package|module) '([\w@/.-]+)'/;
const noInput = /^EOFError\b/m;

/**
 * Why a check could not be decided here; null where the program itself is to blame. A display and a network are never
 * there in the sandbox; a package only counts as missing where the person's text names it; a limit of time, and a
 * question that nobody answers, excuse only a check without an expected output.
 */
export function findObstacle(check: Check, result: CheckResult, prompt: string): Obstacle | null {
  if (result.outcome === 'passed' || result.outcome === 'not-run') return null;
  const { detail } = result;
  if (display.test(detail)) return 'display';
  if (network.test(detail)) return 'network';
  const name = missingModule.exec(detail);
  const module = (name?.[1] ?? name?.[2] ?? '').split('.')[0] ?? '';
  if (module !== '' && names(prompt, module)) return 'toolchain';
  if (check.kind !== 'command' || check.stdout !== null) return null;
  if (noInput.test(detail)) return 'input';
  return / did not end in \d+ s$/.test(detail) ? 'limit' : null;
}

function names(prompt: string, module: string): boolean {
  return new RegExp(`(?<![\\w-])${module.replaceAll(/[^\w]/g, '\\$&')}(?![\\w-])`, 'i').test(prompt);
}
