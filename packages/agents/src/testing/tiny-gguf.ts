import { writeFileSync } from 'node:fs';

const width = 64;
const hidden = 128;
const context = 512;
const tokens = [
  '<unk>',
  '<s>',
  '</s>',
  ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
];
const shapes: readonly (readonly [name: string, ...size: number[]])[] = [
  ['token_embd.weight', width, tokens.length],
  ['output_norm.weight', width],
  ['output.weight', width, tokens.length],
  ['blk.0.attn_norm.weight', width],
  ['blk.0.attn_q.weight', width, width],
  ['blk.0.attn_k.weight', width, width],
  ['blk.0.attn_v.weight', width, width],
  ['blk.0.attn_output.weight', width, width],
  ['blk.0.ffn_norm.weight', width],
  ['blk.0.ffn_gate.weight', width, hidden],
  ['blk.0.ffn_up.weight', width, hidden],
  ['blk.0.ffn_down.weight', hidden, width],
];

/** Writes a llama model with random weights and a byte vocabulary, about half a megabyte; its window has 512 tokens. */
export function writeTinyGguf(file: string): void {
  const pieces: Buffer[] = [];
  const put = (size: number, write: (buffer: Buffer) => void): void => {
    const buffer = Buffer.alloc(size);
    write(buffer);
    pieces.push(buffer);
  };
  const u32 = (value: number): void => put(4, (buffer) => buffer.writeUInt32LE(value));
  const u64 = (value: number): void => put(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value)));
  const text = (value: string): void => {
    u64(Buffer.byteLength(value));
    pieces.push(Buffer.from(value));
  };
  const number = (key: string, value: number): void => {
    text(key);
    u32(4);
    u32(value);
  };
  const string = (key: string, value: string): void => {
    text(key);
    u32(8);
    text(value);
  };
  const array = (kind: number): void => {
    u32(9);
    u32(kind);
    u64(tokens.length);
  };
  pieces.push(Buffer.from('GGUF'));
  u32(3);
  u64(shapes.length);
  u64(14);
  string('general.architecture', 'llama');
  number('llama.context_length', context);
  number('llama.embedding_length', width);
  number('llama.block_count', 1);
  number('llama.feed_forward_length', hidden);
  number('llama.attention.head_count', 4);
  number('llama.rope.dimension_count', width / 4);
  text('llama.attention.layer_norm_rms_epsilon');
  u32(6);
  put(4, (buffer) => buffer.writeFloatLE(1e-5));
  string('tokenizer.ggml.model', 'llama');
  text('tokenizer.ggml.tokens');
  array(8);
  for (const token of tokens) text(token);
  text('tokenizer.ggml.scores');
  array(6);
  put(4 * tokens.length, () => {});
  text('tokenizer.ggml.token_type');
  array(5);
  for (const [index] of tokens.entries()) u32(index === 0 ? 2 : index < 3 ? 3 : 6);
  number('tokenizer.ggml.bos_token_id', 1);
  number('tokenizer.ggml.eos_token_id', 2);
  let offset = 0;
  for (const [name, ...size] of shapes) {
    text(name);
    u32(size.length);
    for (const one of size) u64(one);
    u32(0);
    u64(offset);
    offset += 4 * size.reduce((product, one) => product * one, 1);
  }
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  put((32 - (length % 32)) % 32, () => {});
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed / 2 ** 32 - 0.5;
  };
  for (const [name, ...size] of shapes) {
    const count = size.reduce((product, one) => product * one, 1);
    put(4 * count, (buffer) => {
      for (let index = 0; index < count; index += 1)
        buffer.writeFloatLE(name.includes('norm') ? 1 : random() / 4, index * 4);
    });
  }
  writeFileSync(file, Buffer.concat(pieces));
}
