const longestText = 100_000;

/** The part of a text that is read, with plain line ends. */
export function readablePart(prompt: string): string {
  return prompt.slice(0, longestText).replaceAll('\r\n', '\n');
}
