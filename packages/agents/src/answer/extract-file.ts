import { type FencedBlock, fencedBlocks } from './fenced-blocks.ts';

/** The whole text of one file taken out of a reply, or why there is none, fit to be sent back. */
export type ExtractedFile =
  | { readonly found: true; readonly content: string }
  | { readonly found: false; readonly reason: string };

export interface FileWanted {
  readonly path: string;
  /** Fence names of its language: `python`, `py`. */
  readonly fences: readonly string[];
}

const elision =
  /^\s*(?:#|\/\/|\/\*|--|;)\s*(?:\.\.\.|…|\.{3}\s*)?\s*(?:\(?\s*)?(?:the\s+)?(?:rest of (?:the|your)|remaining|existing|previous|other)\b.*\b(?:code|unchanged|same|here|methods?|functions?|implementation)\b/im;

/** Takes the one file that was asked for out of a reply with fenced code. */
export function extractFile(reply: string, wanted: FileWanted, cut: boolean): ExtractedFile {
  const blocks = fencedBlocks(reply);
  const chosen = chooseBlock(blocks, wanted);
  if (chosen === null) {
    return looksLikeCode(reply)
      ? checked(`${reply.trim()}\n`, wanted)
      : { found: false, reason: `the reply holds no fenced code block for ${wanted.path}` };
  }
  if (!chosen.closed && cut)
    return { found: false, reason: `the reply was cut before ${wanted.path} was complete` };
  return checked(chosen.content, wanted);
}

function checked(content: string, wanted: FileWanted): ExtractedFile {
  if (content.trim() === '') return { found: false, reason: `the block for ${wanted.path} is empty` };
  const left = elision.exec(content);
  if (left !== null) {
    return {
      found: false,
      reason: `${wanted.path} leaves code out ("${left[0].trim()}"); the whole file is needed`,
    };
  }
  return { found: true, content };
}

function chooseBlock(blocks: readonly FencedBlock[], wanted: FileWanted): FencedBlock | null {
  const named = blocks.filter((block) => names(block, wanted.path));
  const inLanguage = blocks.filter((block) => wanted.fences.includes(block.info.split(/[\s:]/)[0] ?? ''));
  const unnamed = blocks.filter((block) => block.info === '');
  for (const group of [named.filter((block) => inLanguage.includes(block)), inLanguage, named, unnamed]) {
    const longest = group.toSorted((left, right) => right.content.length - left.content.length)[0];
    if (longest !== undefined) return longest;
  }
  return null;
}

function names(block: FencedBlock, path: string): boolean {
  const base = path.split('/').at(-1) ?? path;
  return block.info.includes(base.toLowerCase()) || block.before.includes(base);
}

function looksLikeCode(reply: string): boolean {
  const first = reply.trim().split('\n')[0] ?? '';
  return /^(?:#!|import |from \w+ import |def |class |export |const |function |async |'use strict'|"use strict")/.test(
    first,
  );
}
