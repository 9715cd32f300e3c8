import type { Json, Parser } from '../effects/effect.ts';
import { SeamError } from '../errors/seam-error.ts';
import { deepFreeze } from '../journal/canonical-json.ts';
import type { Redactor } from '../journal/redactor.ts';

/**
 * A value exactly as a later sitting reads it from the journal: parsed, redacted, through JSON, parsed again, frozen.
 * Throws SeamError naming the step where it does not fit.
 */
export function settleValue<Value>(
  parser: Parser<Value>,
  value: unknown,
  { step, what, redact }: { readonly step: string; readonly what: string; readonly redact: Redactor },
): Value {
  try {
    return deepFreeze(parser.parse(throughJson(redact(parser.parse(value)))));
  } catch (error) {
    throw new SeamError(step, `has an ${what} that does not fit: ${explain(error)}`);
  }
}

function throughJson(value: unknown): Json {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError('it is no JSON');
  return JSON.parse(text) as Json;
}

/** The first complaint of a parser, in one line. */
export function explain(error: unknown): string {
  const issue = (error as { issues?: readonly { path?: readonly unknown[]; message?: string }[] })
    .issues?.[0];
  if (issue !== undefined) return `${['', ...(issue.path ?? [])].join('/')} ${issue.message ?? ''}`.trim();
  return error instanceof Error ? error.message : String(error);
}
