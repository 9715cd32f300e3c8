import { isDenied } from './example-context.ts';
import type { FoundCommand } from './found-check.ts';
import type { RequestText } from './request-text.ts';
import { dedent, isExact } from './shown-output.ts';

const readsInput = /\bstdin\b|\bstandard input\b|标准输入/i;
const inputLabel =
  /^[ \t]*[*_#>-]*\s*(?:(?:sample|example|given)\s+)?(?:input|stdin|standard input|输入)(?:\s*\d+)?[*_]*[:：][*_]*[ \t]*(.*)$/i;
const outputLabel =
  /^[ \t]*[*_#>-]*\s*(?:(?:sample|example|expected)\s+)?(?:output|stdout|standard output|输出)(?:\s*\d+)?[*_]*[:：][*_]*[ \t]*(.*)$/i;

/** "Input: … Output: …" for a program that reads standard input. */
export function labelledBlocks({ text, facts, changesByItself }: RequestText): FoundCommand[] {
  const [program] = facts.deliverables;
  if (program === undefined || facts.deliverables.length !== 1 || !readsInput.test(text) || changesByItself)
    return [];
  const lines = text.split('\n');
  const found: FoundCommand[] = [];
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const at = offset;
    offset += line.length + 1;
    const label = inputLabel.exec(line);
    if (label === null) continue;
    const input = readHeld(lines, index, label[1] ?? '');
    const next = input === null ? undefined : lines[input.next];
    const answer = next === undefined ? null : outputLabel.exec(next);
    if (input === null || answer === null) continue;
    const output = readHeld(lines, input.next, answer[1] ?? '');
    if (output === null || !isExact(input.held) || !isExact(output.held)) continue;
    if (isDenied(text, at, at + line.length)) continue;
    const source = `Input: ${input.held} Output: ${output.held}`;
    const stdin = input.held === '' ? '' : `${input.held}\n`;
    const base = { command: [program], files: {}, match: 'equal', exitCode: 0 } as const;
    found.push({ ...base, at, source, stdin, stdout: output.held });
  }
  return found;
}

/** What stands after a label on its line, or under it in a fence or up to a blank line; and the next line with words. */
function readHeld(
  lines: readonly string[],
  index: number,
  sameLine: string,
): { readonly held: string; readonly next: number } | null {
  const inline = sameLine.trim().replace(/^`([^`]+)`$/, '$1');
  if (inline !== '') return { held: inline, next: skipBlank(lines, index + 1) };
  let at = skipBlank(lines, index + 1);
  const fence = /^\s*(`{3,}|~{3,})/.exec(lines[at] ?? '')?.[1];
  const held: string[] = [];
  if (fence !== undefined) {
    for (at += 1; at < lines.length && !(lines[at] ?? '').trim().startsWith(fence); at += 1)
      held.push(lines[at] ?? '');
    if (at >= lines.length) return null;
    at += 1;
  } else {
    for (; at < lines.length && (lines[at] ?? '').trim() !== ''; at += 1) {
      if (inputLabel.test(lines[at] ?? '') || outputLabel.test(lines[at] ?? '')) break;
      held.push(lines[at] ?? '');
    }
  }
  return held.length === 0 ? null : { held: dedent(held.join('\n')), next: skipBlank(lines, at) };
}

function skipBlank(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (lines[at] ?? '').trim() === '') at += 1;
  return at;
}
