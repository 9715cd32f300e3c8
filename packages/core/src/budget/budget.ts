/** Limits of one run; an absent limit is no limit. */
export interface BudgetLimits {
  readonly calls?: number;
  /** Prompt and completion tokens together. */
  readonly tokens?: number;
  /** Active seconds, over all sittings of the run. */
  readonly seconds?: number;
}

/** What one step used, or may use at worst. */
export interface Usage {
  readonly calls: number;
  readonly promptTokens: number;
  /** Of the prompt tokens, those the server already had in its cache. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export interface Reservation {
  /** Books what was really used, also where it is more than was reserved, and frees the rest; the first end counts. */
  book(usage: Usage): void;
  /** Frees everything: nothing was sent. */
  release(): void;
}

/** One pot per run, checked before each call. */
export interface Budget {
  readonly limits: BudgetLimits;
  readonly used: Usage;
  /** Holds the worst case of the next call; throws BudgetExceededError where it does not fit. */
  reserve(worst: Usage): Reservation;
  /** Books a recorded step of an earlier sitting. */
  bookRecorded(usage: Usage, seconds: number): void;
  /** Throws BudgetExceededError where the seconds are used up. */
  checkTime(): void;
  /** Active seconds so far, earlier sittings included. */
  activeSeconds(): number;
}
