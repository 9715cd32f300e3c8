import type { CommandCheck } from './check.ts';
import { commandLines, parseCommand, splitWords } from './command-lines.ts';
import type { RequestFacts } from './request-facts.ts';

/** A command example found in a text, before it gets its number. */
export interface FoundCommand extends Omit<CommandCheck, 'kind'> {
  readonly source: string;
  readonly at: number;
}

const prints = String.raw`(?:(?:it|which|that|this|the (?:program|script|output|tool))\s+)?(?:should\s+|must\s+|will\s+|then\s+)?(?:prints?|outputs?|displays?|shows?|writes?|answers?|is|be)`;
const quoted = '(?:`([^`\\n]+)`|"([^"\\n]+)"|“([^”\\n]+)”|「([^」\\n]+)」)';

/** Examples of commands with their output, of file contents with an output, and shell transcripts. */
export function commandExamples(text: string, facts: RequestFacts): FoundCommand[] {
  return [
    ...quotedCommands(text, facts),
    ...fileExamples(text, facts),
    ...inputExamples(text, facts),
    ...transcripts(text, facts),
  ];
}

const plain = { files: {}, stdin: '', match: 'equal', exitCode: 0 } as const;

/** "`python words.py a.txt` prints `3`", also with `echo text |` before it. */
function quotedCommands(text: string, facts: RequestFacts): FoundCommand[] {
  const pattern = new RegExp(
    `\`(?:echo (?:-n )?([^|\`\\n]+?)\\s*\\|\\s*)?((?:python3?|node) [^\`\\n]+)\`[,，]?\\s*(?:${prints}|输出|打印|显示)\\s*[:：]?\\s*${quoted}`,
    'gi',
  );
  const found: FoundCommand[] = [];
  for (const match of text.matchAll(pattern)) {
    const parsed = parseCommand(match[2] ?? '');
    if (parsed === null || !facts.deliverables.includes(parsed.program)) continue;
    const piped = match[1] === undefined ? [] : splitWords(match[1]);
    if (piped === null) continue;
    found.push({
      ...plain,
      at: match.index,
      source: match[0],
      command: parsed.list,
      stdin: match[1] === undefined ? '' : `${piped.join(' ')}\n`,
      stdout: unescaped(firstGroup(match, 3)),
    });
  }
  return found;
}

/** "for a file holding `one two three` it prints `3`": the program is started with the name of a file made for it. */
function fileExamples(text: string, facts: RequestFacts): FoundCommand[] {
  const program = facts.deliverables.at(-1);
  if (program === undefined) return [];
  const pattern = new RegExp(
    `(?:file|text file)\\s+(?:that\\s+)?(?:holding|holds|containing|contains|with)\\s+(?:only\\s+)?(?:the\\s+(?:text|words?|lines?|content|contents)\\s+)?${quoted}[,，]?\\s+(?:the\\s+(?:program|script|tool)\\s+)?${prints}\\s*[:：]?\\s*${quoted}`,
    'gi',
  );
  const chinese = new RegExp(
    `(?:文件(?:的)?内容(?:为|是)|内容(?:为|是)的文件|包含)\\s*${quoted}[^\`"“「\\n]{0,20}(?:输出|打印|显示)\\s*[:：]?\\s*${quoted}`,
    'g',
  );
  return [...text.matchAll(pattern), ...text.matchAll(chinese)].map((match) => ({
    ...plain,
    at: match.index,
    source: match[0],
    command: [program, 'input.txt'],
    files: { 'input.txt': `${unescaped(firstGroup(match, 1))}\n` },
    stdout: unescaped(firstGroup(match, 5)),
  }));
}

/** "given `abc` on standard input it prints `cba`". */
function inputExamples(text: string, facts: RequestFacts): FoundCommand[] {
  const program = facts.deliverables.at(-1);
  if (program === undefined) return [];
  const pattern = new RegExp(
    `(?:given|with|for|reads?|from)\\s+(?:the\\s+)?(?:input\\s+|line\\s+|text\\s+)?${quoted}\\s+(?:on|from|as|through|via)\\s+(?:the\\s+)?(?:standard input|stdin)[,，]?\\s+${prints}\\s*[:：]?\\s*${quoted}`,
    'gi',
  );
  return [...text.matchAll(pattern)].map((match) => ({
    ...plain,
    at: match.index,
    source: match[0],
    command: [program],
    stdin: `${unescaped(firstGroup(match, 1))}\n`,
    stdout: unescaped(firstGroup(match, 5)),
  }));
}

/** `$ python x.py 3 4` with what it prints on the next lines, up to a blank line, a prompt or the end of the fence. */
function transcripts(text: string, facts: RequestFacts): FoundCommand[] {
  const found: FoundCommand[] = [];
  const lines = text.split('\n');
  let at = 0;
  for (const [index, line] of lines.entries()) {
    const offset = at;
    at += line.length + 1;
    const prompt = /^\s*\$ (.+)$/.exec(line);
    const parsed = prompt === null ? null : parseCommand(prompt[1] ?? '');
    if (parsed === null || !facts.deliverables.includes(parsed.program)) continue;
    const shown: string[] = [];
    for (const next of lines.slice(index + 1)) {
      if (/^\s*$/.test(next) || /^\s*\$ /.test(next) || /^\s*```/.test(next)) break;
      shown.push(next);
    }
    if (shown.length === 0 || shown.some((one) => /[<{]\w+[>}]|\.\.\.|…/.test(one))) continue;
    const indent = Math.min(
      ...shown.map((one) => /^\s*/.exec(one)?.[0].length ?? 0),
      /^\s*/.exec(line)?.[0].length ?? 0,
    );
    found.push({
      ...plain,
      at: offset,
      source: `${line.trim()} ${shown.join(' ')}`,
      command: parsed.list,
      stdout: shown.map((one) => one.slice(indent)).join('\n'),
    });
  }
  return found;
}

/** Words of programs that do not end by themselves, or wait for a person. */
const runsOn =
  /\b(?:server|listens?|daemon|https?|port|interactive|menu|games?|gui|window|tkinter|pygame|curses|infinite|forever)\b/i;

/** Commands that the text says the program is run with and whose files are given: they must at least end well. */
export function namedCommands(
  text: string,
  facts: RequestFacts,
  given: Readonly<Record<string, string>>,
): FoundCommand[] {
  return commandLines(text).flatMap((line) => {
    const parsed = parseCommand(line);
    if (parsed === null || !facts.deliverables.includes(parsed.program)) return [];
    const files = parsed.list.slice(1).filter((word) => /\.\w{1,5}$/.test(word));
    if (files.some((file) => given[file] === undefined)) return [];
    if (files.length === 0 && Object.keys(given).length === 0) return [];
    return [
      {
        ...plain,
        at: text.indexOf(line),
        source: line,
        command: parsed.list,
        stdout: shownOutput(text, given),
        match: 'contains' as const,
      },
    ];
  });
}

/**
 * Lines of an "Output format:" block without placeholders, where every word of them stands in a given file: then
 * they are what the program prints for it. Null otherwise.
 */
function shownOutput(text: string, given: Readonly<Record<string, string>>): string | null {
  const block =
    /(?:output|输出)(?: format| should look like| example)?[^:\n]{0,20}[:：]\s*\n((?:[ \t]*\S.*\n?)+)/i.exec(
      text,
    )?.[1];
  if (block === undefined || /[<{[]\w[\w ]*[>}]|\.\.\.|…/.test(block.replaceAll(/\[[^\]]*\]\([^)]*\)/g, '')))
    return null;
  const lines = block
    .trimEnd()
    .split('\n')
    .filter((line) => !/^\s*```/.test(line));
  const words = Object.values(given).join('\n').toLowerCase();
  const all = lines.flatMap((line) => line.match(/[\p{L}\p{N}]{3,}/gu) ?? []);
  if (lines.length < 2 || all.length < 2 || !all.every((word) => words.includes(word.toLowerCase())))
    return null;
  return lines.join('\n');
}

function firstGroup(match: RegExpMatchArray, from: number): string {
  return match.slice(from, from + 4).find((group) => group !== undefined) ?? '';
}

/** `\n` in a quoted example means a line end. */
function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}
