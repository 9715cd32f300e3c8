/** A source file that a text names, and whether one of its mentions speaks of a file to make. */
export interface NamedFile {
  readonly path: string;
  readonly made: boolean;
}

const sourceFile =
  /(?<![\p{L}\w/.@-])(?:\.\/)?((?:[\p{L}\w-]+\/)*[\p{L}\w][\p{L}\w-]*\.(?:py|mjs|cjs|js|mts|ts))(?![\w(])(?!\.\w)/gu;
/** Names that end like a file and are none. */
const product =
  /^(?:node\.js|(?:Vue|React|Next|Nuxt|Nest|Express|Three|D3|Chart|Ember|Backbone|Angular|Electron|Alpine|Moment|Discord|Svelte|Solid|Phaser|Pixi|Babylon|Underscore|Lodash|Deno|Bun|Day|Fuse|Knex|Handlebars|Mustache|Socket)\.(?:js|ts))$/;

const sourceEnding = /\.(?:py|mjs|cjs|js|mts|ts)$/;
const largestTree = 300;

/** Source files in the order of the text; a drawn tree of files gives whole paths. */
export function namedSourceFiles(text: string): NamedFile[] {
  const tree = [...new Set(drawnTree(text))].filter((path) => sourceEnding.test(path)).slice(0, largestTree);
  const made = new Map<string, boolean>();
  for (const match of text.matchAll(sourceFile)) {
    const named = match[1] ?? '';
    if (product.test(named.replace(/^N/, 'n')) || product.test(named)) continue;
    const inTree = tree.filter((path) => path === named || path.endsWith(`/${named}`));
    const [path = named] = inTree.length > 0 ? inTree : [named];
    if (inTree.length > 1) continue;
    made.set(path, (made.get(path) ?? false) || !isInput(text, match.index, match[0].length));
  }
  for (const path of tree) made.set(path, true);
  return [...made].map(([path, isMade]) => ({ path, made: isMade }));
}

const inputBefore =
  /(?:\b(?:reads?|reading|loads?|loading|parses?|parsing|opens?|scans?|such as|like|e\.g\.|for instance|analy[sz]es?|analy[sz]ing|lints?|formats?|checks|converts?|process(?:es|ing)?|given|existing|provided|input|not (?:create|write|make|add|change|modify|edit|touch)|n['’]t (?:create|write|make|add|change|modify|edit|touch)|without|no)\s+(?:from\s+)?(?:an?\s+|the\s+|any\s+)?(?:files?\s+)?|(?:读取|解析|例如|比如|不要修改)\s*)[`"'“]?$/i;

/** True where the words around a mention speak of something the program gets, or that must be left alone. */
function isInput(text: string, at: number, length: number): boolean {
  const before = text.slice(Math.max(0, at - 80), at);
  if (inputBefore.test(before)) return true;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/\b(?:python3?|node)\s+[^\s`]+\.\w+\s+[^`\n;,]*$/.test(line)) return true;
  return /^[`"'”]?\s+(?:as (?:its |an? |the )?(?:input|argument)|is (?:given|provided)|already exists)\b/i.test(
    text.slice(at + length, at + length + 40),
  );
}

/** Paths of a tree drawn with box characters; the name above the first branch is the project's own folder. */
export function drawnTree(text: string): string[] {
  const paths: string[] = [];
  let folders: { readonly column: number; readonly name: string }[] = [];
  let previous: { readonly column: number; readonly name: string } | null = null;
  for (const line of text.split('\n')) {
    const match = /^([\s│|]*)[├└][─-]+\s*([\p{L}\w.@-]+)(\/?)/u.exec(line);
    if (match === null) {
      if (!/^[\s│|]*$/.test(line)) [folders, previous] = [[], null];
      continue;
    }
    const column = (match[1] ?? '').length;
    const name = match[2] ?? '';
    if (previous !== null && column > previous.column) folders = [...folders, previous];
    folders = folders.filter((folder) => folder.column < column);
    paths.push([...folders.map((folder) => folder.name), name].join('/'));
    previous = { column, name };
  }
  return paths;
}
