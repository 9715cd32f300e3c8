/** Words before an example that make it no statement of what must be. */
const denied =
  /\b(?:not|never|no longer|instead of|rather than|wrong(?:ly)?|incorrect(?:ly)?|bugs?|buggy|broken|currently|at the moment|right now|at present|today|actual(?:ly)?|got|used to|may|might|could|possibly|perhaps|either|random(?:ly)?|something like)\b|n['’]t\b|不是|而不是|不要|不能|不应|错误|目前|现在|当前|可能/i;
/** Words that make a call depend on a state which the example does not show. */
const conditional =
  /\b(?:if|unless|when|whenever|while|until|after|once|suppose|assum(?:e|ing)|elif|previously|then)\b|如果|假如|之后|当/i;
/** Words after an example that take it back. */
const withdrawn =
  /^[^\n]{0,80}?(?:\b(?:instead|wrong|incorrect|a bug|but (?:it )?(?:should|must|ought)|it (?:should|must|ought)|should (?:have|instead)|rather than|depend(?:s|ing)|or similar|for some|sometimes)\b|n['’]t\b|错误|不对)/i;
const deniedLabel =
  /\b(?:wrong|incorrect|bad|buggy|broken|bugs?|actual(?:ly)?|currently?|before|not|never|anti|counter-?examples?|today|avoid|invalid)\b|n['’]t\b|错误|实际|当前|不要|目前/i;

/** The sentence that leads up to a place, within its paragraph or list item. */
export function leadIn(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  if (/^[\s`>|*•-]*(?:\d+[.)]\s*)?`?$/.test(line)) return '';
  const near = text.slice(Math.max(0, at - 200), at);
  return near.split(/[.!?]\s|[。！？；;]|\n\s*\n|\n\s*(?:[-*•>#]|\d+[.)])/).at(-1) ?? '';
}

/** True where the words around an example deny it, take it back, or head a list of what is wrong. */
export function isDenied(text: string, at: number, end: number): boolean {
  const after = (end > at ? text.slice(end, end + 120) : '').split(/[.!?](?:\s|$)|[。！？；]|\n/)[0] ?? '';
  return denied.test(leadIn(text, at)) || withdrawn.test(after) || deniedLabel.test(labelOf(text, at));
}

/** True where a command's example builds on another command that the sentence speaks of before. */
export function isFollowUp(text: string, at: number): boolean {
  return /\b(?:after(?:wards)?|once|previously|following|then|next)\b|之后|然后|接着/i.test(leadIn(text, at));
}

/** True where an example holds only in a state that the words before it describe. */
export function isConditional(text: string, at: number): boolean {
  return conditional.test(leadIn(text, at));
}

const farthestLabel = 30;

/** The heading or the line with a colon that a list or a fence stands under; '' where there is none. */
function labelOf(text: string, at: number): string {
  const lines = text
    .slice(Math.max(0, at - 3_000), at)
    .split('\n')
    .slice(0, -1)
    .reverse();
  let blank = 0;
  for (const line of lines.slice(0, farthestLabel)) {
    const plain = line.trim();
    if (plain === '' || /^(?:```|~~~)/.test(plain)) {
      blank += plain === '' ? 1 : 0;
      if (blank > 1) return '';
    } else if (/[:：][*_]*$/.test(plain) || /^#{1,6}\s/.test(plain)) return plain.slice(-80);
    else if (blank > 0) return '';
  }
  return '';
}
