import { isDenied } from './example-context.ts';
import type { FoundCall } from './found-check.ts';
import { isLiteral, literalEnd } from './literals.ts';
import type { RequestFacts } from './request-facts.ts';
import { findTopLevel, scanCall, topLevel } from './scan-code.ts';

/** Assertions that a text holds: `assert f(1) == 2`, `assert not g()`, `expect(f(1)).toBe(2)`, with the lines before as setup. */
export function assertionExamples(text: string, facts: RequestFacts): FoundCall[] {
  return facts.language === 'python' ? pythonAssertions(text) : nodeAssertions(text, facts);
}

const longestSetup = 60;

/** Brings nothing that a check needs. */
const testFramework = /^(?:from|import) (?:pytest|unittest)\b/;

interface Line {
  readonly at: number;
  readonly indent: number;
  readonly code: string;
}

/** Statements with the lines that their open brackets go on to. */
function statements(text: string): Line[] {
  const found: Line[] = [];
  let open: Line | null = null;
  let at = 0;
  for (const line of text.split('\n')) {
    const begin = at;
    at += line.length + 1;
    const plain = line.trim();
    const joined: Line =
      open === null
        ? { at: begin, indent: line.length - line.trimStart().length, code: plain }
        : { ...open, code: `${open.code} ${plain}` };
    const mayGoOn = open === null ? /[([{,]$/.test(plain) && startsCode(plain) : plain !== '';
    const isOpen = (open !== null || mayGoOn) && topLevel(joined.code) === null;
    if (isOpen && mayGoOn && joined.code.length < 2_000) open = joined;
    else {
      found.push(isOpen ? { ...joined, code: '' } : joined);
      open = null;
    }
  }
  return found;
}

function startsCode(code: string): boolean {
  return /^(?:assert\b|\w+(?:\.\w+)*\s*(?:=(?!=)|\())/.test(code);
}

function pythonAssertions(text: string): FoundCall[] {
  const found: FoundCall[] = [];
  let setup: string[] = [];
  let imports: string[] = [];
  let usable = true;
  let fenced = false;
  let raising: { name: string; indent: number } | null = null;
  for (const { at, indent, code } of statements(text)) {
    const shown = fenced && usable ? readComment(code) : null;
    if (/^(?:```|~~~)/.test(code)) [setup, imports, usable, fenced, raising] = [[], [], true, !fenced, null];
    else if (code === '' || code.startsWith('#') || testFramework.test(code)) continue;
    else if (raising !== null && indent > raising.indent) {
      if (isExpression(code) && usable)
        found.push({ at, setup, expression: code, expected: raising.name, raises: true, source: code });
      raising = null;
    } else if (/^def test\w*\(\s*(?:self)?\s*\)/.test(code)) [setup, usable] = [[...imports], true];
    else if (/^(?:from|import)\s/.test(code) && !/\s(?:the|a|an|of|to)\s/.test(code)) {
      imports = [...imports, code];
      setup = [...setup, code];
    } else if (/^assert\b/.test(code)) {
      const example = usable && !isDenied(text, at, at) ? readAssertion(code.slice(6).trim()) : null;
      if (example !== null) found.push({ at, setup, source: code, ...example });
    } else if (shown !== null) {
      if (!isDenied(text, at, at)) found.push({ at, setup, source: code, ...shown });
      if (setup.length < longestSetup && mayChangeState(shown.expression))
        setup = [...setup, shown.expression];
    } else {
      raising = expectedRaise(code, indent);
      if (raising !== null) continue;
      if (isStep(code) && setup.length < longestSetup) setup = [...setup, code];
      else if (/^(?:if|for|while|with|try|def|class|else|elif|async)\b.*:$/.test(code)) usable = false;
      else [setup, imports, usable] = [[], [], true];
    }
  }
  return found;
}

function expectedRaise(code: string, indent: number): { name: string; indent: number } | null {
  const name =
    /^with (?:pytest\.raises|self\.assertRaises)\(\s*(?:\w+\.)?([A-Z]\w*)[^)]*\)\s*(?:as \w+)?:$/.exec(
      code,
    )?.[1];
  return name === undefined ? null : { name, indent };
}

/** An assignment or a call for its effect. */
function isStep(code: string): boolean {
  const assigned = /^[A-Za-z_]\w*(?:\.\w+|\[[^\]]*\])*(?:\s*,\s*\w+)*\s*(?:[-+*/]?=)(?!=)\s*(.+)$/.exec(
    code,
  )?.[1];
  return assigned === undefined
    ? /^[A-Za-z_][\w.]*\(.*\)$/.test(code) && topLevel(code) !== null
    : isExpression(assigned) || isLiteral(assigned, 'python');
}

function readAssertion(code: string): Pick<FoundCall, 'expression' | 'expected'> | null {
  const comma = findTopLevel(code, /,/y);
  const claim = (comma < 0 ? code : code.slice(0, comma)).replace(/\s+#.*$/, '').trim();
  const wrapped = /^\((.*)\)$/s.exec(claim)?.[1];
  const whole = wrapped !== undefined && topLevel(wrapped) !== null ? wrapped.trim() : claim;
  if (!isExpression(whole)) return null;
  const equals = findTopLevel(whole, /(?:==|\bis\b(?! not\b))/y);
  const negated = /^not\s+(.+)$/s.exec(whole)?.[1];
  if (equals > 0 && negated === undefined) {
    const left = whole.slice(0, equals).trim();
    const right = whole.slice(equals).replace(/^(?:==|is)\s*/, '');
    if (isLiteral(right, 'python')) return { expression: left, expected: right.trim() };
  }
  return negated === undefined
    ? { expression: `bool(${whole})`, expected: 'True' }
    : { expression: `bool(${negated})`, expected: 'False' };
}

/** `box.size()  # 3`, `print(box)  # => 3`: a value or what is printed, in a comment that holds nothing else. */
function readComment(code: string): Pick<FoundCall, 'expression' | 'expected'> | null {
  const match = /^(.*\S)\s+#\s*(?:=>|->|→|(?:prints|outputs?|returns):?)?\s*(\S.*)$/.exec(code);
  const [, statement = '', value = ''] = match ?? [];
  if (!isLiteral(value, 'python')) return null;
  const printed = /^print\((.*)\)$/.exec(statement)?.[1];
  const expression = printed ?? statement;
  if (!isExpression(expression) || findTopLevel(expression, /,/y) >= 0) return null;
  if (printed === undefined) return { expression, expected: value };
  return /^["'[({]/.test(value)
    ? { expression, expected: value }
    : { expression: `str(${expression})`, expected: JSON.stringify(value) };
}

/** False for a call of a plain function with arguments: it is an example of its own. */
function mayChangeState(expression: string): boolean {
  const call = scanCall(expression.replace(/^str\((.*)\)$/, '$1'), 0, 'python');
  return call === null || call.chained || call.path.length > 1 || !call.hasArguments;
}

/** True for what looks like one Python expression rather than words of a sentence. */
function isExpression(code: string): boolean {
  if (topLevel(code) === null || findTopLevel(code, /(?<![=!<>:])=(?!=)|[;:?]|\.(?:\s|$)/y) >= 0)
    return false;
  const outside = (topLevel(code) ?? []).map(({ character }) => character).join('');
  const words = outside.replaceAll(/\b(?:not|and|or|is|in|if|else|None|True|False|lambda|await)\b/g, ' + ');
  return !/\w\s+\w/.test(words);
}

/** `assert.strictEqual(f(1), 2)` and `expect(f(1)).toEqual(2)`. */
function nodeAssertions(text: string, facts: RequestFacts): FoundCall[] {
  const found: FoundCall[] = [];
  const open =
    /(?<![\w.])(?:assert\.(?:deepStrictEqual|strictEqual|deepEqual|equal)\(|(expect\())\s*(?:await\s+)?/g;
  for (const match of text.matchAll(open)) {
    const at = match.index + match[0].length;
    const call = scanCall(text, at, facts.language);
    if (call === null || isDenied(text, match.index, match.index)) continue;
    const between = match[1] === undefined ? /\s*,\s*/y : /\s*\)\s*\.(?:toBe|toEqual|toStrictEqual)\(\s*/y;
    between.lastIndex = call.end;
    if (!between.test(text)) continue;
    const from = between.lastIndex;
    const end = literalEnd(text, from, facts.language);
    if (end === null || !/^\s*[,)]/.test(text.slice(end, end + 20))) continue;
    const [expression, expected] = [text.slice(at, call.end), text.slice(from, end)];
    found.push({
      at: match.index,
      setup: [],
      expression,
      expected,
      source: text.slice(match.index, end + 1),
    });
  }
  return found;
}
