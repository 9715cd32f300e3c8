import { isFileArgument, parseCommand } from './command-lines.ts';
import type { FoundCommand } from './found-check.ts';
import type { RequestText } from './request-text.ts';

type Files = Readonly<Record<string, string>>;

/** Words of programs that do not end by themselves, or wait for a person. */
const runsOn =
  /\b(?:servers?|listens?|daemon|https?|ports?|interactive(?:ly)?|menu|games?|gui|windows?|tkinter|pygame|curses|infinite|forever|prompts? (?:the user|for)|asks? the user|repl|watch(?:es)?)\b|服务器|游戏|菜单|交互/i;

/** Commands that the text says the program is run with, their files given, or none needed: they must at least end well. */
export function namedCommands({ text, facts, given, usages }: RequestText): FoundCommand[] {
  const found: FoundCommand[] = [];
  const fails = mayFail(text);
  const smoke = Object.keys(given).length > 0 && !runsOn.test(text) && !fails;
  for (const { at, line, said } of usages) {
    const parsed = parseCommand(line);
    if (parsed === null || !facts.deliverables.includes(parsed.program)) continue;
    const names = parsed.list.slice(1).filter(isFileArgument);
    const promised =
      /^[`"]?[^.\n]{0,120}?\b(?:exits?|ends?)\s+(?:with\s+)?(?:(?:exit\s+)?(?:code|status)\s+)?(?:0\b|zero|cleanly)/i;
    const endsWell = promised.test(text.slice(at + line.length, at + line.length + 160));
    const plainStart = said && parsed.list.length === 1 && !fails;
    if (!((said && smoke) || plainStart || endsWell) || names.some((name) => !Object.hasOwn(given, name)))
      continue;
    const only = usages.filter((other) => other.program === parsed.program).length === 1;
    found.push({
      at,
      source: line,
      command: parsed.list,
      files: {},
      stdin: '',
      stdout: only ? shownOutput(text, names.length > 0 ? names : Object.keys(given), given) : null,
      match: 'contains',
      exitCode: 0,
    });
  }
  return found;
}

const otherExit =
  /(?:\b(?:exit(?:s|ing)?|return(?:s|ing)?|end(?:s|ing)?|status)\b|退出)[^.\n]{0,30}?(?:\b(?:code|status)\s*(?:of\s+)?[1-9]|\bwith\s+[1-9]\b|non-?zero|(?:码|状态)\s*(?:为|是)?\s*[1-9])/i;
/** Cases that do not arise for a command whose files are given. */
const usualCase =
  /\b(?:missing|not (?:exist|found|readable|be (?:read|opened|found))|no such|cannot be (?:read|opened|found)|can't be (?:read|opened|found)|unreadable|usage|arguments?|without)\b|不存在|参数/i;

/** True where the text asks for another exit code than 0 in a case that a given file may be. */
function mayFail(text: string): boolean {
  return text.split(/[.\n。]/).some((sentence) => otherExit.test(sentence) && !usualCase.test(sentence));
}

const outputLabel =
  /(?:^|[\s*_#(])(?:(?:the |this |following |exact |expected |desired )*output(?: format)?(?: (?:is|should be|looks like|should look like|must be))?|it (?:should |must )?prints?|输出(?:格式)?)[*_]*\s*[:：]\s*$/i;

/**
 * Lines of an output block without placeholders or numbers to compute, where every word of them stands in a file that
 * the command gets: then they are what the program prints for it. Null otherwise.
 */
function shownOutput(text: string, names: readonly string[], given: Files): string | null {
  const lines = text.split('\n');
  const blocks: string[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!outputLabel.test(line)) continue;
    const block: string[] = [];
    const fenced = /^\s*```/.test(lines[index + 1] ?? '');
    for (let at = index + (fenced ? 2 : 1); at < lines.length && block.length < 200; at += 1) {
      if (fenced ? /^\s*```/.test(lines[at] ?? '') : (lines[at] ?? '').trim() === '') break;
      block.push(lines[at] ?? '');
    }
    blocks.push(block);
  }
  const [block] = blocks;
  if (blocks.length !== 1 || block === undefined || block.length < 2) return null;
  const held = names
    .map((name) => given[name] ?? '')
    .join('\n')
    .toLowerCase();
  const plain = block
    .join('\n')
    .replaceAll(/\[[^\]\n]*\]\([^)\n]*\)/g, (link) => link.replaceAll(/[[\]]/g, ''));
  if (/[<{[]\w[\w ]*[>}\]]|\.{3}|…|\betc\b|\d/.test(plain)) return null;
  const stated = block.every((line) => {
    const words = line.match(/\p{L}{2,}/gu) ?? [];
    return words.length > 0 && words.every((word) => held.includes(word.toLowerCase()));
  });
  return stated ? block.join('\n') : null;
}
