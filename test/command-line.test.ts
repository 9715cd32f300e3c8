import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MockAnswer, startMockServer, streamedAnswer } from '@bottega/agents/testing';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));
const launch = `import { main } from ${JSON.stringify(main)}; process.exitCode = await main(process.argv.slice(1));`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(
  list: readonly string[],
  base: string,
  input = '',
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(
    process.execPath,
    ['--conditions=@bottega/source', '--input-type=module', '-e', launch, '--', ...list],
    {
      cwd: base,
      env: {
        ...process.env,
        XDG_STATE_HOME: join(base, 'state'),
        XDG_CACHE_HOME: join(base, 'cache'),
        BOTTEGA_TEST_KEY: 'sk-canary-key',
        INIT_CWD: base,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr?.on('data', (piece) => {
    stderr += piece;
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return {
    child,
    ended: new Promise((resolve) =>
      child.once('exit', (code) => setTimeout(() => resolve({ code, stdout, stderr }), 50)),
    ),
  };
}

const newBase = (): string => mkdtempSync(join(tmpdir(), 'command-'));
const run = (list: readonly string[], base = newBase(), input = ''): Promise<Ended> =>
  start(list, base, input).ended;
const prompt =
  'words.py, which prints the number of words of the file given; for a file holding `one two three` it prints `3`';
const program = '```python\nimport sys\n\nprint(len(open(sys.argv[1]).read().split()))\n```';

async function withServer<Result>(
  answers: readonly MockAnswer[],
  use: (flags: string[]) => Promise<Result>,
): Promise<Result> {
  const server = await startMockServer(answers);
  try {
    return await use([
      '--base-url',
      server.baseUrl,
      '--model',
      'mock',
      '--api-key-variable',
      'BOTTEGA_TEST_KEY',
    ]);
  } finally {
    await server.close();
  }
}

test('a build through a server: plain lines, the report, exit code 0, the key nowhere', async () => {
  await withServer([streamedAnswer([program])], async (flags) => {
    const base = newBase();
    const { code, stdout } = await run([prompt, ...flags], base);
    expect(stdout).toContain('VERIFIED: 1 of 1 checks from your text passed');
    expect(stdout).toContain('[host, no call]');
    expect(code).toBe(0);
    expect(readFileSync(join(base, 'words/words.py'), 'utf8')).toContain('sys.argv[1]');
    const [id = ''] = readdirSync(join(base, 'state/bottega/runs'));
    const journal = readFileSync(join(base, 'state/bottega/runs', id, 'journal.jsonl'), 'utf8');
    expect(journal).not.toContain('sk-canary-key');
    expect(journal).not.toContain(base);
    const replayed = await run(['replay', id, '--json'], base);
    expect(replayed.code).toBe(0);
    expect(
      replayed.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toContain('run-end');
    expect((await run(['runs'], base)).stdout).toContain(`${id}  finished`);
  });
});

test('--json prints one event a line, and a wrong program ends with exit code 3', async () => {
  await withServer([streamedAnswer(['```python\nprint(4)\n```'])], async (flags) => {
    const { code, stdout } = await run(['build', '-', '--json', ...flags], newBase(), prompt);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0].type).toBe('run-start');
    expect(events.at(-1)).toMatchObject({ type: 'run-end', report: { verdict: { kind: 'failed' } } });
    expect(code).toBe(3);
  });
});

test('a prompt in Chinese with an emoji is good input', async () => {
  await withServer([streamedAnswer([program])], async (flags) => {
    const base = newBase();
    const { code } = await run(['写一个🎉words.py，文件内容为`一 二 三`，输出`3`', ...flags], base);
    expect(code).toBe(0);
    expect(existsSync(join(base, 'words'))).toBe(true);
  });
});

test('Ctrl-C stops within 2 s, delivers nothing and says how to go on; resume pays nothing again', async () => {
  const slow = streamedAnswer(Array(200).fill('x '), { pause: 50 });
  await withServer([slow, streamedAnswer([program])], async (flags) => {
    const base = newBase();
    const { child, ended } = start([prompt, '--json', ...flags], base);
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (piece) => String(piece).includes('model-delta') && resolve());
    });
    const begun = Date.now();
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(Date.now() - begun).toBeLessThan(2_200);
    expect(code).toBe(130);
    expect(stderr).toContain('bottega resume');
    expect(readdirSync(base).filter((name) => !['state', 'cache'].includes(name))).toEqual([]);
    const resumed = await run(['resume'], base);
    expect(resumed.stdout).toContain('VERIFIED');
    expect(resumed.code).toBe(0);
  });
});

test('a budget that is used up has its own exit code and names the run', async () => {
  await withServer([streamedAnswer(['no code'])], async (flags) => {
    const { code, stdout } = await run([prompt, '--max-calls', '1', ...flags]);
    expect(code).toBe(6);
    expect(stdout).toContain('bottega resume --max-calls');
  });
});

test.each<[string, string[], number, RegExp]>([
  ['a mistyped command', ['biuld'], 2, /Did you mean `bottega build`/],
  ['an empty prompt', ['build', ''], 2, /prompt is empty/],
  ['an unknown option', ['build', 'a list', '--fast'], 2, /unknown option/],
  ['a budget of nothing', ['build', 'a list', '--max-calls', '0'], 2, /no number above 0/],
  ['an unknown model', ['build', 'a list', '--model', 'qwen9'], 2, /no model qwen9.*qwen2\.5-coder-1\.5b/s],
  [
    'a server that is not there',
    ['build', 'a list', '--base-url', 'http://127.0.0.1:9/v1', '--model', 'm'],
    4,
    /cannot be reached/,
  ],
  [
    'an address that is none',
    ['build', 'a list', '--base-url', 'nonsense', '--model', 'm'],
    4,
    /no web address/,
  ],
  [
    'a key variable that is empty',
    [
      'build',
      'a list',
      '--base-url',
      'http://127.0.0.1:9/v1',
      '--model',
      'm',
      '--api-key-variable',
      'NO_SUCH_KEY',
    ],
    2,
    /NO_SUCH_KEY/,
  ],
  ['an unknown sandbox', ['build', 'a list', '--sandbox', 'box'], 2, /no sandbox box/],
  ['a start folder that is not there', ['build', 'a list', '--with', 'nowhere'], 2, /no folder/],
  ['a run that is not there', ['replay', 'nope'], 2, /no run nope/],
  ['nothing to resume', ['resume'], 2, /No unfinished run/],
])('%s is told clearly', async (_title, list, code, said) => {
  const ended = await run(list);
  expect(`${ended.stdout}${ended.stderr}`).toMatch(said);
  expect(ended.code).toBe(code);
});

test('an out folder that is not empty, a file, or below a file is refused and left as it is', async () => {
  const base = newBase();
  mkdirSync(join(base, 'full'));
  writeFileSync(join(base, 'full/mine.txt'), 'mine');
  for (const out of ['full', 'full/mine.txt', 'full/mine.txt/below']) {
    const { code, stdout, stderr } = await run(['build', 'a list', '--out', out], base);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toContain(out);
  }
  expect(readFileSync(join(base, 'full/mine.txt'), 'utf8')).toBe('mine');
  expect(readdirSync(base).toSorted()).toEqual(['full']);
});

test('a prompt of one megabyte is refused from a file and from standard input', async () => {
  const base = newBase();
  writeFileSync(join(base, 'prompt.txt'), 'a '.repeat(512 * 1024));
  expect((await run(['build', '--prompt-file', 'prompt.txt'], base)).code).toBe(2);
  expect((await run(['build', '-'], base, 'a '.repeat(512 * 1024))).code).toBe(2);
});

test('help and version answer without loading the engine', async () => {
  const help = await run(['--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('Exit codes: 0 verified');
  expect((await run(['--version'])).stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});
