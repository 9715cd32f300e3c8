import type { Readable, Writable } from 'node:stream';

/** After the program itself has ended: how long a pause in the output of its children ends the reading. */
const quietMilliseconds = 150;
/** How long their output is read at most, in milliseconds. */
const longestDrain = 2_000;

/** The two text streams of a child, being read. */
export interface StreamReading {
  /** Reads what is left after the program's end; a child that outlives it and holds the pipes does not matter. */
  drain(): Promise<void>;
}

/** Hands each piece of two streams to `onPiece` as it comes. */
export function readStreams(
  streams: Readonly<Record<'stdout' | 'stderr', Readable | null>>,
  onPiece: (stream: 'stdout' | 'stderr', piece: Buffer) => void,
): StreamReading {
  let pieces = 0;
  let isClosed = false;
  const read = (name: 'stdout' | 'stderr'): Promise<void> =>
    new Promise((resolve) => {
      const stream = streams[name];
      if (stream === null) return resolve();
      stream.on('data', (piece: Buffer | string) => {
        pieces += 1;
        onPiece(name, Buffer.from(piece));
      });
      for (const event of ['close', 'end', 'error']) stream.on(event, () => resolve());
    });
  const closed = Promise.all([read('stdout'), read('stderr')]).then(() => {
    isClosed = true;
  });
  return {
    drain: async () => {
      const begun = performance.now();
      for (let before = -1; !isClosed && pieces !== before && performance.now() - begun < longestDrain; ) {
        before = pieces;
        await Promise.race([closed, pause(quietMilliseconds)]);
        // On a busy machine the timer comes before output that is there already: look once more.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Collects the bytes of a stream up to a limit; what comes after it is read and dropped. */
export function collectBytes(stream: Readable | null, limit: number): { bytes(): Buffer } {
  const pieces: Buffer[] = [];
  let room = limit;
  stream?.on('error', () => {});
  stream?.on('data', (piece: Buffer) => {
    if (room > 0) pieces.push(piece.subarray(0, room));
    room -= piece.length;
  });
  return { bytes: () => Buffer.concat(pieces) };
}

/** Gives bytes to a descriptor and closes it; a program that does not read them is no error. */
export function feed(stream: Writable | null, bytes: string | Uint8Array): void {
  stream?.on('error', () => {});
  stream?.end(bytes);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
