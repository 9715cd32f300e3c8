import type { Json } from '../effects/effect.ts';

/** Takes secrets and host paths out of a value before it is recorded or handed on. */
export type Redactor = <Value>(value: Value) => Value;

/** A redactor over exact strings: secrets become `[redacted]`, host paths the virtual ones given. Shorter than 6 characters is left. */
export function createRedactor(fields: {
  readonly secrets: readonly string[];
  readonly hostPaths: Readonly<Record<string, string>>;
}): Redactor {
  const replacements = [
    ...fields.secrets.map((secret) => [secret, '[redacted]'] as const),
    ...Object.entries(fields.hostPaths).toSorted(([left], [right]) => right.length - left.length),
  ].filter(([from]) => from.length >= 6);
  const redactText = (text: string): string =>
    replacements.reduce(
      (result, [from, to]) => (result.includes(from) ? result.replaceAll(from, to) : result),
      text,
    );
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value as Record<string, Json>).map(([key, member]) => [redactText(key), redact(member)]),
    );
  };
  return <Value>(value: Value): Value => (replacements.length === 0 ? value : (redact(value) as Value));
}
