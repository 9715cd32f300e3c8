import { callExamples } from './call-examples.ts';
import type { Check } from './check.ts';
import { commandExamples, namedCommands } from './command-examples.ts';
import { commandLines, splitWords } from './command-lines.ts';
import { doctestExamples } from './doctest-examples.ts';
import type { RequestFacts } from './request-facts.ts';

const mostChecks = 40;
const longestSource = 200;

type Numbered = { readonly at: number; readonly source: string; readonly check: object };

/**
 * The checks that a person's text and files hold: examples of calls and commands, given test scripts, and commands
 * named whole. Only what is unambiguous is taken; the same text gives the same checks. Never throws.
 */
export function givenChecks(
  prompt: string,
  facts: RequestFacts,
  givenFiles: Readonly<Record<string, string>>,
): Check[] {
  const file = facts.deliverables.at(-1);
  const calls = file === undefined ? [] : [...doctestExamples(prompt), ...callExamples(prompt, facts)];
  const commands = commandExamples(prompt, facts);
  const known = new Set(commands.map((command) => command.command.join('\0')));
  const named = namedCommands(prompt, facts, givenFiles).filter(
    (command) => !known.has(command.command.join('\0')),
  );
  const found: Numbered[] = [
    ...calls.map(({ at, source, ...call }) => ({ at, source, check: { kind: 'call', file, ...call } })),
    ...[...commands, ...named].map(({ at, source, ...command }) => ({
      at,
      source,
      check: { kind: 'command', ...command },
    })),
    ...givenScripts(prompt, givenFiles),
  ];
  const seen = new Set<string>();
  return found
    .toSorted((left, right) => left.at - right.at)
    .filter(({ check }) => {
      const key = JSON.stringify(check);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, mostChecks)
    .map(
      ({ source, check }, index) =>
        ({
          ...check,
          id: `user_${index + 1}`,
          origin: 'user',
          source: source.replaceAll(/\s+/g, ' ').slice(0, longestSource),
        }) as Check,
    );
}

/** Given test files that the text says to run: they pass when they exit 0. */
function givenScripts(prompt: string, givenFiles: Readonly<Record<string, string>>): Numbered[] {
  return commandLines(prompt).flatMap((line) => {
    const words = splitWords(line)?.slice(1) ?? [];
    const script = words[0] ?? '';
    const isTest = /(?:^|\/)(?:test|check|verify)[\w-]*\.\w+$|[._-](?:test|spec)\.\w+$/i.test(script);
    if (givenFiles[script] === undefined || !isTest) return [];
    return [{ at: prompt.indexOf(line), source: line, check: { kind: 'script', command: words } }];
  });
}
