import type { SourceFile } from './source-files.ts';

const mostLines = 400;
const mostMedian = 80;

/** Files over the size limit, and a median that is too high. */
export function sizeViolations(files: readonly SourceFile[]): string[] {
  const sized = files.map((file) => ({ path: file.path, lines: file.text.trimEnd().split('\n').length }));
  const large = sized
    .filter((file) => file.lines > mostLines)
    .map((file) => `${file.path} has ${file.lines} lines`);
  const sorted = sized.map((file) => file.lines).toSorted((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return median > mostMedian ? [...large, `the median file has ${median} lines`] : large;
}

/** File names that are not whole words in kebab-case. */
export function nameViolations(files: readonly SourceFile[]): string[] {
  return files
    .map((file) => file.path)
    .filter(
      (path) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|d))?\.[a-z]+$/.test(path.split('/').at(-1) ?? ''),
    );
}

const impure =
  /\bDate\.now\(|\bnew Date\(|\bMath\.random\(|\bprocess\.|\bperformance\.|\bfetch\(|\bsetTimeout\(|from 'node:(?:fs|net|http|child_process|os|crypto)/;

/** Flow code that reaches for clock, random, environment, files or network instead of the seam. */
export function impureFlow(files: readonly SourceFile[]): string[] {
  return files
    .filter(
      (file) =>
        /^packages\/agents\/src\/(?:phases|company|prompts|answer|roles)\//.test(file.path) &&
        !file.path.includes('.test.'),
    )
    .flatMap((file) => {
      const found = impure.exec(file.text);
      return found === null ? [] : [`${file.path} uses ${found[0]}`];
    });
}

/** Registry addresses in a lockfile. */
export function lockfileAddresses(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s'"},]+/g)].map((match) => match[0]);
}

/** Paths of a machine in tracked text. */
export function machinePaths(files: readonly SourceFile[]): string[] {
  const pattern = new RegExp(
    ['/work/(?:main|shared)', '(?<![\\w}/])/root/', '/home/(?!someone|bottega|me/)[a-z]+/'].join('|'),
  );
  return files
    .filter((file) => !file.path.startsWith('test/gates/'))
    .flatMap((file) => {
      const found = pattern.exec(file.text);
      return found === null ? [] : [`${file.path} holds ${found[0]}`];
    });
}

/** Dependencies without an exact version. */
export function looseVersions(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const manifest = JSON.parse(file.text) as Record<string, Record<string, string> | undefined>;
    return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((part) =>
      Object.entries(manifest[part] ?? {})
        .filter(([, version]) => !/^(?:\d+\.\d+\.\d+|workspace:\*|catalog:)$/.test(version))
        .map(([name, version]) => `${file.path}: ${name} ${version}`),
    );
  });
}
