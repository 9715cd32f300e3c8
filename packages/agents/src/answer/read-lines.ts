/** What a CPO's reply fixed; absent parts are empty. */
export interface SpecLines {
  readonly file: string;
  readonly run: string;
  readonly features: readonly string[];
}

const fileName = /[\p{L}\p{N}_][\p{L}\p{N}_./-]*\.[a-z]{1,4}/u;

/** Reads `FILE:`, `RUN:` and the list of features, with or without Markdown around them. */
export function readSpecLines(reply: string): SpecLines {
  const lines = reply.split('\n').map((line) => line.replaceAll('**', '').replaceAll('`', '').trim());
  const features = lines
    .filter((line) => /^[-*•]\s+\S|^\d+[.)]\s+\S/.test(line))
    .map((line) => line.replace(/^(?:[-*•]|\d+[.)])\s+/, '').slice(0, 160))
    .slice(0, 8);
  return {
    file: fileName.exec(lineValue(lines, 'FILE'))?.[0] ?? '',
    run: lineValue(lines, 'RUN'),
    features,
  };
}

function lineValue(lines: readonly string[], name: string): string {
  const line = lines.find((candidate) => candidate.toUpperCase().startsWith(`${name}:`));
  return line === undefined ? '' : line.slice(name.length + 1).trim();
}

/** One planned file and what it holds. */
export interface PlannedFile {
  readonly path: string;
  readonly purpose: string;
}

/** Reads one file a line, `FILE name: purpose`; lines that name no file are passed over. */
export function readPlanLines(reply: string): PlannedFile[] {
  const planned: PlannedFile[] = [];
  for (const raw of reply.split('\n')) {
    const line = raw.replaceAll('**', '').replaceAll('`', '').trim();
    const match = /^(?:[-*•]\s+|\d+[.)]\s+)?(?:FILE:?\s+)?([\w][\w./-]*\.[a-z]{1,4})\s*[:–-]\s*(.*)$/i.exec(
      line,
    );
    const path = match?.[1];
    if (path === undefined || planned.some((file) => file.path === path)) continue;
    planned.push({ path, purpose: (match?.[2] ?? '').slice(0, 200) });
  }
  return planned;
}
