import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('examples/01-hello builds a verified program', async () => {
  const base = await mkdtemp(join(tmpdir(), 'example-'));
  const example = fileURLToPath(new URL('../examples/01-hello/hello.ts', import.meta.url));
  const printed = execFileSync(
    process.execPath,
    ['--conditions=@bottega/source', example, join(base, 'hello')],
    {
      encoding: 'utf8',
      env: { ...process.env, XDG_STATE_HOME: base },
    },
  );
  expect(printed.trim()).toBe(`verified: ${join(base, 'hello')}`);
  expect(existsSync(join(base, 'hello/test_acceptance.py'))).toBe(true);
});
