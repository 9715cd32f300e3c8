import { isFileArgument, type ShellLine } from './command-lines.ts';
import { describedFile } from './described-files.ts';
import type { FoundCommand } from './found-check.ts';
import type { RequestText } from './request-text.ts';
import type { ShownOutput } from './shown-output.ts';

/**
 * The check of a command at a place of the text, `laid` files beside it. Null where a file it names is neither given
 * nor described, or where chance or the time decides what it prints.
 */
export function commandCheck(
  request: RequestText,
  at: number,
  shell: ShellLine,
  shown: Pick<ShownOutput, 'stdout' | 'exitCode'>,
  laid: Readonly<Record<string, string>> = {},
): Omit<FoundCommand, 'at' | 'source'> | null {
  if (shown.stdout !== null && request.changesByItself) return null;
  const files = new Map(Object.entries(laid));
  const contentOf = (path: string): string | undefined =>
    files.get(path) ??
    describedFile(request.described, path, at)?.content ??
    (Object.hasOwn(request.given, path) ? request.given[path] : undefined);
  const absent = shown.exitCode !== 0 && saysAbsent(request.text, at);
  for (const word of shell.list.slice(1)) {
    if (/^https?:/.test(word)) return null;
    if (!isFileArgument(word) || absent) continue;
    const content = contentOf(word);
    if (content === undefined) return null;
    if (!Object.hasOwn(request.given, word) || request.given[word] !== content) files.set(word, content);
  }
  const stdin = shell.stdinFile === null ? (shell.stdin ?? '') : contentOf(shell.stdinFile);
  if (stdin === undefined) return null;
  return {
    command: shell.list,
    files: Object.fromEntries(files),
    stdin,
    stdout: shown.stdout,
    match: 'equal',
    exitCode: shown.exitCode,
  };
}

/** True where the words around a command say that its file is not there. */
function saysAbsent(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 80), at + 200);
  return /\b(?:missing|not (?:exist|found)|no (?:such )?file|no such|absent)\b|不存在/i.test(around);
}
