import { dedent, isExact, unescaped } from './shown-output.ts';

/** A file whose whole content a text states. */
export interface DescribedFile {
  readonly name: string;
  readonly content: string;
  readonly at: number;
}

const name = String.raw`[\`"'“]?(?<![\w/.-])(?<name>[\w-]+(?:\/[\w-]+)*\.[A-Za-z]\w{0,4})[\`"'”]?`;
const holds = String.raw`(?:(?:that |which |only )*(?:holds|holding|contains|containing|with|has|having|is)\s+(?:only |just |exactly )?(?:the\s+)?(?:following\s+)?(?:text|words?|lines?|contents?|string)?|(?:的)?内容(?:为|是))`;
const quoted =
  '(?:`(?<a>[^`\\n]+)`|"(?<b>[^"\\n]+)"|“(?<c>[^”\\n]+)”|「(?<d>[^」\\n]+)」|\'(?<e>[^\'\\n]+)\'(?!\\w))';

/** Files with their contents: "`a.txt` holds `one two`", or a name with a colon over a fenced block. */
export function describedFiles(text: string): DescribedFile[] {
  const found: DescribedFile[] = [];
  const exact = countsCharacters(text);
  for (const match of text.matchAll(new RegExp(`${name}\\s+${holds}\\s*[:：]?\\s*${quoted}`, 'g'))) {
    const { name: file = '', a, b, c, d, e } = match.groups ?? {};
    const content = a ?? b ?? c ?? d ?? e ?? '';
    const next = text.slice(match.index + match[0].length, match.index + match[0].length + 20);
    if (/^\s*(?:,\s*|and\s+|or\s+)[`"'“\d](?!(?:python3?|node|echo|cat)\s)/.test(next) || !isExact(content))
      continue;
    found.push({ name: file, content: asTextFile(unescaped(content), exact), at: match.index });
  }
  const block = new RegExp(
    `${name}\\s*(?:${holds})?\\s*[:：]\\s*\\n(?:[ \\t]*\\n)?([ \\t]*)\`{3}\\w*\\n([\\s\\S]*?)\\n[ \\t]*\`{3}`,
    'g',
  );
  for (const match of text.matchAll(block)) {
    const file = match.groups?.name ?? '';
    const content = dedent(match.at(-1) ?? '');
    if (isExact(content)) found.push({ name: file, content: `${content}\n`, at: match.index });
  }
  return found;
}

/** The description of a file that stands nearest before a place, or in the same sentence after it. */
export function describedFile(
  files: readonly DescribedFile[],
  wanted: string,
  at: number,
): DescribedFile | undefined {
  const same = files.filter((file) => file.name === wanted);
  return same.findLast((file) => file.at <= at) ?? same.find((file) => file.at - at < 200);
}

/** The content of a text file: its last line is ended, unless it must hold just what is stated. */
export function asTextFile(content: string, exact: boolean): string {
  return content === '' || content.endsWith('\n') || exact ? content : `${content}\n`;
}

/** True for a task whose result depends on every single character: then a stated content is the whole content. */
export function countsCharacters(text: string): boolean {
  return /\b(?:characters?|letters?|bytes?|size|length|hash|checksum|md5|sha\d*)\b|字符|字节|字母|长度/i.test(
    text,
  );
}
