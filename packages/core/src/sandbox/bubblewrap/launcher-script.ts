/**
 * Runs inside, before and after the command: unpacks the files that came on descriptor 6, starts the command under
 * resource limits set in here (outside they would count the host's processes), then sends the CPU times and the
 * files asked for on descriptor 3. As root, only the launcher stays root (without capabilities but changing user);
 * files and command belong to a user of their own, who cannot reach the launcher's descriptors.
 * $1: how to become that user (or `env`); up to `--`: limits; up to the next `--`: files wanted; then the command.
 */
export const launcherScript = `
drop=$1; shift
limits=; while [ "$1" != -- ]; do limits="$limits $1"; shift; done; shift
wanted=; while [ "$1" != -- ]; do wanted="$wanted
$1"; shift; done; shift
cd /work || exit 125
$drop tar -x -f - <&6 3>&- || exit 125
exec 6<&-
$drop prlimit $limits -- "$@" 3>&-
code=$?
times >&3
if [ -n "$wanted" ]; then
  printf '%s' "$wanted" | sed 1d | $drop tar -c -f - --no-recursion --ignore-failed-read -T - 2>/dev/null >&3
fi
exit $code
`;
