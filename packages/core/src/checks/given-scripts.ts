import { parseCommand } from './command-lines.ts';
import { leadIn } from './example-context.ts';
import type { FoundScript } from './found-check.ts';
import { isTestFile } from './may-change.ts';
import type { RequestText } from './request-text.ts';

/** Given test files that the text says to run or to pass: they pass when they exit 0. */
export function givenScripts(request: RequestText): FoundScript[] {
  const found = [...namedScripts(request), ...unittestModules(request), ...nodeTests(request)];
  const run = new Set(found.map(({ command }) => command.join(' ')));
  const passed = testsToPass(request).filter(({ command }) => !run.has(command.join(' ')));
  return [...found, ...passed];
}

/** "Run `python test_box.py`". */
function namedScripts({ usages, given }: RequestText): FoundScript[] {
  return usages.flatMap(({ at, line }) => {
    const parsed = parseCommand(line);
    if (parsed === null || !Object.hasOwn(given, parsed.program)) return [];
    const isTest = isTestFile(parsed.program) || /(?:^|\/)(?:check|verify)[\w-]*\.\w+$/i.test(parsed.program);
    return isTest ? [{ at, source: line, command: parsed.list }] : [];
  });
}

/** "Run `python -m unittest test_box`". */
function unittestModules({ text, given }: RequestText): FoundScript[] {
  const found: FoundScript[] = [];
  for (const match of text.matchAll(/\bpython3? -m unittest (?:-[vq] )?([\w./]+)/g)) {
    const path = `${(match[1] ?? '').replace(/\.py\.?$|\.$/, '').replaceAll('.', '/')}.py`;
    if (Object.hasOwn(given, path))
      found.push({ at: match.index, source: match[0], command: startOf(path, given[path] ?? '') ?? [path] });
  }
  return found;
}

/** "`node --test box.test.js`": such a file runs its tests when it is started. */
function nodeTests({ text, given }: RequestText): FoundScript[] {
  return [...text.matchAll(/\bnode --test ([\w./-]*\w)/g)].flatMap((match) =>
    Object.hasOwn(given, match[1] ?? '')
      ? [{ at: match.index, source: match[0], command: [match[1] ?? ''] }]
      : [],
  );
}

/** "The tests in test_box.py must pass". */
function testsToPass({ text, given }: RequestText): FoundScript[] {
  const found: FoundScript[] = [];
  for (const [path, content] of Object.entries(given)) {
    const command = isTestFile(path) ? startOf(path, content) : null;
    const at = text.indexOf(path.split('/').at(-1) ?? path);
    if (command === null || at < 0) continue;
    const sentence = leadIn(text, at) + (text.slice(at, at + 160).split(/[.!?]\s|\n\s*\n/)[0] ?? '');
    const asked = /\b(?:pass(?:es)?|verif(?:y|ies)|validates?)\b|通过/i.test(sentence);
    if (asked && !/\bnot\b|n['’]t\b/i.test(sentence)) found.push({ at, source: sentence.trim(), command });
  }
  return found;
}

/** How a test file is started so that its tests run; null where that takes more than the language itself. */
function startOf(path: string, content: string): string[] | null {
  if (!path.endsWith('.py')) return /['"]node:test['"]/.test(content) ? [path] : null;
  if (/^(?:import|from) pytest\b/m.test(content)) return null;
  if (/\bunittest\b/.test(content))
    return /unittest\.main\(/.test(content)
      ? [path]
      : ['-m', 'unittest', path.replace(/\.py$/, '').replaceAll('/', '.')];
  const hasOwnTests = /^(?:assert|if|for|while|try|check|test|main)\b/m.test(content);
  return hasOwnTests ? [path] : null;
}
