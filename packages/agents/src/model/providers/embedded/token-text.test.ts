import type { Token } from 'node-llama-cpp';
import { expect, test } from 'vitest';
import { createTokenText } from './token-text.ts';

/** One token a byte, as byte vocabularies have it. */
const bytes = {
  detokenize: (tokens: readonly Token[]): string => Buffer.from([...tokens] as number[]).toString('utf8'),
};

function run(text: string | Buffer, stops: readonly string[] = []) {
  const written = createTokenText(bytes, stops);
  const pieces: string[] = [];
  for (const byte of Buffer.from(text)) {
    pieces.push(written.push(byte as Token));
    if (written.stopped()) break;
  }
  pieces.push(written.end());
  return { pieces: pieces.filter((piece) => piece !== ''), stopped: written.stopped() };
}

test('a character over several tokens comes in one piece', () => {
  expect(run('a一🎉b').pieces).toEqual(['a', '一', '🎉', 'b']);
});

test('bytes that are no character are let through in the end, and nothing is lost', () => {
  const { pieces } = run(Buffer.from([0x61, 0xff, 0xfe, 0x62]));
  expect(pieces.join('')).toBe('a\ufffd\ufffdb');
  expect(run(Buffer.from('🎉').subarray(0, 3)).pieces.join('')).toBe('\ufffd');
});

test('text ends before a stop string, wherever its tokens were cut', () => {
  expect(run('code END more', ['END']).pieces.join('')).toBe('code ');
  expect(run('code END more', ['END']).stopped).toBe(true);
  expect(run('x🎉🎊y', ['🎊']).pieces.join('')).toBe('x🎉');
  expect(run('ab', ['ab', 'b']).pieces.join('')).toBe('');
});

test('only what may become a stop string is held back', () => {
  expect(run('aE bEN', ['END']).pieces).toEqual(['a', 'E ', 'b', 'EN']);
});
