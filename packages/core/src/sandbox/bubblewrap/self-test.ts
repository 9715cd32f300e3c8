import type { SandboxResult } from '../sandbox.ts';

/** Names that may stand in the environment inside: ours, the self-test's own, and those every shell sets. */
const knownNames = [
  ...['PATH', 'HOME', 'TMPDIR', 'LANG', 'PYTHONDONTWRITEBYTECODE', 'PYTHONHASHSEED', 'NO_COLOR'],
  ...['HOST_PATHS', 'PWD', 'OLDPWD', 'SHLVL', '_'],
];

/** What must hold inside: name -> shell condition. It looks at what matters, not at a version number. */
const assertions: Readonly<Record<string, string>> = {
  network: '[ "$(grep -c : /proc/net/dev)" -eq 1 ] && grep -q " lo:" /proc/net/dev',
  'host files': 'for path in $HOST_PATHS; do [ -z "$(ls -A "$path" 2>/dev/null)" ] || exit 1; done',
  'work folder': 'echo x > /work/.self-test && rm /work/.self-test',
  root: '! echo x > /self-test',
  system: '! echo x > /usr/self-test',
  devices: '! echo x > /dev/self-test',
  'system call filter': 'grep -q "^Seccomp:.2" /proc/self/status',
  capabilities: '[ "$(grep -cE "^Cap(Inh|Prm|Eff|Amb):.0+$" /proc/self/status)" -eq 4 ]',
  'no new privileges': 'grep -q "^NoNewPrivs:.1" /proc/self/status',
  'process namespace': '[ $$ -lt 40 ]',
  'own processes only': '[ "$(ls -d /proc/[0-9]* 2>/dev/null | wc -l)" -lt 10 ]',
  'first process': '! ( : < /proc/1/mem )',
  namespaces: '! unshare --mount true && ! unshare --user true',
  environment: `! env | grep -qvE '^(${knownNames.join('|')})='`,
};

/** Assertions that read /proc; without a fresh one they cannot be made. */
const needProc = new Set([
  'network',
  'system call filter',
  'capabilities',
  'no new privileges',
  'first process',
]);

/** Runs inside and prints a line `ok NAME` for each assertion that holds; reads HOST_PATHS. */
export const selfTestScript = Object.entries(assertions)
  .map(([name, condition]) => `if ( ${condition} ) >/dev/null 2>&1; then echo 'ok ${name}'; fi`)
  .join('\n');

/** Host paths that must be out of sight, without those that the sandbox has folders of its own for. */
export function hiddenPaths(candidates: readonly string[]): string {
  return candidates
    .filter((path) => path !== '/' && !/^\/(usr|etc|bin|lib|proc|dev)(\/|$)|\s/.test(path))
    .join(' ');
}

/** Names of the assertions that did not hold; empty where the sandbox is sound. */
export function failedAssertions(result: SandboxResult, freshProc: boolean): string[] {
  const lines = result.stdout.split('\n');
  return Object.keys(assertions).filter(
    (name) => (freshProc || !needProc.has(name)) && !lines.includes(`ok ${name}`),
  );
}
