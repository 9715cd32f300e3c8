import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Verdict } from '@bottega/core';
import { documentPart } from '@bottega/core/testing';
import { expect, test } from 'vitest';
import { judgeProgram } from './judge-program.ts';
import { misjudgedGroup } from './misjudged-group.ts';
import { type JudgedProgram, judgedPrograms } from './programs.ts';

const { signal } = new AbortController();

test('every program is judged as listed, and the table in docs/verdict.md says so', async () => {
  const group = misjudgedGroup(judgeProgram);
  const { cases, escapes, notes } = await group.run({ signal });
  expect(escapes).toEqual([]);
  expect(cases).toBeGreaterThanOrEqual(group.atLeast);
  const head = ['| program | ChatDev | Bottega | code |', '|---|---|---|---|'];
  const document = new URL('../../docs/verdict.md', import.meta.url);
  const { found, wanted } = documentPart(document, 'judged programs', [...head, ...notes]);
  expect(found).toEqual(wanted);
}, 180_000);

test('a folder name with a space changes nothing', async () => {
  const program = judgedPrograms.find(({ title }) => title === 'raises an exception') as JudgedProgram;
  expect(await judgeProgram(program, { signal, folderName: 'T X' })).toMatchObject(program.expected);
});

/** The judge of a predecessor: wait, then look for a traceback on the standard error output. */
async function tracebackJudge({ file, program }: JudgedProgram): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'naive-'));
  if (program !== null) await writeFile(join(folder, file), program);
  const command = file === 'main.py' ? '/usr/bin/python3' : process.execPath;
  const child = spawn(command, [file], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (piece) => {
    errors += piece;
  });
  await Promise.race([new Promise((resolve) => child.on('close', resolve)), sleep(1000)]);
  child.kill('SIGKILL');
  const bug = /traceback/i.test(errors);
  return bug
    ? { kind: 'failed', code: 'red-check', reason: 'bug', doubts: [] }
    : { kind: 'verified', code: 'proven', reason: 'pass', doubts: [] };
}

test('a judge that waits for a traceback is reported as wrong', async () => {
  const { escapes } = await misjudgedGroup(tracebackJudge).run({ signal });
  expect(escapes.length).toBeGreaterThanOrEqual(12);
  expect(escapes.map(({ name }) => name)).toContain('syntax error');
});
