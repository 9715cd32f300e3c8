/** What to do about a bwrap that does not start; the first that fits. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/ENOENT|EACCES/, 'Install it: apt-get install bubblewrap'],
  [
    /RTM_NEWADDR|uid map: Permission denied/i,
    'AppArmor keeps bwrap from its namespaces: give /usr/bin/bwrap a profile with `userns,`, or run sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  [
    /namespace|Operation not permitted|Permission denied|No space left/i,
    'Allow namespaces: sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000; in a container run as a plain user with --security-opt seccomp=unconfined, or use --sandbox none in a machine that is thrown away.',
  ],
  [/Unknown option|unrecognized option/i, 'This bwrap is too old: install bubblewrap 0.8.0 or later.'],
  [
    /setpriv|prlimit|mkfifo|tar: not found/i,
    'Install what the sandbox starts inside: apt-get install util-linux coreutils tar',
  ],
];

/** The fix for a failure that bwrap or the launcher reported. */
export function remedyFor(failure: string): string {
  return (
    remedies.find(([pattern]) => pattern.test(failure))?.[1] ??
    'Install bubblewrap 0.8.0 or later: apt-get install bubblewrap; `bottega doctor` tells more.'
  );
}
