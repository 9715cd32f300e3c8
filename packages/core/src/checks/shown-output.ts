/** What a text says a command prints, and with which exit code it ends; words of a failing one may go to either stream. */
export interface ShownOutput {
  /** Null where only the exit code is stated. */
  readonly stdout: string | null;
  readonly exitCode: number;
  /** Index after the words that were read. */
  readonly end: number;
}

const subject = String.raw`(?:(?:it|which|that|this|you (?:get|see)|(?:the|this) (?:program|script|output|tool|command|result))\s+)?`;
const verb = String.raw`(?:(?:should|must|will|shall|then|would)\s+)*(?:just |only |simply )?(?:prints?|outputs?|displays?|shows?|writes?|gives?|produces?|yields?|answers?)(?:\s+out)?`;
const noun = String.raw`(?:(?:exactly|only|just)\s+)?(?:the\s+(?:text|line|number|word|string|message|result|value|answer|count|total|sum)\s+)?`;
const chinese =
  '(?:(?:程序|它|脚本|应该|应|会|将|则|就|的)*(?:输出|打印|显示|返回|得到|结果)(?:为|是|应为|应该是)?)';
const joint = new RegExp(
  String.raw`[\s,，]*(?:(?:->|=>|→)|${subject}${verb}\s+${noun}|${subject}${verb}(?=\s*:)|${chinese}|the (?:output|result) (?:is|should be|must be|will be)|:\s*(?:output|result)?)\s*[:：]?`,
  'iy',
);
const exits =
  /[\s,，]*(?:(?:and|it|then|which|must|should|will)\s+)*(?:(?:exits?|ends?|terminates?|finish(?:es)?|fails?)(?:\s+with)?|returns?\s+with|退出码(?:为|是)?)\s*(?:an?\s+|the\s+)?(?:exit\s+)?(?:code|status)?(?:\s+of)?\s*[`"']?(\d{1,3})\b[`"']?/iy;
const noArguments = /\s+(?:with no|without(?: any)?) (?:arguments?|parameters?|options?|input)\b,?/iy;
const value =
  /[ \t\n]*(?:`([^`\n]+)`|"([^"\n]+)"|“([^”\n]+)”|「([^」\n]+)」|‘([^’\n]+)’|'([^'\n]+)'(?!\w)|(-?\d+(?:\.\d+)?)(?![\w.]*\w))/y;

/** Reads what follows a command or an input in a text: "prints `3`", "outputs:" and a block, "exits with 2". */
export function readShownOutput(text: string, from: number): ShownOutput | null {
  const at = from + (sticky(noArguments, text, from)?.[0].length ?? 0);
  const said = /\b(?:output|result) (?:of|for)(?:[^.\n]|\.\S){0,80}$/i.test(
    text.slice(Math.max(0, at - 160), at),
  );
  const equal = said ? sticky(/[\s,，]*(?:is|(?:should|must|will) be)\s*[:：]?/iy, text, at) : null;
  const ended = sticky(exits, text, at);
  if (ended !== null) {
    const end = at + ended[0].length;
    return endsStatement(text, end) ? { stdout: null, exitCode: Number(ended[1]), end } : null;
  }
  const joined = equal ?? sticky(joint, text, at);
  if (joined === null) return null;
  return readValue(text, at + joined[0].length) ?? readBlock(text, at + joined[0].length);
}

/** A quoted value or a number that ends its statement; the exit code may follow. */
export function readValue(text: string, at: number): ShownOutput | null {
  const nothing = sticky(/[ \t]*(?:nothing|no output)\b/iy, text, at);
  const match = nothing ?? sticky(value, text, at);
  if (match === null) return null;
  const shown = match.slice(1).find((group) => group !== undefined) ?? '';
  if (!isExact(shown)) return null;
  const end = at + match[0].length;
  const told = sticky(exits, text, end);
  const last = end + (told?.[0].length ?? 0);
  if (!endsStatement(text, last)) return null;
  if (told === null && looksLikeFailure(shown)) return null;
  const exitCode = Number(told?.[1] ?? 0);
  return { stdout: exitCode === 0 ? unescaped(shown) : null, exitCode, end: last };
}

/** A fenced block right after a colon, or the lines up to a blank one. */
export function readBlock(text: string, at: number): ShownOutput | null {
  const fence = sticky(/[ \t]*\n(?:[ \t]*\n)?([ \t]*)(`{3,}|~{3,})\w*\n/y, text, at);
  if (fence === null || !/[:：]\s*$/.test(text.slice(Math.max(0, at - 3), at))) return null;
  const from = at + fence[0].length;
  const close = text.indexOf(`\n${fence[1]}${fence[2]}`, from - 1);
  if (close < 0) return null;
  const shown = dedent(text.slice(from, Math.max(from, close)));
  if (!isExact(shown) || shown.trim() === '' || looksLikeFailure(shown)) return null;
  return { stdout: shown, exitCode: 0, end: close };
}

/** Lines without the white space that all of them begin with. */
export function dedent(block: string): string {
  const lines = block.split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const common = indents.reduce((least, indent) => Math.min(least, indent), indents[0] ?? 0);
  return lines.map((line) => line.slice(common)).join('\n');
}

/** False where a shown text holds placeholders or leaves something out. */
export function isExact(shown: string): boolean {
  const markup = shown.includes('</') || /\/>/.test(shown);
  if (!markup && /<[A-Za-z][\w .-]*>/.test(shown)) return false;
  if (/\$?\{[A-Za-z_][\w .]*\}|\.{3}|…|\bYYYY\b|\bX{2,}\b|%[sd]\b/.test(shown)) return false;
  return !/(?<![\w\])])\[[A-Za-z][\w -]+\](?!\()/.test(shown);
}

/** True where nothing that would change the meaning follows: "`3` lines" or "`1`, `2`" are no whole statement. */
export function endsStatement(text: string, at: number): boolean {
  const rest = text.slice(at, at + 80);
  if (/^[`"'”’」*_]*\s*\n\s*(?:or|lines?|words?|items?|times|of|for|times|%)\b/i.test(rest)) return false;
  return /^(?:\s*$|[`"'”’」*_)\]]*(?:[.;:!?](?:\s|$|[`"')])|[。；！？，]|\s*\n|\s*$|,\s*(?:$|(?![`"'“‘「\d[{(-])\S))|[ \t]+(?:and|but|while|whereas|because|since|as|so)\b(?!\s*[`"'“‘\d])|[ \t]+(?:to|on) (?:the )?(?:standard output|stdout|console|screen|terminal)\b|\s*[)|(#])/i.test(
    rest,
  );
}

function looksLikeFailure(shown: string): boolean {
  return /^\s*(?:usage|error|fatal|traceback|invalid|\w+error\b|错误)/i.test(shown);
}

/** `\n` in a quoted example means a line end. */
export function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
