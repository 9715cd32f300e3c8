import { openSync, readdirSync, readFileSync } from 'node:fs';

const closeOnExec = 0o2000000;
let nullDescriptor: number | null = null;

/**
 * Entries for a child's stdio from descriptor `from` on that cover what this process inherited without
 * close-on-exec (a pipe of the calling shell, say) with /dev/null; the runtime would hand those on otherwise.
 * `ignore` leaves a descriptor alone.
 */
export function inheritedDescriptors(from: number): (number | 'ignore')[] {
  const leaking = new Set(openDescriptors().filter((descriptor) => descriptor >= from && leaks(descriptor)));
  if (leaking.size === 0) return [];
  nullDescriptor ??= openSync('/dev/null', 'r');
  const cover = nullDescriptor;
  const count = Math.max(...leaking) - from + 1;
  return Array.from({ length: count }, (_, index) => (leaking.has(from + index) ? cover : 'ignore'));
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
