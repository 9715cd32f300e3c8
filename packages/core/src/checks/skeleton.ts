/** Code to complete that a text contains: functions or classes with their signatures, in a fence or bare; '' where none. */
export function findSkeleton(text: string): string {
  for (const match of text.matchAll(/```[\w+-]*\n([\s\S]*?)```/g)) {
    if (declares(match[1] ?? '')) return (match[1] ?? '').trimEnd();
  }
  const lines = text.split('\n');
  const start = lines.findIndex((line) =>
    /^(?:class \w+.*:|(?:async )?def \w+\(.*|export (?:class|function|const) \w+.*)\s*$/.test(line),
  );
  if (start < 0) return '';
  const taken: string[] = [];
  for (const line of lines.slice(start)) {
    if (
      taken.length > 0 &&
      /^\S/.test(line) &&
      !/^(?:class |def |async def |@|export |import |from |\}|\))/.test(line)
    )
      break;
    taken.push(line);
  }
  return taken.join('\n').trimEnd();
}

function declares(code: string): boolean {
  return /^\s*(?:class \w+|(?:async )?def \w+\(|(?:export )?(?:async )?function \w+\(|export (?:class|const) )/m.test(
    code,
  );
}
