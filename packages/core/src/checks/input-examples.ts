import { commandCheck } from './command-check.ts';
import { isPlaceholder, splitWords } from './command-lines.ts';
import { asTextFile } from './described-files.ts';
import { isDenied } from './example-context.ts';
import type { FoundCommand } from './found-check.ts';
import type { RequestText } from './request-text.ts';
import {
  endsStatement,
  isExact,
  readShownOutput,
  readValue,
  type ShownOutput,
  unescaped,
} from './shown-output.ts';

const quoted =
  '(?:`(?<a>[^`\\n]+)`|"(?<b>[^"\\n]+)"|“(?<c>[^”\\n]+)”|「(?<d>[^」\\n]+)」|‘(?<e>[^’\\n]+)’|\'(?<f>[^\'\\n]+)\'(?!\\w))';
const holds = String.raw`(?:(?:that|which)\s+)?(?:only\s+)?(?:holding|holds?|containing|contains?|with|having|has)\s+(?:only\s+|just\s+|exactly\s+)?(?:the\s+)?(?:(?:text|words?|lines?|contents?|string)\s+)?`;
const fileName = String.raw`(?:\s+(?:called\s+|named\s+)?[\`"']?(?<name>[\w-]+\.(?!(?:py|m?js|ts)\b)[A-Za-z]\w{0,4})[\`"']?)?`;
const filePatterns = [
  `\\b(?:file|document)${fileName}\\s+${holds}${quoted}`,
  `(?:文件(?:的)?内容(?:为|是)|内容(?:为|是)的文件|(?:文件)?包含|内容(?:为|是))\\s*${quoted}(?:的文件)?`,
  `\\bfile${fileName}(?:\\s+(?:(?:that|which)\\s+)?(?:holding|holds|containing|contains|with|has))?(?:\\s+the)?(?:\\s+following)?(?:\\s+(?:text|lines?|contents?))?\\s*[:：]?[ \\t]*\\n\\s*\`\`\`\\w*\\n(?<block>[\\s\\S]*?)\\n[ \\t]*\`\`\`\\s*`,
  `\\b(?<empty>empty)\\s+(?:text\\s+)?file\\b|(?<void>空文件)`,
];
const inputPatterns = [
  `(?:\\b(?:given|with|for|reads?|from|gets?|when|input|typing|entering)\\s+)(?:the\\s+)?(?:input\\s+|line\\s+|text\\s+|words?\\s+|string\\s+)?${quoted}\\s+(?:is\\s+(?:given\\s+|typed\\s+|piped\\s+)?)?(?:on|from|as|through|via|in|into|to)\\s+(?:the\\s+|its\\s+)?(?:standard input|stdin)`,
  `\\b(?:standard input|stdin)\\s+(?:is|holds|contains|with|being|containing|holding)\\s+(?:the\\s+(?:text|line|words?)\\s+)?${quoted}`,
  `标准输入(?:为|是)?\\s*${quoted}`,
];

/** "for a file holding `one two` it prints `2`" and "given `abc` on standard input it prints `cba`", in either order. */
export function inputExamples(request: RequestText): FoundCommand[] {
  const program = request.facts.deliverables.at(-1);
  if (program === undefined || !isOneProgram(request)) return [];
  return [
    ...examples(request, filePatterns, (content, name) => fileCommand(request, program, content, name)),
    ...examples(request, inputPatterns, (content) => {
      const withArguments = request.usages.some(
        (line) => line.program === program && /^[^<\s]/.test(line.rest),
      );
      const stdin = asTextFile(content, request.countsCharacters);
      return withArguments ? null : { list: [program], files: {}, stdin };
    }),
  ];
}

/** One file, or the one of several that a command line starts. */
function isOneProgram({ facts, usages }: RequestText): boolean {
  return (
    facts.deliverables.length === 1 || usages.some(({ program }) => program === facts.deliverables.at(-1))
  );
}

interface Started {
  readonly list: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly stdin: string;
}

function examples(
  request: RequestText,
  patterns: readonly string[],
  start: (content: string, name: string | undefined) => Started | null,
): FoundCommand[] {
  const { text } = request;
  const found: FoundCommand[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(new RegExp(pattern, 'gi'))) {
      const { a, b, c, d, e, f, name, block, empty, void: blank } = match.groups ?? {};
      const content = (empty ?? blank) ? '' : (block ?? unescaped(a ?? b ?? c ?? d ?? e ?? f ?? ''));
      const from = match.index;
      const end = from + match[0].length;
      const shown: PlacedOutput | null = readShownOutput(text, end) ?? shownBefore(text, from, end);
      if (shown === null || !isExact(content) || isDenied(text, from, shown.end)) continue;
      const started = start(content, name);
      if (started === null) continue;
      const shell = {
        program: started.list[0] ?? '',
        list: started.list,
        stdin: started.stdin,
        stdinFile: null,
      };
      const example = commandCheck(request, from, shell, shown, started.files);
      if (example === null) continue;
      const at = Math.min(from, shown.at ?? from);
      found.push({ at, source: text.slice(at, shown.end), ...example });
    }
  }
  return found;
}

interface PlacedOutput extends ShownOutput {
  /** Where the words begin, if before the input. */
  readonly at?: number;
}

/** "prints `3` for a file holding `one two three`": the value stands before. */
function shownBefore(text: string, from: number, end: number): PlacedOutput | null {
  const lead = text.slice(Math.max(0, from - 160), from);
  const match =
    /\b(?:prints?|outputs?|displays?|shows?|writes?)\s+((?:`[^`\n]+`|"[^"\n]+"|“[^”\n]+”|'[^'\n]+'|-?\d+))\s+(?:for|when (?:given|run on|called with)|given|if given|on|with)\s+(?:an?\s+|the\s+)?(?:text\s+|input\s+)?$/i.exec(
      lead,
    );
  if (match === null || !endsStatement(text, end)) return null;
  const shown = readValue(match[1] ?? '', 0);
  return shown === null ? null : { ...shown, end, at: from - lead.length + match.index };
}

/** How the program is started on a file of this content; null where the text leaves that open. */
function fileCommand(
  { text, usages: all, countsCharacters }: RequestText,
  program: string,
  content: string,
  name: string | undefined,
): Started | null {
  const held = asTextFile(content, countsCharacters);
  const usages = all.filter((line) => line.program === program && line.rest !== '');
  const [usage] = usages;
  if (usage !== undefined) {
    const words = splitWords(usage.rest.replaceAll(/[<>[\]{}]/g, ''));
    const marks = usage.rest.split(/\s+/);
    if (words === null || words.length !== marks.length) return null;
    const places = marks.flatMap((word, index) => (namesFile(word) ? [index] : []));
    const [place] = places;
    if (places.length !== 1 || place === undefined) return null;
    if (marks.some((word, index) => index !== place && isPlaceholder(word))) return null;
    const file = name ?? 'input.txt';
    return { list: [program, ...words.with(place, file)], files: { [file]: held }, stdin: '' };
  }
  const asArgument =
    /\b(?:arguments?|command[- ]line|given|passed|path|usage|file ?name)\b|参数|命令行|给定/i.test(text);
  const fixed =
    /\b(?:reads?|loads?|opens?|from)\s+(?:the\s+)?(?:file\s+)?[`"']?([\w-]+\.(?!(?:py|m?js|ts)\b)[A-Za-z]\w{0,4})\b/i.exec(
      text,
    )?.[1];
  if (!asArgument && fixed !== undefined) return { list: [program], files: { [fixed]: held }, stdin: '' };
  if (!asArgument && /\b(?:stdin|standard input)\b|标准输入/i.test(text)) return null;
  const file = name ?? 'input.txt';
  return { list: [program, file], files: { [file]: held }, stdin: '' };
}

function namesFile(word: string): boolean {
  return /file|path|input|文件/i.test(word)
    ? isPlaceholder(word) || /^[<[{]?[a-z_]+[>\]}]?$/i.test(word)
    : /^[\w-]+\.(?!py$|m?js$|ts$)[A-Za-z]\w{0,4}$/.test(word);
}
