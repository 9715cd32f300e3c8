import type { ChatMessage } from '../model/chat-model.ts';

/** The parts of a build that every prompt shares, in the order they are sent. */
export interface PromptSubject {
  readonly prompt: string;
  /** Start files shown to the model, sorted by path. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

const system =
  'You work in Bottega, a small software company. You do exactly what the task says, completely, and add nothing else.';

const shownFileCharacters = 4_000;

/** One fenced file, cut in the middle where it is long. */
export function renderFile(path: string, content: string): string {
  const shown =
    content.length <= shownFileCharacters
      ? content
      : `${content.slice(0, shownFileCharacters - 600)}\n[… ${content.length - shownFileCharacters} characters left out …]\n${content.slice(-600)}`;
  return `File ${path}:\n\`\`\`\n${shown.trimEnd()}\n\`\`\``;
}

/**
 * Messages of one call: a system text that never changes, then one user message that begins with what is the
 * same in the whole build (task, start files) and ends with what is asked now, so that prefixes stay cached.
 */
export function renderMessages(subject: PromptSubject, instruction: string): ChatMessage[] {
  const given = subject.files.map((file) => renderFile(file.path, file.content));
  const parts = ['Task:', subject.prompt.trim(), ...(given.length > 0 ? ['', 'Given files:', ...given] : [])];
  return [
    { role: 'system', content: system },
    { role: 'user', content: `${parts.join('\n')}\n\n---\n${instruction}` },
  ];
}
