/** Takes secrets and host paths out of a value before it is recorded or handed on. */
export type Redactor = <Value>(value: Value) => Value;

/** Shorter texts stand in too much that is no secret. */
const shortest = 6;

/**
 * A redactor over exact strings, also as they stand in JSON and in addresses: secrets become `[redacted]`, host paths
 * the virtual ones given, the longest first. What is shorter than 6 characters is left. Redacting twice changes nothing.
 */
export function createRedactor(fields: {
  readonly secrets: readonly string[];
  readonly hostPaths: Readonly<Record<string, string>>;
}): Redactor {
  const replacements = new Map<string, string>();
  const add = (text: string, replacement: string): void => {
    if (text.length < shortest) return;
    for (const form of [JSON.stringify(text).slice(1, -1), encoded(text), encodedPath(text), text]) {
      replacements.set(form, replacement);
    }
  };
  for (const [path, virtual] of Object.entries(fields.hostPaths)) add(path, virtual);
  for (const secret of fields.secrets) add(secret, '[redacted]');
  if (replacements.size === 0) return (value) => value;
  const longestFirst = [...replacements.keys()].toSorted((left, right) => right.length - left.length);
  const pattern = new RegExp(longestFirst.map(escapeForPattern).join('|'), 'g');
  const redactText = (text: string): string =>
    text.replace(pattern, (found) => replacements.get(found) ?? found);
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [redactText(key), redact(member)]),
    );
  };
  return <Value>(value: Value): Value => redact(value) as Value;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function encodedPath(text: string): string {
  return encodeURI(text.toWellFormed());
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
