import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { checkRequest } from './check-request.ts';
import { defaultSandboxLimits } from './default-limits.ts';
import type { SandboxRequest } from './sandbox.ts';

const request = (more: Partial<SandboxRequest>): SandboxRequest => ({
  command: ['true'],
  limits: defaultSandboxLimits,
  ...more,
});
const tool = (hostFolder: string, path: string): Partial<SandboxRequest> => ({
  tools: [{ hostFolder, path }],
});

test.each<[string, Partial<SandboxRequest>]>([
  ['an empty command', { command: [] }],
  ['a null character in the command', { command: ['echo', 'a\0b'] }],
  ['an argument that the system cannot take', { command: ['echo', 'x'.repeat(131_072)] }],
  ['a null character in the environment', { environment: { A: 'x\0--bind\0/\0/' } }],
  ['a file above the work folder', { files: { '../a': '' } }],
  ['a file above it in the middle', { files: { 'a/../../b': '' } }],
  ['an absolute file', { files: { '/etc/passwd': '' } }],
  ['a file without a name', { files: { '': '' } }],
  ['a folder as a file', { files: { 'a/': '' } }],
  ['a file that is a folder too', { files: { a: '', 'a/b': '' } }],
  ['an output above the work folder', { outputs: ['../a'] }],
  ['an output with a line break', { outputs: ['a\n/etc/passwd'] }],
  ['a toolchain over the work folder', tool('/usr', '/work/node')],
  ['a toolchain over the system', tool('/usr', '/usr/local')],
  ['a toolchain with a way up', tool('/usr', '/opt/../etc')],
  ['a toolchain that is the home folder', tool(homedir(), '/opt/node')],
  ['a toolchain that holds the home folder', tool(dirname(homedir()), '/opt/node')],
])('%s is refused', (_, more) => {
  expect(() => checkRequest(request(more))).toThrow(
    expect.objectContaining({ code: 'usage', remedy: expect.any(String) }),
  );
});

test('an ordinary request passes', () => {
  const more = {
    files: { 'a/b.py': '', '-x': '', 'ü n': '' },
    outputs: ['-x'],
    ...tool('/usr', '/opt/node'),
  };
  expect(() => checkRequest(request(more))).not.toThrow();
});
