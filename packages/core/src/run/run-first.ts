import { DeterminismError } from '../errors/determinism-error.ts';

/** Branches side by side of which one wins. */
export interface FirstRequest<Result> {
  readonly branches: readonly ((signal: AbortSignal) => Promise<Result>)[];
  readonly passes: (result: Result) => boolean;
  /** Journal key of the decision. */
  readonly stopKey: string;
  /** The decision of an earlier sitting; then only the branches it rests on are run again. */
  readonly recorded: number | null | undefined;
  /** Records the decision. */
  readonly decide: (winner: number | null) => Promise<unknown>;
}

type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/**
 * The winner is the lowest index that passes, whatever ended first: a passing branch stops those above it and waits
 * for those below. The decision is recorded as soon as it is certain; then the stopped branches are waited for, so
 * that their late answers are stored. Rejects with the lowest failing branch's error where one below the winner failed.
 */
export async function runFirst<Result>(
  request: FirstRequest<Result>,
): Promise<{ readonly index: number; readonly result: Result } | null> {
  const { branches, passes, recorded, stopKey } = request;
  const started = recorded == null ? branches : branches.slice(0, recorded + 1);
  const controllers = started.map(() => new AbortController());
  const ended = new Map<number, Outcome<Result>>();
  let best = started.length;
  let decision: Promise<unknown> | undefined;
  const decideOnceCertain = (): void => {
    if (decision !== undefined) return;
    for (let index = 0; index < best; index += 1) {
      const outcome = ended.get(index);
      if (outcome === undefined || 'error' in outcome) return;
    }
    const winner = best < started.length ? best : null;
    decision =
      recorded === undefined || recorded === winner
        ? request.decide(winner)
        : Promise.reject(new DeterminismError(`${stopKey} with winner ${recorded}`, `winner ${winner}`));
    decision.catch(() => {});
  };
  const end = (index: number, outcome: Outcome<Result>): void => {
    ended.set(index, outcome);
    if ('result' in outcome && index < best && passes(outcome.result)) {
      best = index;
      for (const controller of controllers.slice(index + 1)) controller.abort();
    }
    decideOnceCertain();
  };
  decideOnceCertain();
  await Promise.all(
    started.map(async (start, index) => {
      try {
        const result = await start((controllers[index] as AbortController).signal);
        end(index, { result });
      } catch (error) {
        end(index, { error });
      }
    }),
  );
  if (decision === undefined) throw lowestError(ended, best);
  await decision;
  const won = ended.get(best);
  return won !== undefined && 'result' in won ? { index: best, result: won.result } : null;
}

function lowestError(ended: ReadonlyMap<number, Outcome<unknown>>, below: number): unknown {
  for (let index = 0; index < below; index += 1) {
    const outcome = ended.get(index);
    if (outcome !== undefined && 'error' in outcome) return outcome.error;
  }
  return new Error('a branch of first did not end');
}
