import { type UsageLine, usageLines } from './command-lines.ts';
import { countsCharacters, type DescribedFile, describedFiles } from './described-files.ts';
import { readablePart } from './readable-part.ts';
import type { RequestFacts } from './request-facts.ts';

/** A person's text with what its examples are read by, found once. */
export interface RequestText {
  readonly text: string;
  readonly facts: RequestFacts;
  readonly given: Readonly<Record<string, string>>;
  readonly described: readonly DescribedFile[];
  readonly usages: readonly UsageLine[];
  /** True where chance or the time decides what the program prints. */
  readonly changesByItself: boolean;
  readonly speaksOfClasses: boolean;
  /** True where a stated content or input is exact to the last character. */
  readonly countsCharacters: boolean;
}

/** Opens a text for the readers of examples. */
export function openText(
  prompt: string,
  facts: RequestFacts,
  given: Readonly<Record<string, string>>,
): RequestText {
  const text = readablePart(prompt);
  return {
    text,
    facts,
    given,
    described: describedFiles(text),
    usages: usageLines(text),
    changesByItself: changing.test(text) && !/\bseed|种子/i.test(text),
    countsCharacters: countsCharacters(text),
    speaksOfClasses: /\bclass(?:es)?\b|类/i.test(text),
  };
}

const changing =
  /\brandom|\bshuffl|\buuid\b|\b(?:current|today['’]s|now['’]s) (?:date|time|day|year)|\btimestamp of now|随机|当前时间|当前日期/i;
