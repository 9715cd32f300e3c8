import { isDenied } from './example-context.ts';
import type { FoundCall } from './found-check.ts';
import { isLiteral } from './literals.ts';
import { findTopLevel, topLevel } from './scan-code.ts';
import { dedent } from './shown-output.ts';

interface Step {
  readonly at: number;
  readonly statement: string;
  /** Lines under the prompt that show its value. */
  readonly shown: readonly string[];
  /** What a line without prompt after it says an attribute or item then is: `box.size = 3`. */
  readonly state: { readonly expression: string; readonly expected: string } | null;
}

/** Steps of one session that are read. */
const longestSession = 60;

/** Examples of interactive Python sessions: `>>> f(1)` with its value on the next line. Statements before are its setup. */
export function doctestExamples(text: string): FoundCall[] {
  const found: FoundCall[] = [];
  const assigned = new Map<string, readonly string[]>();
  for (const steps of sessions(text)) {
    let setup: string[] = [];
    for (const [index, step] of steps.slice(0, longestSession).entries()) {
      const earlier = withEarlier(step.statement, setup, assigned);
      const example = readExample(step);
      if (example !== null && !isDenied(text, step.at, step.at)) {
        const source = `>>> ${step.statement} ${step.shown.join(' ')}`;
        found.push({ at: step.at, setup: earlier, ...example, source });
      }
      if (example === null ? step.shown.length === 0 : repeats(step, steps, index)) {
        setup = [...earlier, step.statement];
        const name = /^(\w+)\s*=(?!=)/.exec(step.statement)?.[1];
        if (name !== undefined) assigned.set(name, setup);
      }
      if (step.state !== null && isAssigned(step.state.expression, setup)) {
        const source = `>>> ${step.statement} ${step.state.expression} = ${step.state.expected}`;
        found.push({ at: step.at, setup, ...step.state, source });
      }
    }
  }
  return found;
}

/** True where the setup makes the object that an expression begins with. */
function isAssigned(expression: string, setup: readonly string[]): boolean {
  const root = /^\w+/.exec(expression)?.[0] ?? '';
  return setup.some((line) => new RegExp(`^${root}\\s*=(?!=)`).test(line));
}

/** True where an example that shows a value may also have changed something that later ones build on. */
function repeats(step: Step, steps: readonly Step[], index: number): boolean {
  if (step.shown.some((line) => line.startsWith('Traceback'))) return false;
  const bare = /^(\w+)\((.*)\)$/s.exec(step.statement.trim());
  if (bare === null || bare[2]?.trim() === '') return true;
  const uses = (other: Step): boolean => other.statement.includes(`${bare[1]}(`);
  return steps.some(
    (other, at) =>
      (at !== index && other.statement === step.statement && other.shown.join() !== step.shown.join()) ||
      (uses(other) && other.shown.length === 0),
  );
}

/** A session may use a name that an earlier one made: then that session's statements come first. */
function withEarlier(
  statement: string,
  setup: readonly string[],
  assigned: ReadonlyMap<string, readonly string[]>,
): string[] {
  const root = /^(?:\w+\s*=\s*)?(\w+)[.[]/.exec(statement)?.[1];
  const own = setup.some((line) => new RegExp(`^${root}\\s*=(?!=)`).test(line));
  return root === undefined || own ? [...setup] : [...(assigned.get(root) ?? []), ...setup];
}

function readExample(step: Step): Pick<FoundCall, 'expression' | 'expected' | 'raises'> | null {
  const expression = step.statement.replace(/\s*#\s*doctest:.*$/, '').trim();
  const shown = step.shown.join('\n').trimEnd();
  if (shown === '' || isStatement(expression) || topLevel(expression) === null) return null;
  const raised =
    /^Traceback[\s\S]*\n([A-Za-z_][\w.]*)(?::|$)/.exec(shown) ??
    /^([A-Z]\w*(?:Error|Exception))(?::.*)?$/.exec(shown);
  if (raised !== null)
    return { expression, expected: (raised[1] ?? '').split('.').at(-1) ?? '', raises: true };
  const printed = /^print\((.*)\)$/s.exec(expression)?.[1];
  if (printed !== undefined) return printedExample(printed, shown);
  if (/\\[^\\'"nrtxuU]/.test(shown)) return null;
  return isLiteral(shown, 'python') ? { expression, expected: shown } : null;
}

/** `print(value)` shows the text of the value. */
function printedExample(argument: string, shown: string): Pick<FoundCall, 'expression' | 'expected'> | null {
  const whole = topLevel(argument) !== null && findTopLevel(argument, /,|\w+\s*=(?!=)|\*/y) < 0;
  if (!whole || argument.trim() === '' || /<\w+ ?[\w ]*(?:object| at )|\.{3}|\\|"""/.test(shown)) return null;
  const text = shown.split('\n').map((line) => (line === '<BLANKLINE>' ? '' : line));
  return { expression: `str(${argument})`, expected: JSON.stringify(text.join('\n')) };
}

function isStatement(text: string): boolean {
  return (
    /^(?:import|from|for|while|if|with|def|class|try|del|assert|raise|return|async|@)\b/.test(text) ||
    findTopLevel(text, /(?<![=!<>:])=(?!=)|;/y) >= 0
  );
}

const statedValue = /^\s*(\w+(?:\.[A-Za-z_]\w*|\[(?:\d+|'[^'\n]*'|"[^"\n]*")\])*)\s*==?\s*(\S.*?)\s*$/;

/** Sessions of a text: prompts with at most one blank line between them. */
function sessions(text: string): Step[][] {
  const lines = text.split('\n');
  const found: Step[][] = [];
  let at = 0;
  let end = -2;
  for (let index = 0; index < lines.length; index += 1) {
    const from = index;
    const begin = at;
    const first = /^\s*>>> ?(.*)$/.exec(lines[index] ?? '')?.[1];
    if (first !== undefined) {
      const statement = [first];
      while (/^\s*\.\.\.(?:\s|$)/.test(lines[index + 1] ?? '')) {
        index += 1;
        statement.push((lines[index] ?? '').replace(/^\s*\.\.\. ?/, ''));
      }
      const shown: string[] = [];
      while (isShown(lines[index + 1] ?? '')) {
        index += 1;
        shown.push((lines[index] ?? '').replace(/\s*(?:"""|''')$/, ''));
      }
      const continued = from === end || (from === end + 1 && (lines[end] ?? '').trim() === '');
      if (!continued || found.length === 0) found.push([]);
      end = index + 1;
      found.at(-1)?.push(readStep(begin, statement.join('\n'), shown, lines.slice(end, end + 2)));
    }
    for (let line = from; line <= index; line += 1) at += (lines[line] ?? '').length + 1;
  }
  return found;
}

function readStep(at: number, statement: string, shown: readonly string[], after: readonly string[]): Step {
  const line = shown.length === 0 && (after[0] ?? '').trim() === '' ? after[1] : shown[0];
  const stated = shown.length > 1 || /^print\(/.test(statement) ? null : statedValue.exec(line ?? '');
  if (stated !== null && isLiteral(stated[2] ?? '', 'python')) {
    return { at, statement, shown: [], state: { expression: stated[1] ?? '', expected: stated[2] ?? '' } };
  }
  const value = dedent(shown.join('\n')).split('\n');
  return { at, statement, shown: value.filter((one) => one !== ''), state: null };
}

/** A line that shows a value: not blank, no prompt, no end of a docstring or fence. */
function isShown(line: string): boolean {
  return !(/^\s*$/.test(line) || /^\s*>>>/.test(line) || /^\s*(?:"""|'''|```|~~~)/.test(line));
}
