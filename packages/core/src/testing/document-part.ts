import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The lines of a document between `<!-- NAME -->` and `<!-- /NAME -->`, and the lines that should stand there: equal
 * where the document is up to date. With BOTTEGA_WRITE_DOCS=1 in the environment they are written first.
 */
export function documentPart(
  file: URL,
  name: string,
  wanted: readonly string[],
): { readonly found: readonly string[]; readonly wanted: readonly string[] } {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end);
  if (from < begin.length || to < from) throw new Error(`${file.pathname} has no part ${name}.`);
  if (process.env.BOTTEGA_WRITE_DOCS === '1')
    writeFileSync(file, `${text.slice(0, from)}\n${wanted.join('\n')}\n\n${text.slice(to)}`);
  return { found: text.slice(from, to).trim().split('\n'), wanted };
}
