import type { FoundCall } from './found-check.ts';
import { isBuiltin, outsideNames } from './names.ts';
import type { RequestFacts } from './request-facts.ts';

/** True where an example uses the program, and nothing that neither the program, the language nor its setup defines. */
export function usesProgram(found: FoundCall, facts: RequestFacts): boolean {
  const { functions, classes, methods } = facts.signatures;
  const wanted = new Set([...functions, ...classes]);
  const made = new Set<string>();
  for (const line of found.setup) {
    for (const name of assignedNames(line)) made.add(name);
    readImports(line, facts, wanted, made);
  }
  const wholeCode = wanted.size > 0 && (facts.skeleton !== '' || facts.mayChange.length > 0);
  const code = [...found.setup.filter((line) => !/^\s*(?:from|import)\s/.test(line)), found.expression].join(
    '\n',
  );
  let uses = false;
  for (const name of outsideNames(code)) {
    if (wanted.has(name)) uses = true;
    else if (!made.has(name) && !isBuiltin(name, facts.language)) {
      const called = new RegExp(`(?<![\\w.$])${name.replaceAll('$', '\\$')}\\s*\\(`).test(code);
      if (wholeCode || !called || methods.includes(name)) return false;
      uses = true;
    }
  }
  return uses;
}

function assignedNames(line: string): string[] {
  const targets =
    /^\s*(?:const\s+|let\s+|var\s+)?([A-Za-z_$][\w$]*(?:\s*,\s*[A-Za-z_$][\w$]*)*)\s*=(?!=)/.exec(line)?.[1];
  const loops = [...line.matchAll(/\bfor\s+(\w+)\s+in\b|\bas\s+(\w+)\s*:|\b(?:def|class)\s+(\w+)/g)];
  return [
    ...(targets?.split(/\s*,\s*/) ?? []),
    ...loops.map((match) => match[1] ?? match[2] ?? match[3] ?? ''),
  ];
}

/** Names that an import brings: those of the program's own modules are asked for, others are made. */
function readImports(line: string, facts: RequestFacts, wanted: Set<string>, made: Set<string>): void {
  const from = /^\s*from\s+([\w.]+)\s+import\s+(.+)$/.exec(line);
  const plain = /^\s*import\s+(.+)$/.exec(line);
  const list = (from?.[2] ?? plain?.[1] ?? '').replaceAll(/[()]/g, '').split(',');
  for (const item of list) {
    const [name = '', alias] = item.trim().split(/\s+as\s+/);
    const module = (from?.[1] ?? name).split('.');
    const own = facts.deliverables.some((path) =>
      path
        .replace(/\.\w+$/, '')
        .split('/')
        .includes(module.at(-1) ?? ''),
    );
    const brought = alias ?? (from === null ? (name.split('.')[0] ?? '') : name);
    if (brought !== '') (own ? wanted : made).add(brought);
  }
}
