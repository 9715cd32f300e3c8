/** `retry-after-ms`, or `Retry-After` as seconds or a date, in milliseconds from `now`; null where absent. */
export function retryAfterMilliseconds(
  headers: { get(name: string): string | null } | undefined,
  now: number = Date.now(),
): number | null {
  const exact = headers?.get('retry-after-ms') ?? '';
  if (isNumber(exact)) return Math.max(0, Number(exact));
  const given = headers?.get('retry-after') ?? '';
  if (isNumber(given)) return Math.max(0, Number(given) * 1000);
  const date = Date.parse(given);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
