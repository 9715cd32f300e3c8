import { isConditional, isDenied } from './example-context.ts';
import type { FoundCommand } from './found-check.ts';
import type { RequestText } from './request-text.ts';
import { readValue } from './shown-output.ts';

/** Words of a program that gets something, so that one output is not all it prints. */
const getsSomething =
  /\b(?:arguments?|inputs?|files?|stdin|reads?|given|options?|flags?|each|every|asks?|command[- ]line|users?|if|unless|depending)\b|输入|参数|文件|读取|如果|每/i;
const prints =
  /(?:(?:\b(?:program|script)|\.\w{2,3}[`"'”]?),?\s+(?:that|which)|[.;]\s+(?:running it|when (?:it is )?run,? it))\s+(?:(?:should|must|will|just|only|simply)\s+)*(?:prints?|outputs?|displays?)(?:\s+(?:out|exactly|just|only|the (?:text|line|word|words|message|string)))*\s*:?(?=\s*[`"'“‘])|[，,]\s*(?:打印|输出|显示)\s*[:：]?(?=\s*[`"'“「‘])/i;
/** A longer text asks for more than one line of output. */
const longestPlain = 200;

/** "hello.py that prints `Hello, World!`", where the text says no more: the one output of a program that gets nothing. */
export function plainRuns({ text, facts, usages, changesByItself }: RequestText): FoundCommand[] {
  const [program] = facts.deliverables;
  if (program === undefined || facts.deliverables.length !== 1 || usages.length > 0) return [];
  if (changesByItself || text.length > longestPlain || getsSomething.test(text)) return [];
  const match = prints.exec(text);
  if (match === null || isConditional(text, match.index)) return [];
  const shown = readValue(text, match.index + match[0].length);
  if (shown === null || shown.stdout === null || /[\p{L}\p{N}]/u.test(text.slice(shown.end))) return [];
  if (isDenied(text, match.index, shown.end)) return [];
  const { stdout, exitCode } = shown;
  const source = text.slice(match.index, shown.end).replace(/^[^\p{L}]+/u, '');
  return [
    { at: match.index, source, command: [program], files: {}, stdin: '', stdout, match: 'equal', exitCode },
  ];
}
