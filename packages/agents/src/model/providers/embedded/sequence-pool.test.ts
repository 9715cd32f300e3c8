import { expect, test } from 'vitest';
import { createSequencePool, type SequencePool } from './sequence-pool.ts';

const { signal } = new AbortController();
const long = 'a'.repeat(80);
const held: Record<string, string> = { left: `${long}x`, right: `${long}y` };
const open = (...names: string[]): SequencePool<string, string> =>
  createSequencePool(names, (name, tokens) => {
    let length = 0;
    while (tokens[length] !== undefined && held[name]?.[length] === tokens[length]) length += 1;
    return length;
  });

test('the sequence that holds the most of the prompt is lent', async () => {
  const pool = open('left', 'right');
  const prompt = [...`${long}y and more`];
  const first = await pool.take(prompt, signal);
  expect(first?.sequence).toBe('right');
  expect((await pool.take(prompt, signal))?.sequence).toBe('left');
  first?.giveBack();
  expect((await pool.take([...`${long}x`], signal))?.sequence).toBe('right');
});

test('a short beginning in common is no reason to overwrite: the one that rested longest is lent', async () => {
  const pool = open('empty', 'right');
  (await pool.take([], signal))?.giveBack();
  (await pool.take([...`${long}y`], signal))?.giveBack();
  expect((await pool.take([...'aaaabbbbbb'], signal))?.sequence).toBe('empty');
});

test('whoever waits is served in order', async () => {
  const pool = open('left');
  const lease = await pool.take([], signal);
  const order: number[] = [];
  const waiters = [1, 2, 3].map(async (number) => {
    const mine = await pool.take([], signal);
    order.push(number);
    mine?.giveBack();
  });
  lease?.giveBack();
  await Promise.all(waiters);
  expect(order).toEqual([1, 2, 3]);
});

test('one who gives up waiting does not swallow the turn of the next', async () => {
  const pool = open('left');
  const lease = await pool.take([], signal);
  const controller = new AbortController();
  const impatient = pool.take([], controller.signal);
  const patient = pool.take([], signal);
  controller.abort();
  expect(await impatient).toBeNull();
  lease?.giveBack();
  expect((await patient)?.sequence).toBe('left');
  expect(await pool.take([], AbortSignal.abort())).toBeNull();
});

test('it is idle once everything came back', async () => {
  const pool = open('left', 'right');
  await pool.idle();
  const lease = await pool.take([], signal);
  let idle = false;
  const rest = pool.idle().then(() => {
    idle = true;
  });
  await Promise.resolve();
  expect(idle).toBe(false);
  lease?.giveBack();
  await rest;
  expect(idle).toBe(true);
});
