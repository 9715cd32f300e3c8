import type { Run } from '@bottega/core';

/** The same run with every key under a prefix, so that each phase has keys of its own. */
export function scopedRun(run: Run, prefix: string): Run {
  const scoped = (key: string): string => `${prefix}.${key}`;
  return {
    id: run.id,
    call: (key, effect, input, options) => run.call(scoped(key), effect, input, options),
    now: (key) => run.now(scoped(key)),
    random: (key) => run.random(scoped(key)),
    all: (key, branches) => run.all(scoped(key), branches),
    first: (key, branches, passes) => run.first(scoped(key), branches, passes),
    emit: (event) => run.emit(event),
  };
}
