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
  /** True for a program that keeps something from run to run. */
  readonly keepsState: boolean;
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
  const usages = usageLines(text);
  return {
    text,
    facts,
    given,
    described: describedFiles(text),
    usages,
    keepsState: keepsState(text, usages),
    changesByItself: changing.test(text) && !/\bseed|种子/i.test(text),
    countsCharacters: countsCharacters(text),
    speaksOfClasses: /\bclass(?:es)?\b|类/i.test(text),
  };
}

const changing =
  /\brandom|\bshuffl|\buuid\b|\b(?:current|today['’]s|now['’]s) (?:date|time|day|year)|\btimestamp of now|随机|当前时间|当前日期/i;

const keeps =
  /\b(?:sav(?:e|es|ed|ing)(?! (?:it|this|the (?:code|script|program|file)) )|stor(?:e|es|ed|ing)|persist\w*|remember\w*|database|sqlite\w*|between (?:runs|calls|sessions))\b|保存(?!在|为|到)|存储|数据库/i;
const adds = /^(?:add|create|new|set|put|insert|push|record|log|start|deposit|borrow|register|enqueue)$/;
const asks =
  /^(?:list|show|get|view|print|report|history|balance|find|search|status|count|total|delete|remove|done|complete|pop|undo|rm|ls)$/;

function keepsState(text: string, usages: readonly UsageLine[]): boolean {
  if (keeps.test(text)) return true;
  const verbs = usages.map((usage) => usage.rest.split(/\s/)[0] ?? '');
  return verbs.some((verb) => adds.test(verb)) && verbs.some((verb) => asks.test(verb));
}
