import type { FoundCall } from './call-examples.ts';
import { isLiteral } from './literals.ts';

/** Examples of interactive Python sessions: `>>> f(1)` with its value on the next line. Assignments before are its setup. */
export function doctestExamples(text: string): FoundCall[] {
  const found: FoundCall[] = [];
  let setup: string[] = [];
  const assigned = new Map<string, readonly string[]>();
  let at = 0;
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const offset = at;
    at += line.length + 1;
    const prompt = /^\s*>>> ?(.*)$/.exec(line);
    if (prompt === null) {
      if (!/^\s*\.\.\./.test(line) && /^\s*$/.test(line) && !continues(lines, index)) setup = [];
      continue;
    }
    let statement = prompt[1] ?? '';
    while (/^\s*\.\.\. ?/.test(lines[index + 1] ?? '')) {
      index += 1;
      at += (lines[index] ?? '').length + 1;
      statement += `\n${(lines[index] ?? '').replace(/^\s*\.\.\. ?/, '')}`;
    }
    const shown = shownLines(lines, index + 1);
    if (shown.length === 0) {
      if (statement.trim() !== '') setup = [...withEarlier(statement, setup, assigned), statement];
      const name = /^(\w+)\s*=(?!=)/.exec(statement)?.[1];
      if (name !== undefined) assigned.set(name, setup);
      continue;
    }
    const example = readExample(statement, shown.join('\n'));
    if (example !== null) {
      const source = `>>> ${statement} ${shown.join(' ')}`;
      found.push({ at: offset, setup: withEarlier(example.expression, setup, assigned), ...example, source });
    }
    setup = [...setup, statement];
  }
  return found;
}

/** A session may use a name that an earlier one made: then that session's statements come first. */
function withEarlier(
  statement: string,
  setup: readonly string[],
  assigned: ReadonlyMap<string, readonly string[]>,
): string[] {
  const root = /^(\w+)\./.exec(statement)?.[1];
  const own = setup.some((line) => new RegExp(`^${root}\\s*=(?!=)`).test(line));
  return root === undefined || own ? [...setup] : [...(assigned.get(root) ?? []), ...setup];
}

function readExample(
  statement: string,
  shown: string,
): Pick<FoundCall, 'expression' | 'expected' | 'raises'> | null {
  const expression = statement.trim();
  if (isStatement(expression)) return null;
  const raised = /^Traceback[\s\S]*\n([A-Za-z_][\w.]*)(?::|$)/.exec(shown);
  if (raised !== null)
    return { expression, expected: (raised[1] ?? '').split('.').at(-1) ?? '', raises: true };
  const printed = /^print\((.*)\)$/s.exec(expression);
  if (printed !== null) return null;
  return isLiteral(shown, 'python') ? { expression, expected: shown.trim() } : null;
}

function isStatement(text: string): boolean {
  return (
    /^(?:import|from|for|while|if|with|def|class|try|del|assert|raise|return)\b/.test(text) ||
    /^[\w.[\]'", ]+(?:[-+*/]?=)(?!=)/.test(text)
  );
}

/** Lines after a prompt that show its value: up to a blank line, the next prompt, or the end of a docstring. */
function shownLines(lines: readonly string[], from: number): string[] {
  const shown: string[] = [];
  for (const line of lines.slice(from)) {
    if (/^\s*$/.test(line) || /^\s*>>>/.test(line) || /^\s*(?:"""|''')/.test(line)) break;
    shown.push(line.trim().replace(/(?:"""|''')$/, ''));
  }
  return shown.filter((line) => line !== '');
}

/** True where the next line that is not blank is a prompt again: one session with a gap. */
function continues(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1).find((line) => line.trim() !== '');
  return next !== undefined && /^\s*>>>/.test(next);
}
