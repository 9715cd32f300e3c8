import { isConditional, isDenied } from './example-context.ts';
import type { FoundCall } from './found-check.ts';
import { literalEnd } from './literals.ts';
import { isBuiltin } from './names.ts';
import type { RequestFacts } from './request-facts.ts';
import type { RequestText } from './request-text.ts';
import { type ScannedCall, scanCall } from './scan-code.ts';
import { endsStatement } from './shown-output.ts';

/** Between a call and its value: an arrow, an equality, or words that say the same. */
const joint =
  /\s*`?\s*(?:->|=>|→|⇒|===?|=(?![=>~])|(?:(?:should|must|will|shall)\s+(?:then\s+)?(?:return|give|equal|be|yield|produce|evaluate\s+to)|returns?|gives|equals|yields|produces|evaluates\s+to|is)(?![\w])|(?:应该|应当|应|会|将)?(?:返回|得到|等于)(?:值)?|的?(?:结果|值)(?:应)?(?:为|是))\s*[:：]?\s*(?:(?:exactly|just|only)\s+)?(?:(?:the|an?)\s+(?:new\s+|empty\s+)?(?:string|number|integer|int|float|value|boolean|list|array|tuple|dict(?:ionary)?|object)\s+)?(`?)\s*/iy;
const raising =
  /\s*`?\s*(?:(?:should|must|will)\s+(?:raise|throw)|raises?|throws?|抛出|引发)\s*(?:an?\s+|the\s+)?`?([A-Z]\w*)\b/iy;
const comment = /[ \t]*(?:#|\/\/)[ \t]*(?:(?:=>|->|→|==|returns?:?|gives:?)[ \t]*)?/y;
const start = /(?<![\w./'"$@-])(?:new\s+)?[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\(/g;

/** Calls with their values in running text, read from `text`, the request's own with its code blanked: `f(1) -> 2`, "f(1) returns 2", "f(0) raises ValueError", `f(1)  # 2`. */
export function callExamples(request: RequestText, text: string): FoundCall[] {
  const { facts } = request;
  const found: FoundCall[] = [];
  let last = 0;
  for (const match of text.matchAll(start)) {
    const at = match.index;
    if (at < last || !standsAlone(text, at)) continue;
    const call = scanCall(text, at, facts.language);
    if (call === null || text.slice(at, call.end).includes('\n')) continue;
    const name = programName(request, call);
    const seen =
      name === null ? null : (readRaised(text, call.end, facts) ?? readReturned(text, call.end, facts));
    if (name === null || seen === null) continue;
    if (isConditional(text, at) || isDenied(text, at, seen.end)) continue;
    const expression = text.slice(at, call.end).slice(name.skipped);
    const { end, ...value } = seen;
    found.push({ at, setup: [], expression, ...value, source: text.slice(at, end) });
    last = end;
  }
  return found;
}

type Seen = Pick<FoundCall, 'expected' | 'raises'> & { readonly end: number };

function readReturned(text: string, at: number, facts: RequestFacts): Seen | null {
  comment.lastIndex = at;
  if (comment.test(text)) {
    const from = comment.lastIndex;
    const end = literalEnd(text, from, facts.language);
    if (
      end !== null &&
      /^[ \t]*(?:\n|$)/.test(text.slice(end, end + 40)) &&
      !text.slice(from, end).includes('\n')
    )
      return { expected: text.slice(from, end).trim(), end };
    return null;
  }
  joint.lastIndex = at;
  const between = joint.exec(text);
  if (between === null) return null;
  const from = joint.lastIndex;
  const end = literalEnd(text, from, facts.language);
  if (end === null) return null;
  const closed = between[1] === '`' ? (/^\s*`/.exec(text.slice(end, end + 5))?.[0].length ?? null) : 0;
  if (closed === null || !endsStatement(text, end + closed)) return null;
  return { expected: text.slice(from, end), end };
}

function readRaised(text: string, at: number, facts: RequestFacts): Seen | null {
  raising.lastIndex = at;
  const name = raising.exec(text)?.[1];
  const end = raising.lastIndex;
  if (name === undefined || /^`?\s+(?:or|if|unless|when)\b/.test(text.slice(end, end + 12))) return null;
  const known = /(?:Error|Exception)$/.test(name) || facts.signatures.classes.includes(name);
  if (!known || (facts.language === 'python' && name === 'Error')) return null;
  return { expected: name, raises: true, end };
}

/** False where an operator before the call makes it a part of a larger expression. */
function standsAlone(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 60), at);
  if (/^\s*(?:(?:[-*+•|>]|\d+[.)])\s+)*`*$/.test(line)) return true;
  return (
    !/(?:[-+*/%&|<>=!^~({[]|\b(?:or|and not|not|in|return|await|typeof|print|def|function|class))\s*`?$/.test(
      line,
    ) || /(?:^|\s)\(`?$/.test(line)
  );
}

/** How much of the expression names the module only; null where the call is none of the program that is asked for. */
function programName(
  { facts, speaksOfClasses }: RequestText,
  call: ScannedCall,
): { readonly skipped: number } | null {
  const { functions, classes, methods } = facts.signatures;
  const [root = '', second] = call.path;
  const wholeCode = facts.skeleton !== '' || facts.mayChange.length > 0;
  const isFunction = (name: string): boolean => {
    if (functions.includes(name)) return true;
    if (isBuiltin(name, facts.language) || methods.includes(name) || classes.includes(name)) return false;
    return call.hasArguments && !speaksOfClasses && !wholeCode && classes.length === 0;
  };
  if (call.path.length > 2) return null;
  if (second === undefined) {
    const isObject =
      classes.includes(root) || (/^[A-Z]/.test(root) && !isBuiltin(root, facts.language) && !wholeCode);
    return (call.chained && isObject) || (!classes.includes(root) && isFunction(root))
      ? { skipped: 0 }
      : null;
  }
  const isModule = facts.deliverables.some(
    (path) =>
      path
        .split('/')
        .at(-1)
        ?.replace(/\.\w+$/, '') === root,
  );
  const alsoClass = [...classes].some(
    (name) => name.toLowerCase() === root.replaceAll('_', '').toLowerCase(),
  );
  return isModule && !alsoClass && isFunction(second) ? { skipped: root.length + 1 } : null;
}
