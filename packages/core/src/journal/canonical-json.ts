import { createHash } from 'node:crypto';
import type { Json } from '../effects/effect.ts';

/** JSON text with sorted keys and without undefined members: equal values give equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** Hash of a value's canonical JSON, as 64 hexadecimal digits. */
export function hashJson(value: unknown): string {
  return hashText(canonicalJson(value));
}

/** SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A deeply frozen copy of a value: what was recorded cannot be changed by who reads it. */
export function frozenCopy<Value>(value: Value): Value {
  return deepFreeze(structuredClone(value));
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value as Record<string, Json>)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}
