import type { FoundCall } from './found-check.ts';
import { outsideNames } from './names.ts';
import type { RequestText } from './request-text.ts';

/** The file that defines what an example uses; null where the text does not say which of several it is. */
export function definingFile(found: FoundCall, request: RequestText): string | null {
  const { facts } = request;
  const [only] = facts.deliverables;
  if (only === undefined) return null;
  if (facts.deliverables.length === 1) return only;
  const known = new Set([...facts.signatures.functions, ...facts.signatures.classes]);
  const used = outsideNames([...found.setup, found.expression].join('\n'));
  const names = used.filter((name) => known.has(name));
  const files = new Set((names.length > 0 ? names : used).flatMap((name) => placesOf(name, request)));
  const [file] = files;
  return files.size === 1 && file !== undefined ? file : null;
}

function placesOf(name: string, { text, facts, given }: RequestText): string[] {
  const defined = new RegExp(
    `^\\s*(?:export\\s+)?(?:async\\s+)?(?:def|class|function)\\s+${plain(name)}\\b`,
    'm',
  );
  const stubs = facts.mayChange.filter((path) => defined.test(given[path] ?? ''));
  if (stubs.length > 0) return stubs;
  const places: string[] = [];
  for (const sentence of text.split(/[.!?;](?:\s|$)|[。！？；]|\n/)) {
    if (!new RegExp(`(?<![\\w.])${plain(name)}(?!\\w)`).test(sentence)) continue;
    const here = facts.deliverables.filter((path) => {
      const base = path.split('/').at(-1) ?? path;
      return new RegExp(`(?<![\\w.-])${plain(base)}(?!\\w)`).test(sentence);
    });
    if (here.length < 2) places.push(...here);
    else places.push(...(ownerIn(sentence, name, here) ?? here));
  }
  return places;
}

/** The file of several in a sentence that is said to hold the name: "stats.py (function `mean`)". */
function ownerIn(sentence: string, name: string, files: readonly string[]): string[] | null {
  const bases = files.map((path) => plain(path.split('/').at(-1) ?? path)).join('|');
  const owned = new RegExp(
    `(?<file>${bases})[\`"']?\\s*(?:[(:—-]|with|has|have|holding|holds|containing|contains|defining|defines|exporting|exports)(?:(?!${bases}).)*?(?<![\\w.])${plain(name)}(?!\\w)`,
  ).exec(sentence)?.groups?.file;
  return owned === undefined ? null : files.filter((path) => path === owned || path.endsWith(`/${owned}`));
}

function plain(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
