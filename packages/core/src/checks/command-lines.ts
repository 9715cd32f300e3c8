const runner = String.raw`(?:python3?(?:\.\d+)?|node)`;

/** Whole command lines in a text that start a program: with real arguments, no placeholders. */
export function commandLines(text: string): string[] {
  const found: string[] = [];
  const add = (line: string): void => {
    const trimmed = line.trim().replace(/[.,;:]$/, '');
    if (parseCommand(trimmed) !== null && !found.includes(trimmed)) found.push(trimmed);
  };
  for (const match of text.matchAll(new RegExp(`\`(${runner} [^\`\\n]+)\``, 'g'))) add(match[1] ?? '');
  for (const match of text.matchAll(
    new RegExp(`(?:run|ran|started|invoked|executed|called)[^:\\n\`]{0,40}:\\s*(${runner} .+)$`, 'gim'),
  )) {
    add(match[1] ?? '');
  }
  for (const match of text.matchAll(new RegExp(`^\\s*\\$?\\s*(${runner} \\S.*)$`, 'gm'))) add(match[1] ?? '');
  return found;
}

/** Program file and arguments of a command line; null where it has placeholders, shell operators or no program file. */
export function parseCommand(line: string): { program: string; list: string[] } | null {
  const match = new RegExp(`^${runner}\\s+(.+)$`).exec(line.trim());
  if (match === null) return null;
  const words = splitWords(match[1] ?? '');
  if (words === null) return null;
  const [program = '', ...rest] = words;
  if (!/\.(?:py|mjs|cjs|js|mts|ts)$/.test(program) || program.startsWith('-')) return null;
  if (rest.some((word) => isPlaceholder(word))) return null;
  return { program, list: [program, ...rest] };
}

/** Words of a simple shell command; null where it uses operators, variables or open quotes. */
export function splitWords(text: string): string[] | null {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\$`]|\\.)*)"|'([^']*)'|([^\s"'|&;<>$`(){}]+))(?=\s|$)/gy;
  let at = 0;
  while (at < text.length && text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return null;
    words.push(match[1]?.replaceAll(/\\(["\\])/g, '$1') ?? match[2] ?? match[3] ?? '');
    at = pattern.lastIndex;
  }
  return words;
}

function isPlaceholder(word: string): boolean {
  return /^[[<{]|[\]>}]$|^[A-Z][A-Z_]+$|\.\.\.|…|=[A-Z_]{3,}$|YOUR|^\/path/.test(word);
}
