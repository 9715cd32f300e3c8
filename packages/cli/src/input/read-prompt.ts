import { readFile } from 'node:fs/promises';
import { UsageError } from '@bottega/core';

/** Characters of a prompt at most: what no model window holds is refused before anything is spent. */
const longestPrompt = 200_000;

export interface PromptSource {
  /** The prompt as an argument, or `-` for standard input. */
  readonly argument: string | undefined;
  readonly file: string | undefined;
  readonly standardInput: NodeJS.ReadableStream;
}

/** The prompt from the argument, a file or standard input; throws UsageError where there is none or too much. */
export async function readPrompt(source: PromptSource): Promise<string> {
  const { argument, file } = source;
  if (argument !== undefined && file !== undefined) {
    throw new UsageError('Both a prompt and --prompt-file were given.', 'Give one of them.');
  }
  const text =
    file !== undefined
      ? await fromFile(file)
      : argument === '-'
        ? await fromStream(source.standardInput)
        : argument;
  if (text === undefined || text.trim() === '') {
    throw new UsageError(
      'The prompt is empty.',
      'Say what to build: bottega build "words.py, which prints the number of words of the file given; …".',
    );
  }
  if (text.length > longestPrompt) {
    throw new UsageError(
      `The prompt has ${text.length.toLocaleString('en')} characters; at most ${longestPrompt.toLocaleString('en')} can be used.`,
      'Shorten it, and give data as files with --with FOLDER.',
    );
  }
  return text;
}

async function fromFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new UsageError(
      `The prompt file ${file} cannot be read (${code}).`,
      'Give the path of a readable text file.',
    );
  }
}

async function fromStream(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) {
    text += String(piece);
    if (text.length > longestPrompt * 8) break;
  }
  return text;
}
