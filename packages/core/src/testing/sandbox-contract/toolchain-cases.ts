import { expect, test } from 'vitest';
import { type ContractContext, nodeTool } from './contract-context.ts';

/** Real toolchains inside the default limits. */
export function toolchainCases({ run }: ContractContext): void {
  test('a Node script with threads, a child process and a server of its own runs', async () => {
    const script = `
      import { Worker } from 'node:worker_threads';
      import { execFileSync } from 'node:child_process';
      import { createServer } from 'node:http';
      const workers = Array.from({ length: 4 }, () => new Worker('0', { eval: true }));
      await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
      console.log(execFileSync(process.execPath, ['-p', '1 + 1'], { encoding: 'utf8' }).trim());
      const server = createServer((request, response) => response.end('served')).listen(0, async () => {
        console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text());
        server.close();
      });`;
    const result = await run(['node', 'main.mjs'], { files: { 'main.mjs': script }, tools: [nodeTool] });
    expect(result).toMatchObject({ stdout: '2\nserved\n', stderr: '', exitCode: 0 });
  });

  test('node --test runs, on TypeScript too, and its report comes out', async () => {
    const suite = (value: number): string =>
      `import { test } from 'node:test';\nimport { equal } from 'node:assert';\ntest('adds', () => equal(1 + 1, ${value}));`;
    const result = await run(
      ['node', '--test', '--test-reporter=tap', '--test-reporter-destination=/work/report.tap'],
      {
        files: { 'a.test.mjs': suite(2), 'b.test.ts': suite(3) },
        tools: [nodeTool],
        outputs: ['report.tap'],
      },
    );
    expect(result.exitCode).toBe(1);
    expect(result.files['report.tap']).toContain('# pass 1');
    expect(result.files['report.tap']).toContain('# fail 1');
  });

  test('python unittest runs, with a process pool', async () => {
    const suite = `
import unittest, multiprocessing
def double(value): return 2 * value
class Doubles(unittest.TestCase):
    def test_pool(self):
        with multiprocessing.Pool(4) as pool: self.assertEqual(pool.map(double, [1, 2]), [2, 4])
    def test_wrong(self): self.assertEqual(double(1), 3)
`;
    const result = await run(['python3', '-m', 'unittest'], { files: { 'test_double.py': suite } });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('Ran 2 tests');
    expect(result.stderr).toContain('FAILED (failures=1)');
  });

  test('no path of the host is in what a failing program prints', async () => {
    const result = await run(['node', 'a.mjs'], {
      files: { 'a.mjs': 'console.log(process.execPath, import.meta.url); throw new Error("x")' },
      tools: [nodeTool],
    });
    expect(result.stdout).toBe('/opt/node/bin/node file:///work/a.mjs\n');
    expect(result.stdout + result.stderr).not.toContain(nodeTool.hostFolder);
  });
}
