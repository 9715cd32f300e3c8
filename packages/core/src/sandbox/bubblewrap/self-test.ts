import type { SandboxResult } from '../sandbox.ts';

/**
 * Runs inside and prints one line an assertion, `ok name` or `no name`; $1 is the host's home folder.
 * It looks at what matters, not at a version number.
 */
export const selfTestScript = `
check() { if eval "$2" >/dev/null 2>&1; then echo "ok $1"; else echo "no $1"; fi; }
check network '[ "$(grep -c : /proc/net/dev)" -le 1 ]'
check home '[ ! -e "$1" ] || [ "$1" = / ]'
check work 'echo x > /work/.self-test && rm /work/.self-test'
check root '! echo x > /self-test'
check system '! echo x > /usr/self-test'
check devices '! echo x > /dev/self-test'
check filter 'grep -q "^Seccomp:.2" /proc/self/status'
check capabilities 'grep -q "^CapEff:.0000000000000000" /proc/self/status'
check privileges 'grep -q "^NoNewPrivs:.1" /proc/self/status'
check processes '[ $$ -lt 40 ]'
check environment '! env | grep -q BOTTEGA_CANARY'
`.replaceAll('"$1"', '"$HOST_HOME"');

const needed = [
  'network',
  'home',
  'work',
  'root',
  'system',
  'devices',
  'filter',
  'capabilities',
  'privileges',
  'processes',
  'environment',
];
/** Assertions that read /proc; without a fresh one they cannot be made. */
const needProc = new Set(['network', 'filter', 'capabilities', 'privileges']);

/** Names of the assertions that did not hold; empty where the sandbox is sound. */
export function failedAssertions(result: SandboxResult, freshProc: boolean): string[] {
  const lines = result.stdout.split('\n');
  return needed.filter((name) => (freshProc || !needProc.has(name)) && !lines.includes(`ok ${name}`));
}
