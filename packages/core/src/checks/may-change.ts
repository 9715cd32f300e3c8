const change =
  'change|edit|modify|fix|repair|extend|complete|refactor|update|rewrite|improve|修改|修复|完成|完善';
const make = 'implement|write|finish|fill in|实现|编写';
const denial = /(?:\bnot\b|n['’]t|\bnever\b|\bwithout\b|不要|不得|请勿|不能)[^.\n]{0,30}$/i;
const sourceEnding = /\.(?:py|mjs|cjs|js|mts|ts)$/;

/** True where the text says to work on a given file, or the file is a stub of what is asked for. */
export function mayChangeFile(text: string, path: string, content: string): boolean {
  const base = path.split('/').at(-1) ?? path;
  if (isTestFile(path)) return false;
  const name = base.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const named = `(?:the\\s+)?(?:given\\s+|existing\\s+|file\\s+|script\\s+|module\\s+)*[\`"'“]?(?:[\\w.-]+/)*(?<![\\w.-])${name}(?![\\w.-]*\\w)`;
  if (!new RegExp(`(?<![\\w.-])${name}(?![\\w.-]*\\w)`).test(text)) return false;
  const patterns = sourceEnding.test(path)
    ? [
        `(?:${change}|${make})[^.\\n]{0,60}?\\s?${named}`,
        `(?:implement|write|bug|error|错误)[^.\\n]{0,40}\\bin ${named}`,
      ]
    : [`(?:${change})\\s*${named}`];
  for (const pattern of patterns) {
    for (const match of text.matchAll(new RegExp(pattern, 'gi'))) {
      if (!denial.test(text.slice(Math.max(0, match.index - 40), match.index)) && !denial.test(match[0]))
        return true;
    }
  }
  return sourceEnding.test(path) && isStub(content);
}

/** True for a file that holds tests, by its name. */
export function isTestFile(path: string): boolean {
  const base = path.split('/').at(-1) ?? path;
  return /^tests?[_.-]|[_-]tests?\.|\.test\.|\.spec\.|^conftest\.py$/i.test(base);
}

const opening = /^\s*(?:async\s+)?def\s+\w+\s*\(|^[^\n=]*\)\s*(?::[^{}\n]*)?(?:=>\s*)?\{\s*$/gm;
const emptyBody =
  /^\s*(?:pass|\.\.\.|raise NotImplementedError\b.*|throw new Error\(.*implement.*\);?|\/\/ ?(?:todo|your code).*|# ?(?:todo|your code).*)\s*$/gim;

/** A source file all or nearly all of whose functions have empty bodies. */
function isStub(content: string): boolean {
  const functions = content.match(opening)?.length ?? 0;
  const empty = content.match(emptyBody)?.length ?? 0;
  return functions > 0 && empty * 2 > functions;
}
