const runner = String.raw`(?:python3?(?:\.\d+)?|node)`;
const program = String.raw`[\w./-]+\.(?:py|mjs|cjs|js|mts|ts)`;

/** A program started in a text: where its line stands, and what follows the program file. */
export interface UsageLine {
  readonly at: number;
  readonly line: string;
  readonly program: string;
  readonly rest: string;
  /** Words of the text that say that the program is run this way. */
  readonly said: boolean;
}

/** All command lines in a text, also those with placeholders. */
export function usageLines(text: string): UsageLine[] {
  const found = new Map<number, UsageLine>();
  const patterns = [
    `(?<before>[^\`\\n]{0,80})\`(?<line>(?:${runner} )${program}[^\`\\n]*)\``,
    `(?<before>(?:\\brun|\\bran|\\bstarted|\\binvoked|\\bexecuted|\\bcalled|\\busage|运行)[^:：\\n\`]{0,60}[:：]\\s*)(?<line>${runner} ${program}.*)$`,
    `^(?<before>[ \\t]*(?:\\$ )?)(?<line>${runner} ${program}.*)$`,
  ];
  for (const [index, pattern] of patterns.entries()) {
    for (const match of text.matchAll(new RegExp(pattern, 'gim'))) {
      const { before = '', line = '' } = match.groups ?? {};
      const at = match.index + match[0].indexOf(line, before.length);
      const words = index === 0 ? line.trim() : line.trim().replace(/[.,;:。；]$/, '');
      const parts = /^\S+\s+(\S+)\s*(.*)$/s.exec(words);
      if (parts === null || found.has(at)) continue;
      const said =
        index === 1 ||
        /(?:\b(?:run|ran|running|runs?|started?|invoked?|executed?|called|call)(?:\s+(?:it|this|the \w+))?(?:\s+(?:with|as|by|like this|using))?|运行|执行)\s*[:：]?\s*$/i.test(
          before,
        );
      found.set(at, { at, line: words, program: parts[1] ?? '', rest: parts[2] ?? '', said });
    }
  }
  return [...found.values()].toSorted((left, right) => left.at - right.at);
}

/** Whole command lines in a text that start a program: with real arguments, no placeholders. */
export function commandLines(text: string): string[] {
  return [...new Set(usageLines(text).map(({ line }) => line))].filter((line) => parseCommand(line) !== null);
}

/** Program file and arguments of a command line; null where it has placeholders, shell operators or no program file. */
export function parseCommand(line: string): { program: string; list: string[] } | null {
  const match = new RegExp(`^(?:${runner}\\s+)?(${program}(?:\\s.*)?)$`, 's').exec(line.trim());
  if (match === null) return null;
  const words = splitWords(match[1] ?? '');
  const [file = '', ...rest] = words ?? [];
  if (words === null || file.startsWith('-') || rest.some(isPlaceholder)) return null;
  const name = file.replace(/^\.\//, '');
  return { program: name, list: [name, ...rest] };
}

/** Words of a simple shell command; null where it uses operators, variables, patterns or open quotes. */
export function splitWords(text: string): string[] | null {
  const words: string[] = [];
  const pattern =
    /\s*(?:"((?:[^"\\$`]|\\.)*)"|'([^']*)'|([^\s"'|&;<>$`(){}*?~\\#][^\s"'|&;<>$`(){}*?~\\]*))(?=\s|$)/gy;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return null;
    words.push(match[1]?.replaceAll(/\\(["\\])/g, '$1') ?? match[2] ?? match[3] ?? '');
    at = pattern.lastIndex;
  }
  return words;
}

/** A shell line that starts a program: its input may be piped in by `echo`, `printf` or `cat`, or come from a file. */
export interface ShellLine {
  readonly program: string;
  readonly list: readonly string[];
  /** What is piped in; null where nothing is. */
  readonly stdin: string | null;
  /** File that standard input comes from; null where none is named. */
  readonly stdinFile: string | null;
}

/** Reads a shell line; null where it is more than a pipe of known text into one program. */
export function parseShellLine(line: string): ShellLine | null {
  const piped = /^(echo|printf|cat)\s+((?:-n\s+)?)([^|]+?)\s*\|\s*(\S.*)$/.exec(line.trim());
  const rest = piped?.[4] ?? line;
  const redirected = /^(.*\S)\s*<\s*([\w./-]+)$/.exec(rest.trim());
  const command = parseCommand(redirected?.[1] ?? rest);
  if (command === null || (piped !== null && redirected !== null)) return null;
  const whole = { ...command, stdin: null, stdinFile: redirected?.[2] ?? null };
  if (piped === null) return whole;
  const words = splitWords(piped[3] ?? '');
  if (words === null) return null;
  if (piped[1] === 'cat') return words.length === 1 ? { ...whole, stdinFile: words[0] ?? '' } : null;
  const text = words.join(' ');
  if (piped[1] === 'printf') {
    if (words.length !== 1 || text.includes('%') || /\\[^nt]/.test(text)) return null;
    return { ...whole, stdin: text.replaceAll('\\n', '\n').replaceAll('\\t', '\t') };
  }
  return text.includes('\\') ? null : { ...whole, stdin: piped[2] === '' ? `${text}\n` : text };
}

/** True for an argument that stands for a value the user fills in. */
export function isPlaceholder(word: string): boolean {
  return /^[[<{]|[\]>}]$|^[A-Z][A-Z_]*$|\.\.\.|…|=[A-Z_]{3,}$|=<|YOUR|^\/path|^path\/to/.test(word);
}

/** True for an argument that names a file or folder. */
export function isFileArgument(word: string): boolean {
  return (
    !word.includes('@') &&
    (/^[\w./-]*[\w-]\.[A-Za-z]\w{0,5}$/.test(word) ||
      /^\.{1,2}$|^(?=.*[A-Za-z])[\w.-]*\/[\w./-]*$/.test(word)) &&
    !/^https?:/.test(word)
  );
}
