/** One fenced block of a reply. */
export interface FencedBlock {
  /** Words after the opening fence, lower-cased: `python`, `python words.py`, or empty. */
  readonly info: string;
  /** The line before the fence, trimmed; often names the file. */
  readonly before: string;
  readonly content: string;
  /** False where the reply ended inside the block. */
  readonly closed: boolean;
}

/** All fenced blocks of a reply in order; a block that never closes runs to the end. */
export function fencedBlocks(reply: string): FencedBlock[] {
  const lines = reply.replaceAll('\r\n', '\n').split('\n');
  const blocks: FencedBlock[] = [];
  let index = 0;
  while (index < lines.length) {
    const opening = /^\s*(`{3,}|~{3,})\s*([^`]*)$/.exec(lines[index] ?? '');
    if (opening === null) {
      index += 1;
      continue;
    }
    const fence = opening[1] ?? '```';
    const end = closingLine(lines, index + 1, fence);
    blocks.push({
      info: (opening[2] ?? '').trim().toLowerCase(),
      before: previousLine(lines, index),
      content: blockText(lines.slice(index + 1, end), end < lines.length),
      closed: end < lines.length,
    });
    index = end + 1;
  }
  return blocks;
}

/** Lines of a block as text; one that never closed ends where the reply's last words do. */
function blockText(lines: readonly string[], closed: boolean): string {
  const text = `${lines.join('\n')}\n`;
  return closed ? text : text.replace(/\n+$/, '\n');
}

function closingLine(lines: readonly string[], from: number, fence: string): number {
  for (let index = from; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    if (line.startsWith(fence) && line.replaceAll(fence.charAt(0), '') === '') return index;
  }
  return lines.length;
}

function previousLine(lines: readonly string[], index: number): string {
  for (let at = index - 1; at >= 0; at -= 1) {
    const line = (lines[at] ?? '').trim();
    if (line !== '') return line;
  }
  return '';
}
