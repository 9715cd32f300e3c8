import { openSync, readdirSync, readFileSync } from 'node:fs';

const closeOnExec = 0o2000000;
let nullDescriptor: number | null = null;

/**
 * Entries for a child's stdio from descriptor `from` on that cover what this process inherited without
 * close-on-exec (a pipe of the calling shell, say) with /dev/null; the runtime would hand those on otherwise.
 */
export function inheritedDescriptors(from: number): number[] {
  const leaking = openDescriptors().filter((descriptor) => descriptor >= from && leaks(descriptor));
  if (leaking.length === 0) return [];
  nullDescriptor ??= openSync('/dev/null', 'r');
  const last = Math.max(...leaking);
  return Array.from({ length: last - from + 1 }, () => nullDescriptor as number);
}

function openDescriptors(): number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number);
  } catch {
    return [];
  }
}

function leaks(descriptor: number): boolean {
  try {
    const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    return false;
  }
}
