import type { Language } from '../toolchain/toolchain.ts';

const keywords = new Set(
  (
    'and as assert async await break class const continue def del elif else except export extends finally for from function ' +
    'global if import in instanceof is lambda let new nonlocal not null of or pass raise return this throw true false ' +
    'try typeof undefined var void while with yield None True False NaN Infinity'
  ).split(' '),
);

const builtins = {
  python: new Set(
    (
      'abs all any ascii bin bool bytearray bytes callable chr complex delattr dict dir divmod enumerate eval exec filter float ' +
      'format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max ' +
      'memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted ' +
      'staticmethod str sum super tuple type vars zip'
    ).split(' '),
  ),
  node: new Set(
    (
      'Array BigInt Boolean Date Error JSON Map Math Number Object Promise Proxy Reflect RegExp Set String Symbol URL console ' +
      'decodeURIComponent encodeURIComponent isFinite isNaN parseFloat parseInt process require structuredClone'
    ).split(' '),
  ),
};

/** True where the language itself defines the name. */
export function isBuiltin(name: string, language: Language): boolean {
  return builtins[language === 'python' ? 'python' : 'node'].has(name);
}

/** Names that a piece of code takes from outside: not its keywords, attributes, argument names, plain keys or loop variables. */
export function outsideNames(code: string): string[] {
  const plain = code
    .replaceAll(/[bBrRuUfF]{0,2}(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/g, '0')
    .replaceAll(/#.*$/gm, '');
  const bound = new Set(
    [...plain.matchAll(/\bfor\s+([\w\s,()]{1,60}?)\s+in\b|\blambda\s+([\w\s,]{0,60}):/g)].flatMap(
      (match) => (match[1] ?? match[2] ?? '').match(/\w+/g) ?? [],
    ),
  );
  const withoutKeywords = plain.replaceAll(/([(,]\s*)[A-Za-z_]\w*\s*=(?!=)/g, '$1');
  const names = withoutKeywords.match(/(?<![\w.$])[A-Za-z_$][\w$]*(?![\w$]|\s*:)/g) ?? [];
  return [...new Set(names)].filter((name) => !keywords.has(name) && !bound.has(name));
}
