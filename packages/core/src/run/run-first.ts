/** Branches side by side of which one wins. */
export interface FirstRequest<Result> {
  readonly branches: readonly ((signal: AbortSignal) => Promise<Result>)[];
  readonly passes: (result: Result) => boolean;
  /** The decision of an earlier sitting; then only the branches it rests on are run again. */
  readonly recorded: { readonly winner: number | null } | undefined;
  /** Records the decision. */
  readonly decide: (winner: number | null) => Promise<{ readonly winner: number | null }>;
}

/**
 * The winner is the lowest index that passes, whatever ended first: a passing branch stops those above it and waits
 * for those below. Rejects with the lowest failing branch's error where a branch that matters failed.
 */
export async function runFirst<Result>(
  request: FirstRequest<Result>,
): Promise<{ readonly index: number; readonly result: Result } | null> {
  const { recorded } = request;
  const started =
    recorded?.winner == null ? request.branches : request.branches.slice(0, recorded.winner + 1);
  const controllers = started.map(() => new AbortController());
  const ended: ({ readonly result: Result } | { readonly error: unknown } | undefined)[] = started.map(
    () => undefined,
  );
  let best = started.length;
  await Promise.all(
    started.map(async (start, index) => {
      try {
        const result = await start((controllers[index] as AbortController).signal);
        ended[index] = { result };
        if (index < best && request.passes(result)) {
          best = index;
          for (const controller of controllers.slice(index + 1)) controller.abort();
        }
      } catch (error) {
        ended[index] = { error };
      }
    }),
  );
  const winner = best < started.length ? best : null;
  for (const outcome of ended.slice(0, winner ?? started.length)) {
    if (outcome !== undefined && 'error' in outcome) throw outcome.error;
  }
  const decision = await request.decide(winner);
  if (decision.winner === null) return null;
  const outcome = ended[decision.winner];
  if (outcome === undefined || 'error' in outcome)
    throw outcome?.error ?? new Error('the recorded winner did not end');
  return { index: decision.winner, result: outcome.result };
}
