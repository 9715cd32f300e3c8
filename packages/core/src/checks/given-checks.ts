import { assertionExamples } from './assertion-examples.ts';
import { callExamples } from './call-examples.ts';
import type { Check } from './check.ts';
import { commandExamples } from './command-examples.ts';
import { definingFile } from './defining-file.ts';
import { doctestExamples } from './doctest-examples.ts';
import type { FoundCall } from './found-check.ts';
import { givenScripts } from './given-scripts.ts';
import { inputExamples } from './input-examples.ts';
import { labelledBlocks } from './labelled-blocks.ts';
import { namedCommands } from './named-commands.ts';
import { usesProgram } from './program-names.ts';
import { readablePart } from './readable-part.ts';
import type { RequestFacts } from './request-facts.ts';
import { openText, type RequestText } from './request-text.ts';
import { transcripts } from './transcripts.ts';

const mostChecks = 40;
const longestSource = 200;
/** Call examples that are looked at; far more than any person writes. */
const mostRead = 400;

/** A check without its number, with what it does (`subject`) apart from what it expects. */
interface Candidate {
  readonly at: number;
  readonly source: string;
  readonly subject: object;
  readonly expected: object;
}

/**
 * The checks that a person's text and files hold: examples of calls and commands, given test scripts, and commands
 * named whole. Only what is unambiguous is taken; the same text gives the same checks. Never throws.
 */
export function givenChecks(
  prompt: string,
  facts: RequestFacts,
  givenFiles: Readonly<Record<string, string>>,
): Check[] {
  const request = openText(prompt, facts, givenFiles);
  const scripts = givenScripts(request).map(({ at, source, command }) => ({
    at,
    source,
    subject: { kind: 'script', command },
    expected: {},
  }));
  const found = [...callCandidates(request), ...commandCandidates(request), ...scripts];
  return withoutContradictions(found.toSorted((left, right) => left.at - right.at))
    .slice(0, mostChecks)
    .map(
      ({ source, subject, expected }, index) =>
        ({
          ...subject,
          ...expected,
          id: `user_${index + 1}`,
          origin: 'user',
          source: source.replaceAll(/\s+/g, ' ').slice(0, longestSource),
        }) as Check,
    );
}

function callCandidates(request: RequestText): Candidate[] {
  const { text, facts, given } = request;
  const sessions = facts.language === 'python' ? doctestExamples(text) : [];
  const assertions = assertionExamples(text, facts);
  const prose = callExamples(request, withoutCode(text, assertions));
  const inText = [...sessions, ...assertions, ...prose]
    .slice(0, mostRead)
    .flatMap((call) => callCandidate(request, call, definingFile(call, request)));
  const inStubs = facts.mayChange
    .filter((path) => path.endsWith('.py'))
    .flatMap((path) =>
      doctestExamples(readablePart(given[path] ?? '')).flatMap((call) =>
        callCandidate(request, { ...call, at: text.length + call.at }, path),
      ),
    );
  return [...inText, ...inStubs];
}

function callCandidate(request: RequestText, call: FoundCall, file: string | null): Candidate[] {
  if (file === null || !usesProgram(call, request.facts)) return [];
  const { at, source, expected, raises, ...subject } = call;
  const outcome = raises === true ? { expected, raises } : { expected };
  return [{ at, source, subject: { kind: 'call', file, ...subject }, expected: outcome }];
}

function commandCandidates(request: RequestText): Candidate[] {
  const examples = [
    ...commandExamples(request),
    ...inputExamples(request),
    ...transcripts(request),
    ...labelledBlocks(request),
  ];
  const known = new Set(examples.map((example) => example.command.join('\0')));
  const named = namedCommands(request).filter((command) => !known.has(command.command.join('\0')));
  return [...examples, ...named].map(({ at, source, stdout, match, exitCode, ...subject }) => ({
    at,
    source,
    subject: { kind: 'command', ...subject },
    expected: { stdout, match, exitCode },
  }));
}

/** Each example once; those that state two different results for the same call or command are left out. */
function withoutContradictions(found: readonly Candidate[]): Candidate[] {
  const expectations = new Map<string, Set<string>>();
  const key = ({ subject }: Candidate): string => JSON.stringify(subject);
  for (const candidate of found) {
    const stated = expectations.get(key(candidate)) ?? new Set();
    expectations.set(key(candidate), stated.add(JSON.stringify(candidate.expected)));
  }
  const seen = new Set<string>();
  return found.filter((candidate) => {
    const name = key(candidate);
    if (expectations.get(name)?.size !== 1 || seen.has(name)) return false;
    return seen.add(name);
  });
}

/** The text with sessions and assertions blanked: they are read by their own rules. */
function withoutCode(text: string, assertions: readonly FoundCall[]): string {
  const places = new Set(assertions.map(({ at }) => at));
  let offset = 0;
  const lines = text.split('\n').map((line) => {
    const at = offset;
    offset += line.length + 1;
    return places.has(at) || /^[ \t]*(?:>>>|\.\.\.)(?: |$)/.test(line) ? ' '.repeat(line.length) : line;
  });
  return lines.join('\n');
}
