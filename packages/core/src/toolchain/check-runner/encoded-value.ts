import { z } from 'zod';

/** A value as an evaluator reports it: a tag for its kind, and what it holds. */
export type EncodedValue =
  | readonly ['none' | 'undefined']
  | readonly ['bool', boolean]
  | readonly ['number' | 'text' | 'bytes' | 'object', string]
  | readonly ['list' | 'tuple' | 'set', readonly EncodedValue[]]
  | readonly ['map', readonly (readonly [EncodedValue, EncodedValue])[]];

const encoded: z.ZodType<EncodedValue> = z.lazy(() =>
  z.union([
    z.tuple([z.enum(['none', 'undefined'])]),
    z.tuple([z.literal('bool'), z.boolean()]),
    z.tuple([z.enum(['number', 'text', 'bytes', 'object']), z.string()]),
    z.tuple([z.enum(['list', 'tuple', 'set']), z.array(encoded)]),
    z.tuple([z.literal('map'), z.array(z.tuple([encoded, encoded]))]),
  ]),
);

/** What evaluating one expression gave: a value with how the language shows it, or an exception. */
const evaluation = z.union([
  z.strictObject({ value: encoded, shown: z.string() }),
  z.strictObject({
    raised: z.array(z.string()).min(1),
    message: z.string(),
    stage: z.enum(['import', 'setup', 'expression']),
  }),
]);

export type Evaluation = z.infer<typeof evaluation>;

/** The evaluation in an evaluator's report; null where it reported nothing that can be read. */
export function readEvaluation(text: string | null | undefined): Evaluation | null {
  try {
    const parsed = evaluation.safeParse(JSON.parse(text ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const tolerance = 1e-9;

/** Equality of two values: numbers within a relative 1e-9 whatever their type, sets and maps without order. */
export function sameValue(left: EncodedValue, right: EncodedValue): boolean {
  const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
  if (leftNumber !== null && rightNumber !== null) return sameNumber(leftNumber, rightNumber);
  if (left[0] !== right[0]) return false;
  switch (left[0]) {
    case 'list':
    case 'tuple':
      return sameList(left[1] as readonly EncodedValue[], right[1] as readonly EncodedValue[]);
    case 'set':
      return sameUnordered(
        left[1] as readonly EncodedValue[],
        right[1] as readonly EncodedValue[],
        sameValue,
      );
    case 'map':
      return sameUnordered(
        left[1] as readonly (readonly [EncodedValue, EncodedValue])[],
        right[1] as readonly (readonly [EncodedValue, EncodedValue])[],
        (one, other) => sameValue(one[0], other[0]) && sameValue(one[1], other[1]),
      );
    default:
      return left[1] === right[1];
  }
}

function numberOf(value: EncodedValue): string | null {
  if (value[0] === 'number') return value[1];
  return value[0] === 'bool' ? (value[1] ? '1' : '0') : null;
}

function sameNumber(left: string, right: string): boolean {
  if (left === right) return true;
  if (/^-?\d+$/.test(left) && /^-?\d+$/.test(right)) return false;
  const [one, other] = [Number(left), Number(right)];
  return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other));
}

function sameList(left: readonly EncodedValue[], right: readonly EncodedValue[]): boolean {
  return (
    left.length === right.length &&
    left.every((value, index) => sameValue(value, right[index] as EncodedValue))
  );
}

function sameUnordered<Member>(
  left: readonly Member[],
  right: readonly Member[],
  same: (one: Member, other: Member) => boolean,
): boolean {
  if (left.length !== right.length) return false;
  const open = [...right];
  return left.every((member) => {
    const at = open.findIndex((other) => same(member, other));
    if (at >= 0) open.splice(at, 1);
    return at >= 0;
  });
}
