import type { SyntaxNodeRef } from '@lezer/common';
import type { WorkspaceFile } from '../workspace/workspace.ts';
import type { Grammar } from './grammar.ts';
import type { Mutant, MutantChange } from './mutant.ts';

interface Spot {
  readonly from: number;
  readonly to: number;
  readonly change: MutantChange;
  readonly after: string;
}

/** Every small mistake that can be put into these files, in the order of the text. Pure; what does not parse gives few or none. */
export function findMutants(files: readonly WorkspaceFile[], grammar: Grammar): Mutant[] {
  return files
    .flatMap((file) => spots(file.content, grammar).map((spot) => ({ file, spot })))
    .map(({ file, spot }, index) => {
      const { content } = file;
      return {
        id: `mutant_${index + 1}`,
        file: file.path,
        line: content.slice(0, spot.from).split('\n').length,
        change: spot.change,
        before: oneLine(content.slice(spot.from, spot.to)),
        after: spot.after,
        content: content.slice(0, spot.from) + spot.after + content.slice(spot.to),
      };
    });
}

/** At most so many of them, spread evenly over the program. */
export function chooseMutants(mutants: readonly Mutant[], most: number): Mutant[] {
  if (mutants.length <= most) return [...mutants];
  return Array.from(
    { length: most },
    (_, index) => mutants[Math.floor(((index + 0.5) * mutants.length) / most)],
  ).filter((mutant) => mutant !== undefined);
}

function spots(content: string, grammar: Grammar): Spot[] {
  const found: Spot[] = [];
  grammar.parser.parse(content).iterate({
    enter: (node) => {
      const text = content.slice(node.from, node.to);
      if (grammar.skipped.includes(node.name) || isEntryGuard(node, content)) return false;
      const spot = spotOf(node.name, text, grammar);
      if (spot !== null && spot.after !== text) found.push({ from: node.from, to: node.to, ...spot });
      return undefined;
    },
  });
  return found;
}

function spotOf(
  name: string,
  text: string,
  grammar: Grammar,
): { change: MutantChange; after: string } | null {
  if (grammar.statements.includes(name))
    return isWithoutEffect(text) ? null : { change: 'removed statement', after: grammar.nothing };
  if (grammar.comparisons.includes(name)) {
    const after = grammar.opposites[text];
    return after === undefined ? null : { change: 'flipped comparison', after };
  }
  if (grammar.numbers.includes(name))
    return /^\d+$/.test(text) ? { change: 'changed constant', after: String(BigInt(text) + 1n) } : null;
  if (grammar.booleans.includes(name)) {
    const [yes, no] = grammar.truth;
    return { change: 'changed constant', after: text === yes ? no : yes };
  }
  return null;
}

/** A text that stands alone is a comment; a bare `return` at the end of a function changes nothing. */
function isWithoutEffect(statement: string): boolean {
  return /^[rRuU]?["'`]/.test(statement) || /^return;?$/.test(statement) || statement === '...';
}

/** `if __name__ == "__main__"` and its like decide only whether the program starts. */
function isEntryGuard(node: SyntaxNodeRef, content: string): boolean {
  return (
    /^(?:Binary|Parenthesized)Expression$/.test(node.name) &&
    /\b__name__\b|\bprocess\.argv\[1\]|\bimport\.meta\b/.test(content.slice(node.from, node.to))
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 80);
}
