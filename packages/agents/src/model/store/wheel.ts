import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { ModelDownloadError } from './model-download-error.ts';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localHeaderBytes = 30;
const mostTail = 65_557;

/** One member of a wheel (a zip file) as a stream of its bytes; the first whose name fits. */
export async function openWheelMember(file: string, name: RegExp): Promise<Readable> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, mostTail));
    await handle.read(tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end < 0 || tail.readUInt32LE(end) !== endSignature) throw broken(file);
    const directory = Buffer.alloc(tail.readUInt32LE(end + 12));
    await handle.read(directory, 0, directory.length, tail.readUInt32LE(end + 16));
    const member = findMember(directory, name);
    if (member === null) throw broken(file);
    const header = Buffer.alloc(localHeaderBytes);
    await handle.read(header, 0, header.length, member.offset);
    const start = member.offset + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
    const bytes = createReadStream(file, { start, end: start + member.packed - 1 });
    if (member.method === 0) return bytes;
    const inflate = createInflateRaw();
    bytes.on('error', (error) => inflate.destroy(error));
    inflate.on('close', () => bytes.destroy());
    return bytes.pipe(inflate);
  } finally {
    await handle.close();
  }
}

function findMember(
  directory: Buffer,
  name: RegExp,
): { offset: number; packed: number; method: number } | null {
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entrySignature; ) {
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) =>
      directory.readUInt16LE(at + offset),
    ) as [number, number, number];
    if (name.test(directory.toString('utf8', at + 46, at + 46 + nameBytes))) {
      return {
        offset: directory.readUInt32LE(at + 42),
        packed: directory.readUInt32LE(at + 20),
        method: directory.readUInt16LE(at + 10),
      };
    }
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return null;
}

function broken(file: string): ModelDownloadError {
  return new ModelDownloadError('interrupted', `${file.split('/').at(-1)} is no whole wheel.`, 'Try again.');
}
