import { startedLine } from '../launcher-report.ts';

/** The launcher's exit code where it fails before the command. */
export const launcherFailure = 125;

/**
 * The first process inside. Unpacks the files that come on descriptor 6, starts the command, ends what it left
 * running, then sends the CPU times and a tar of the files asked for on descriptor 3. Resource limits are part of
 * the command: set outside, they would count the host's processes.
 *
 * It keeps one capability that the command does not have, so that the command can neither trace it nor take its
 * descriptors; being the first process it cannot be killed from inside either.
 *
 * $1 words that become the command's user and give up all capabilities, $2 and $3 `given` where there is standard
 * input, and files; then the files asked for, `--`, the command.
 */
export const launcherScript = `
[ $$ -eq 1 ] || { echo 'the launcher is not the first process of a namespace' >&2; exit ${launcherFailure}; }
become=$1 input=$2 files=$3; shift 3
wanted=; while [ "$1" != -- ]; do wanted="$wanted$1
"; shift; done; shift
cd /work || exit ${launcherFailure}
if [ "$files" = given ]; then $become /bin/tar -x -f - <&6 3>&- || exit ${launcherFailure}; fi
exec 6<&-
[ "$input" = given ] || exec </dev/null
echo ${startedLine} >&3
$become "$@" 3>&-
code=$?
kill -9 -1 2>/dev/null
times >&3
if [ -n "$wanted" ]; then
  printf %s "$wanted" | $become /bin/tar -c -f - --no-recursion --hard-dereference --ignore-failed-read \\
    --verbatim-files-from -T - 2>/dev/null >&3
fi
exit $code
`;
