import { StringDecoder } from 'node:string_decoder';

/** Collects two text streams up to a common number of bytes. */
export interface OutputCollector {
  /** Takes a piece; false once the limit is reached, and then the piece is cut. */
  take(stream: 'stdout' | 'stderr', piece: Buffer): boolean;
  text(stream: 'stdout' | 'stderr'): string;
}

/** A collector of at most `limit` bytes over both streams; whole characters only. */
export function createOutputCollector(
  limit: number,
  onOutput?: (stream: 'stdout' | 'stderr', text: string) => void,
): OutputCollector {
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  const texts = { stdout: '', stderr: '' };
  let bytes = 0;
  return {
    take: (stream, piece) => {
      const room = limit - bytes;
      const kept = piece.length > room ? piece.subarray(0, Math.max(0, room)) : piece;
      bytes += kept.length;
      const text = decoders[stream].write(kept);
      texts[stream] += text;
      if (text !== '') onOutput?.(stream, text);
      return piece.length <= room;
    },
    text: (stream) => texts[stream],
  };
}
