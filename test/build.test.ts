import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, replay, resume } from '@bottega/agents';
import { createScriptedModel, type ScriptedStep } from '@bottega/agents/testing';
import type { RunEvent } from '@bottega/core';
import { expect, test } from 'vitest';

async function start(
  prompt: string,
  steps: ScriptedStep[],
  more: { files?: Record<string, string>; signal?: AbortSignal } = {},
) {
  const base = await mkdtemp(join(tmpdir(), 'build-'));
  const model = createScriptedModel(steps);
  const events: RunEvent[] = [];
  const options = {
    prompt,
    folder: base,
    runsFolder: join(base, 'runs'),
    model: { provider: 'custom', model } as const,
    onEvent: (event: RunEvent) => void events.push(event),
    ...more,
  };
  return { base, model, events, options };
}

const fence = (language: string, content: string): string =>
  `Here it is:\n\`\`\`${language}\n${content}\`\`\`\n`;
const git = (folder: string, ...list: string[]): string =>
  execFileSync('git', list, { cwd: folder, encoding: 'utf8' });

const languages = [
  {
    language: 'Python',
    file: 'words.py',
    prompt:
      'Write words.py, which prints the number of words of the file given; for a file holding `one two three` it prints `3`. Also count("a b") returns 2.',
    right: fence(
      'python',
      'import sys\n\n\ndef count(text):\n    return len(text.split())\n\n\nif __name__ == "__main__":\n    print(count(open(sys.argv[1]).read()))\n',
    ),
    line: ['text.split()', 'text'],
  },
  {
    language: 'JavaScript',
    file: 'words.js',
    prompt:
      'Write words.js, which prints the number of words of the file given; for a file holding `one two three` it prints `3`. Also count("a b") returns 2.',
    right: fence(
      'javascript',
      'import { readFileSync } from "node:fs";\n\nexport function count(text) {\n  return text.trim().split(/\\s+/).length;\n}\n\nif (process.argv[1].endsWith("words.js") && process.argv[2]) console.log(count(readFileSync(process.argv[2], "utf8")));\n',
    ),
    line: ['.split(/\\s+/)', ''],
  },
  {
    language: 'TypeScript',
    file: 'words.ts',
    prompt:
      'Write words.ts in TypeScript, which prints the number of words of the file given; for a file holding `one two three` it prints `3`. Also count("a b") returns 2.',
    right: fence(
      'typescript',
      'import { readFileSync } from "node:fs";\n\nexport function count(text: string): number {\n  return text.trim().split(/\\s+/).length;\n}\n\nif (process.argv[2]) console.log(count(readFileSync(process.argv[2], "utf8")));\n',
    ),
    line: ['.split(/\\s+/)', ''],
  },
] as const;

test.each(languages)(
  '$language: a right program is verified, delivered with one commit a phase, and replayed to the same tree',
  async (sample) => {
    const { model, options, events, base } = await start(sample.prompt, [
      { when: `Write the file ${sample.file}`, answer: sample.right },
    ]);
    const { report, folder } = await build(options);
    expect(report.verdict).toMatchObject({ kind: 'verified', doubts: [] });
    model.assertConsumed();
    expect(report.usage.calls).toBe(1);
    expect(report.checks.map((check) => [check.origin, check.counts, check.result.outcome])).toEqual([
      ['user', true, 'passed'],
      ['user', true, 'passed'],
    ]);
    expect(folder).toBe(join(base, 'words'));
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(
      git(folder, 'log', '--format=%an: %s', '--reverse')
        .trim()
        .split('\n')
        .map((line) => line.split(': ').slice(0, 2).join(': ')),
    ).toEqual([
      'Bottega: start',
      'CPO: specify',
      'CTO: plan',
      'Tester: acceptance tests',
      'Programmer: code',
      'Tester: verify',
      'Programmer: repair',
      'CPO: document',
      'CEO: deliver',
    ]);
    expect(events.filter((event) => event.type === 'turn' && event.author === 'model')).toHaveLength(1);
    const [name = '', ...list] = report.testText.split(' ');
    execFileSync(name === 'node' ? process.execPath : name, list, { cwd: folder, stdio: 'pipe' });
    const again = await replay({ runId: report.runId, runsFolder: options.runsFolder });
    expect(again.tree).toBe(report.tree);
    expect(again.commit).toBe(report.commit);
  },
);

test.each(languages)('$language: the same script with one wrong line ends failed', async (sample) => {
  const wrong = sample.right.replace(sample.line[0], sample.line[1]);
  expect(wrong).not.toBe(sample.right);
  const steps = Array.from({ length: 6 }, () => ({ answer: wrong }));
  const { options } = await start(sample.prompt, steps);
  const { report } = await build(options);
  expect(report.verdict.kind).toBe('failed');
  expect(report.usage.calls).toBe(6);
});

test('where pytest is asked for, the delivered tests are functions for it', async () => {
  const [sample] = languages;
  const { options } = await start(`${sample.prompt} Test it with pytest.`, [{ answer: sample.right }]);
  const { report, folder } = await build(options);
  expect(report).toMatchObject({
    verdict: { kind: 'verified' },
    testText: 'python3 -m pytest test_acceptance.py',
  });
  expect(await readFile(join(folder, 'test_acceptance.py'), 'utf8')).toMatch(/^def test_user_1\(\):$/m);
});

test('a repair that mends the program is taken and verified', async () => {
  const [sample] = languages;
  const wrong = sample.right.replace('text.split()', 'text');
  const { options, model } = await start(sample.prompt, [
    { when: 'Write the file', answer: wrong },
    { when: 'is wrong', answer: sample.right },
  ]);
  const { report } = await build(options);
  expect(report.verdict.kind).toBe('verified');
  model.assertConsumed();
});

test('a reply without code is asked for once more; a program that never comes is an honest failure', async () => {
  const [sample] = languages;
  const essay = { answer: 'A class is a blueprint.' };
  const mended = await start(sample.prompt, [essay, { when: 'no fenced code block', answer: sample.right }]);
  expect((await build(mended.options)).report.verdict.kind).toBe('verified');
  const never = await start(
    sample.prompt,
    Array.from({ length: 10 }, () => essay),
  );
  const { report } = await build(never.options);
  expect(report.verdict).toMatchObject({ kind: 'failed', reason: 'missing: words.py' });
});

test('an example counts also where the person names no file: it is about the one that was planned', async () => {
  const { options, model } = await start('Write a function double(x): double(2) returns 4.', [
    { answer: 'FILE: twice.py\n' },
    { answer: 'FILE twice.py: the function\n' },
    { when: 'Write the file twice.py', answer: fence('python', 'def double(x):\n    return x * 2\n') },
  ]);
  const { report } = await build(options);
  model.assertConsumed();
  expect(report.verdict).toMatchObject({
    kind: 'verified',
    reason: '1 of 1 checks from your text passed; they notice 2 of 2 small mistakes',
  });
});

test('without an example of the person nothing is verified, and a derived check that an empty program passes is dropped', async () => {
  const program = fence('python', 'def double(x):\n    return x * 2\n');
  const { options } = await start('Write double.py with a function double(x).', [
    {
      when: 'You are the tester',
      answer: 'CALL double(2) => 4\nCALL double(0) => None\nCALL double(3) => 7\n',
    },
    { when: 'Write the file double.py', answer: program },
    { when: 'Write the file double.py', answer: program },
    { when: 'Write the file double.py', answer: program },
  ]);
  const { report, folder } = await build(options);
  expect(report.verdict.kind).toBe('unverified');
  expect(report.verdict.reason).toContain('checks not confirmed');
  expect(report.verdict.doubts).toHaveLength(1);
  expect(report.checks.map((check) => check.source)).toEqual(['CALL double(2) => 4', 'CALL double(3) => 7']);
  expect(await readFile(join(folder, 'test_acceptance.py'), 'utf8')).not.toContain('double(3)');
});

test('a fresh program that agrees with a derived check replaces the one that does not, and stays unverified', async () => {
  const { options, model } = await start(
    'Write pair.py. It will be run with: python pair.py data.json',
    [
      { when: 'You are the tester', answer: 'CALL pair.py data.json => {"a": 1, "b": [2]}' },
      { when: 'Write the file pair.py', answer: fence('python', 'print(1)\n') },
      { when: 'Write the file pair.py', answer: fence('python', 'print(2)\n') },
      {
        when: 'Write the file pair.py',
        answer: fence('python', 'import json\nprint(json.dumps({"b": [2], "a": 1}, indent=2))\n'),
      },
    ],
    { files: { 'data.json': '{}' } },
  );
  const { report, folder } = await build(options);
  model.assertConsumed();
  expect(report.verdict).toMatchObject({ kind: 'unverified', doubts: [] });
  expect(await readFile(join(folder, 'pair.py'), 'utf8')).toContain('json.dumps');
});

test('a sandbox that is off allows at most unverified', async () => {
  const [sample] = languages;
  const { options } = await start(sample.prompt, [{ answer: sample.right }]);
  const { report } = await build({ ...options, sandbox: 'none' });
  expect(report.verdict).toMatchObject({
    kind: 'unverified',
    reason: expect.stringContaining('sandbox off'),
  });
});

test('start files are there, and the programmer cannot change them', async () => {
  const prompt = 'Write box.py. Run `python test_box.py` to verify, it exits 0 on success.';
  const files = { 'test_box.py': 'import box\nassert box.get() == 7\n', 'data.txt': 'x\n' };
  const { options } = await start(
    prompt,
    [{ when: 'assert box.get()', answer: fence('python', 'def get():\n    return 7\n') }],
    { files },
  );
  const { report, folder } = await build(options);
  expect(report.verdict.kind).toBe('verified');
  expect(await readFile(join(folder, 'test_box.py'), 'utf8')).toBe(files['test_box.py']);
});

test('a program that never stops is stopped and fails', async () => {
  const [sample] = languages;
  const endless = { answer: fence('python', 'while True:\n    pass\n') };
  const { options } = await start(sample.prompt, [
    endless,
    ...Array.from({ length: 5 }, () => ({ answer: 'no' })),
  ]);
  const { report } = await build({ ...options, budget: { calls: 40 } }).catch(() => ({ report: null }));
  expect(report?.verdict.kind ?? 'failed').toBe('failed');
}, 60_000);

test('a cancelled build delivers nothing, resumes without paying again, and gives what an undisturbed one gives', async () => {
  const [sample] = languages;
  const undisturbed = await build((await start(sample.prompt, [{ answer: sample.right }])).options);
  const controller = new AbortController();
  const { options, base } = await start(sample.prompt, [{ answer: sample.right }], {
    signal: controller.signal,
  });
  const stopped = build({
    ...options,
    onEvent: (event) => {
      if (event.type === 'phase-start' && event.phase === 'verify') controller.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(base)).toEqual(['runs']);
  const nothing = createScriptedModel([]);
  const { report } = await resume({
    folder: base,
    runsFolder: options.runsFolder,
    model: { provider: 'custom', model: nothing },
  });
  expect(report.verdict.kind).toBe('verified');
  expect(report.tree).toBe(undisturbed.report.tree);
  expect(report.usage.calls).toBe(1);
});

test('a budget that is too small ends the run before the call, and a larger one goes on', async () => {
  const [sample] = languages;
  const wrong = sample.right.replace('text.split()', 'text');
  const { options, base } = await start(sample.prompt, [{ answer: wrong }]);
  await expect(build({ ...options, budget: { calls: 1 } })).rejects.toMatchObject({
    code: 'budget-exceeded',
    limit: 'calls',
  });
  const rest = createScriptedModel([{ when: 'is wrong', answer: sample.right }]);
  const { report } = await resume({
    folder: base,
    runsFolder: options.runsFolder,
    budget: { calls: 5 },
    model: { provider: 'custom', model: rest },
  });
  expect(report.verdict.kind).toBe('verified');
  expect(report.usage.calls).toBe(2);
});

test('a flipped byte of a finished run is named by its step', async () => {
  const [sample] = languages;
  const { options } = await start(sample.prompt, [{ answer: sample.right }]);
  const { report } = await build(options);
  const path = join(options.runsFolder, report.runId, 'journal.jsonl');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('Here it is', 'Here it was'));
  await expect(replay({ runId: report.runId, runsFolder: options.runsFolder })).rejects.toMatchObject({
    code: 'damaged-run',
    step: 'code.write.1.1',
  });
  expect(text).not.toContain(options.runsFolder);
});

test('a prompt that names the folder it was called from leaves no host path in the journal, and is replayed', async () => {
  const [sample] = languages;
  const { options, base } = await start('', [{ answer: sample.right }]);
  const { report } = await build({ ...options, prompt: `${sample.prompt} I work in ${base}.` });
  expect(report.verdict.kind).toBe('verified');
  expect(await readFile(join(options.runsFolder, report.runId, 'journal.jsonl'), 'utf8')).not.toContain(base);
  expect((await replay({ runId: report.runId, runsFolder: options.runsFolder })).tree).toBe(report.tree);
});
