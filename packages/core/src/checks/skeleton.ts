/** Code to complete that a text contains: functions or classes with their signatures, in a fence or bare; '' where none. */
export function findSkeleton(text: string): string {
  for (const match of text.matchAll(/^[ \t]*```[\w+-]*\n([\s\S]*?)^[ \t]*```/gm)) {
    if (declares(match[1] ?? '')) return (match[1] ?? '').trimEnd();
  }
  const lines = text.split('\n');
  const start = lines.findIndex((line) => opensBareCode(line));
  if (start < 0) return '';
  const first = lines[start] ?? '';
  const taken: string[] = [first];
  for (const line of lines.slice(start + 1)) {
    if (/^\S/.test(line) && !/^(?:class |def |async def |@|export |import |from |\}|\))/.test(line)) break;
    taken.push(line);
  }
  return taken.join('\n').trimEnd();
}

function opensBareCode(line: string): boolean {
  return /^(?:class \w+.*:|(?:async )?def \w+\(.*|export (?:class|function|const) \w+.*)\s*$/.test(line);
}

function declares(code: string): boolean {
  return /^\s*(?:class (?!Test)\w+|(?:async )?def (?!test)\w+\(|(?:export )?(?:async )?function \w+\(|export (?:class|const) )/m.test(
    code,
  );
}
