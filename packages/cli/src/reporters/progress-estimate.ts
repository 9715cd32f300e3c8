/** Share of a usual build's seconds that each phase takes on a small local model. */
const usualShares: Readonly<Record<string, number>> = {
  specify: 0.1,
  plan: 0.08,
  'acceptance tests': 0.17,
  code: 0.45,
  verify: 0.02,
  repair: 0.1,
  document: 0.06,
  deliver: 0.02,
};

/** Seconds a build still takes, from the phases that ended and their usual shares; null before the first telling one. */
export function remainingSeconds(
  done: readonly { readonly phase: string; readonly seconds: number }[],
): number | null {
  const share = done.reduce((sum, phase) => sum + (usualShares[phase.phase] ?? 0), 0);
  const seconds = done.reduce((sum, phase) => sum + phase.seconds, 0);
  if (share < 0.15 || seconds < 1) return null;
  return Math.max(0, (seconds / share) * (1 - share));
}
