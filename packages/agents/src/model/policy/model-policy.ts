/** Time limits and retries of one model, in seconds and counts. */
export interface ModelPolicy {
  /** Seconds until the first piece of an answer; a slow machine reads long prompts for minutes. */
  readonly firstTokenSeconds: number;
  /** Seconds between two pieces. */
  readonly idleSeconds: number;
  /** Seconds of one answer in all, retries included. */
  readonly totalSeconds: number;
  /** Sends after the first one, only where one can help. */
  readonly retries: number;
  /** Longest wait that a server may ask for, in seconds. */
  readonly longestWaitSeconds: number;
}

/** Limits that fit a small model on a slow machine. */
export const defaultPolicy: ModelPolicy = {
  firstTokenSeconds: 600,
  idleSeconds: 120,
  totalSeconds: 3_600,
  retries: 2,
  longestWaitSeconds: 30,
};
