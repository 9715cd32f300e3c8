import type { CallCheck } from './check.ts';
import { isLiteral, literalLength } from './literals.ts';
import type { RequestFacts } from './request-facts.ts';

/** An example found in a text, before it gets its number. */
export interface FoundCall extends Omit<CallCheck, 'kind' | 'file'> {
  readonly source: string;
  /** Where it stands in the text. */
  readonly at: number;
}

/** Between a call and its value: an arrow, an equality, or words that say the same. */
const joint =
  /^\s*`?\s*(?:->|=>|→|==={0,1}|(?:should|must|will)\s+(?:return|give|be|equal)|returns?|gives?|equals?|evaluates to|yields?|返回|的结果是|得到|应返回|应该返回)\s*[:：]?\s*`?\s*/i;

/** Calls with their values in running text: `f(1) -> 2`, "f(1) returns 2", `assert f(1) == 2`. */
export function callExamples(text: string, facts: RequestFacts): FoundCall[] {
  const prose = withoutDoctests(text);
  const found: FoundCall[] = [];
  const starts = /(?<![\w./>'"])((?:new\s+)?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\(/g;
  for (const match of prose.matchAll(starts)) {
    const at = match.index;
    if (at > 0 && found.some((other) => at < other.at + other.expression.length && at >= other.at)) continue;
    const end = callEnd(prose, at + match[0].length - 1);
    if (end === null) continue;
    const expression = prose.slice(at, end);
    if (expression.includes('\n') || !literalArguments(expression, match[0].length, facts)) continue;
    const between = joint.exec(prose.slice(end));
    if (between === null || isNegated(prose, at)) continue;
    const valueAt = end + between[0].length;
    const length = literalLength(prose.slice(valueAt), facts.language);
    if (length === 0 || !endsValue(prose, valueAt + length)) continue;
    const expected = prose.slice(valueAt, valueAt + length);
    found.push({ at, setup: [], expression, expected, source: prose.slice(at, valueAt + length) });
  }
  return found;
}

/** Index after the bracket that closes the one at `open`; null where it does not. Strings are passed over. */
function callEnd(text: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < text.length && at < open + 2_000; at += 1) {
    const character = text[at] ?? '';
    if (character === '"' || character === "'") {
      const string = /^(["'])(?:[^\\\n]|\\.)*?\1/.exec(text.slice(at, at + 1_000));
      if (string === null) return null;
      at += string[0].length - 1;
    } else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** True where every argument is a literal value, so that the text is an example and no signature. */
function literalArguments(expression: string, open: number, facts: RequestFacts): boolean {
  const inside = expression.slice(open, -1).trim();
  if (inside === '') return true;
  const values = inside.replaceAll(/(^|,)\s*[A-Za-z_]\w*\s*=(?!=)/g, '$1');
  return isLiteral(`[${values}]`, facts.language);
}

function isNegated(text: string, at: number): boolean {
  return /(?:\bnot\b|\bnever\b|n't|\binstead of\b|\bwrong\b|\bbug\b|不是|而不是|currently)[^.\n]{0,30}$/i.test(
    text.slice(Math.max(0, at - 60), at),
  );
}

/** A value ends at white space, punctuation, a closing quote or bracket; an operator would go on with it. */
function endsValue(text: string, at: number): boolean {
  const rest = text.slice(at, at + 12);
  return rest === '' || /^[`"']?(?:\s*$|\s*[.,;:)\]。，；）#]|\s+(?![+*/%<>=-]|or\b|if\b)|\s*\n)/.test(rest);
}

/** The text with doctest blocks blanked: they are read by their own rule. */
function withoutDoctests(text: string): string {
  return text.replaceAll(/^[ \t]*(?:>>>|\.\.\.) .*$/gm, (line) => ' '.repeat(line.length));
}
