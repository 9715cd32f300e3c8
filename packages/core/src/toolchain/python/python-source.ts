/** A JSON value as Python source; JSON's text form of strings is Python's too, but for surrogate pairs. */
export function pythonSource(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value).replaceAll(
      /[\u007f\u2028\u2029]/g,
      (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  if (Array.isArray(value)) return `[${value.map(pythonSource).join(', ')}]`;
  const members = Object.entries(value as Record<string, unknown>);
  return `{${members.map(([key, member]) => `${pythonSource(key)}: ${pythonSource(member)}`).join(', ')}}`;
}
