/** One line of progress for people; standard output stays free for what was asked for. */
export function say(text) {
  process.stderr.write(`bottega setup: ${text}\n`);
}

/** The failure of a step, with what to do next. */
export class SetupError extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}
