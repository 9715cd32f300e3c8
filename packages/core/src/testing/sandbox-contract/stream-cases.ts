import { expect, test } from 'vitest';
import type { ContractContext } from './contract-context.ts';

/** Streams, environment, and how the end of a command is told. */
export function streamCases({ shell, run, python }: ContractContext): void {
  test('exit code and both streams come back, a failed command is a result', async () => {
    const result = await shell('echo out; echo err >&2; exit 3');
    expect(result).toMatchObject({
      exitCode: 3,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
      killed: false,
      timedOut: false,
      outOfMemory: false,
      outputLimit: false,
      files: {},
    });
  });

  test('a signal is named, with the exit code that a shell gives it', async () => {
    expect(await python('import os; os.kill(os.getpid(), 11)')).toMatchObject({
      exitCode: 139,
      signal: 'SIGSEGV',
      killed: false,
    });
  });

  test('a program that is not there is a result', async () => {
    const result = await run(['no-such-program']);
    expect(result.exitCode).toBe(127);
    expect(result.stderr).toContain('no-such-program');
  });

  test('a program in the work folder is not taken for one of the system', async () => {
    const result = await run(['python3', '-c', 'print("system")'], {
      files: { python3: '#!/bin/sh\necho own' },
    });
    expect(result.stdout).toBe('system\n');
  });

  test('without standard input a read ends at once', async () => {
    expect((await shell('cat; read line || echo ended')).stdout).toBe('ended\n');
  });

  test('standard input is a pipe that can be opened again by its path', async () => {
    const result = await shell('read first; cat /dev/stdin; [ -p /dev/stdin ] && echo pipe', {
      stdin: 'one\ntwo\n',
    });
    expect(result.stdout).toContain('pipe\n');
    expect((await shell('cat /dev/stdin', { stdin: 'ü\n' })).stdout).toBe('ü\n');
  });

  test('standard input that nobody reads does not matter', async () => {
    const result = await shell('exec <&-; echo done', { stdin: 'x'.repeat(1_000_000) });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'done\n' });
    expect(result.wallSeconds).toBeLessThan(5);
  });

  test('a megabyte of standard input arrives whole', async () => {
    expect((await shell('wc -c', { stdin: 'x'.repeat(1_000_000) })).stdout.trim()).toBe('1000000');
  });

  test('the environment holds nothing but what is known and what was given', async () => {
    process.env.BOTTEGA_CANARY = 'canary';
    const result = await shell('env', { environment: { GIVEN: '/work/a', HTTP_PROXY: '' } });
    delete process.env.BOTTEGA_CANARY;
    const lines = result.stdout.trim().split('\n');
    const names = lines
      .map((line) => line.split('=')[0] ?? '')
      .filter((name) => !/^(_|OLDPWD|SHLVL)$/.test(name));
    expect(names.toSorted()).toEqual(
      ['GIVEN', 'HOME', 'HTTP_PROXY', 'LANG', 'NO_COLOR', 'PATH', 'PWD', 'PYTHONDONTWRITEBYTECODE']
        .concat(['PYTHONHASHSEED', 'TMPDIR'])
        .toSorted(),
    );
    expect(lines).toContain('GIVEN=/work/a');
    expect(lines).toContain('LANG=C.UTF-8');
  });

  test('paths are the same on every machine', async () => {
    const result = await shell('pwd; echo "$HOME $TMPDIR"; cd "$HOME" && touch "$TMPDIR/x" && ls "$TMPDIR"');
    expect(result.stdout).toBe('/work\n/home/bottega /tmp\nx\n');
  });

  test('a background child that holds the streams is not waited for, and does not live on', async () => {
    const mark = `4${process.pid}.${Math.trunc(performance.now())}`;
    const result = await shell(`(setsid sleep ${mark} &); trap '' TERM; sleep ${mark} & echo started`);
    expect(result).toMatchObject({ stdout: 'started\n', exitCode: 0 });
    expect(result.wallSeconds).toBeLessThan(5);
    expect((await shell(`pgrep -f 'slee[p] ${mark}' | wc -l`)).stdout.trim()).toBe('0');
  });
}
