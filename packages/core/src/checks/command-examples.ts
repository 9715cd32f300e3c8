import { commandCheck } from './command-check.ts';
import { parseShellLine } from './command-lines.ts';
import { needsEarlierRun } from './earlier-runs.ts';
import { isDenied, isFollowUp } from './example-context.ts';
import type { FoundCommand } from './found-check.ts';
import { plainRuns } from './plain-runs.ts';
import type { RequestText } from './request-text.ts';
import { readShownOutput } from './shown-output.ts';

/** Commands with what they print or how they end: "`python words.py a.txt` prints `3`", also with `echo text |`. */
export function commandExamples(request: RequestText): FoundCommand[] {
  const { text, facts } = request;
  const found: FoundCommand[] = [];
  for (const { at, line, end } of writtenCommands(text)) {
    const shell = parseShellLine(line);
    if (shell === null || !facts.deliverables.includes(shell.program)) continue;
    const shown = readShownOutput(text, end);
    if (shown === null || isDenied(text, at, shown.end) || isFollowUp(text, at)) continue;
    const example = commandCheck(request, at, shell, shown);
    if (example !== null && !needsEarlierRun(request, example))
      found.push({ at, source: text.slice(at, shown.end), ...example });
  }
  return [...found, ...plainRuns(request)];
}

interface WrittenCommand {
  readonly at: number;
  readonly line: string;
  /** Index after the command and its closing quote. */
  readonly end: number;
}

const runner = String.raw`(?:python3?(?:\.\d+)?|node)`;
const source = String.raw`[\w./-]+\.(?:py|mjs|cjs|js|mts|ts)`;

/** Commands in backticks or quotes, and bare ones whose arguments are plainly arguments. */
function writtenCommands(text: string): WrittenCommand[] {
  const found: WrittenCommand[] = [];
  const piped = '(?:(?:echo|printf|cat) [^|\\n`]{1,200}\\|\\s*)?';
  const inQuotes = new RegExp(
    `(?<quote>[\`"“])(?<line>${piped}(?:${runner} ${source}(?: [^\`“”\\n]*?)?|${source} [^\`“”\\n]+?))(?:\\k<quote>|”)`,
    'g',
  );
  for (const match of text.matchAll(inQuotes)) {
    const { line = '', quote } = match.groups ?? {};
    if (quote === '"' && line.includes('"')) continue;
    found.push({ at: match.index, line, end: match.index + match[0].length });
  }
  const argument = String.raw`(?:"[^"\n]*"|'[^'\n]*'|--?[A-Za-z][\w-]*(?:=[\w./-]+)?|-?\d+(?:\.\d+)?|[\w./-]*\w\.[A-Za-z]\w{0,4})`;
  const bare = new RegExp(
    `(?<![\`"“\\w|] ?)${piped}${runner} ${source}(?: ${argument})*(?=[ ,]+(?:prints?|outputs?|displays?|shows?|should|must|will|gives?|exits?|and|it)\\b|\\s*(?:->|=>|→))`,
    'g',
  );
  for (const match of text.matchAll(bare)) {
    const end = match.index + match[0].length;
    if (!found.some((other) => match.index < other.end && other.at < end))
      found.push({ at: match.index, line: match[0], end });
  }
  return found;
}
