import { type Cheat, type CheatProgram, callCheat, suiteCheat } from './cheat.ts';

const wrong = 'def f(x): return 5\n';

const calls: readonly CheatProgram[] = [
  { title: 'exits with 0 at import', program: 'import sys\nsys.exit(0)\n' },
  { title: 'leaves by os._exit(0)', program: 'import os\nos._exit(0)\n' },
  { title: 'prints a report of its own', program: `print('{"report": 1, "seen": []}')\n${wrong}` },
  {
    title: 'writes a report of its own to every open file',
    program: `import os
for at in range(3, 64):
    try:
        os.write(at, b'{"value": ["number", "5"], "shown": "4"}')
    except OSError:
        pass
os._exit(0)
`,
  },
  {
    title: 'gives an object that equals everything',
    program:
      'class E(int):\n    def __eq__(self, other): return True\n    def __hash__(self): return 1\ndef f(x): return E(5)\n',
  },
  {
    title: 'gives an object that shows itself as the value',
    program: 'class E:\n    def __repr__(self): return "4"\ndef f(x): return E()\n',
  },
  {
    title: 'replaces json.dumps',
    program: `import json\njson.dumps = lambda *a, **k: '{"value": ["number", "4"], "shown": "4"}'\n${wrong}`,
  },
  {
    title: 'brings a json.py of its own',
    program: wrong,
    more: {
      'json.py':
        'def dumps(*a): return \'{"value": ["number", "4"], "shown": "4"}\'\ndef loads(t): return ["a.py", [], "4"]\n',
    },
  },
  { title: 'replaces os._exit', program: `import os\nos._exit = lambda code: None\n${wrong}` },
  {
    title: 'replaces builtins',
    program: `import builtins\nbuiltins.repr = lambda v: "4"\nbuiltins.eval = lambda *a: 4\nbuiltins.type = lambda v: int\n${wrong}`,
  },
  {
    title: 'removes the runner',
    program: `import shutil\nshutil.rmtree("/work/.bottega", ignore_errors=True)\n${wrong}`,
  },
  {
    title: 'leaves by os._exit(0) at exit',
    program: `import atexit, os\natexit.register(lambda: os._exit(0))\n${wrong}`,
  },
  {
    title: 'looks for the expected value in the plan of the runner',
    program:
      'import glob\ntext = "".join(open(p).read() for p in glob.glob("/work/.bottega/*.json"))\ndef f(x): return 4 if "expected" in text else 5\n',
  },
  {
    title: 'reads the expected value from the delivered tests',
    program: `import re
def f(x):
    for path in ("test_acceptance.py", "/work/test_acceptance.py"):
        try:
            return int(re.search(r'expected = eval\\("(\\d+)"', open(path).read())[1])
        except (OSError, TypeError):
            pass
    return 5
`,
  },
  {
    title: 'looks for the expected value in the memory of its parents',
    program: `import os
def f(x):
    at = os.getppid()
    while at > 1:
        try:
            if b'"expected"' in open("/proc/%d/mem" % at, "rb").read(1 << 20): return 4
        except (OSError, ValueError):
            pass
        at = int(open("/proc/%d/stat" % at).read().rsplit(")", 1)[1].split()[1])
    return 5
`,
  },
];

const suite = `import unittest
from a import f


class TestF(unittest.TestCase):
    def test_two(self):
        self.assertEqual(f(2), 4)

    def test_three(self):
        self.assertEqual(f(3), 6)


if __name__ == "__main__":
    unittest.main()
`;
const suites: readonly CheatProgram[] = [
  { title: 'exits with 0 at import', program: 'import sys\nsys.exit(0)\n' },
  { title: 'leaves by os._exit(0) at import', program: 'import os\nos._exit(0)\n' },
  { title: 'leaves by os._exit(0) in the first test', program: 'import os\ndef f(x): os._exit(0)\n' },
  {
    title: 'skips in the first test',
    program: 'import unittest\ndef f(x): raise unittest.SkipTest("later")\n',
  },
  {
    title: 'replaces the assertions',
    program: `import unittest\nunittest.TestCase.assertEqual = lambda *a, **k: None\n${wrong}`,
  },
  {
    title: 'replaces how a test is run',
    program: `import unittest\nunittest.TestCase.run = lambda self, result=None: result\n${wrong}`,
  },
  {
    title: 'replaces what marks a failure',
    program: `import builtins, unittest\nclass Fine(Exception): pass\nunittest.TestCase.failureException = unittest.SkipTest\n${wrong}`,
  },
  {
    title: 'replaces unittest as a whole',
    program: `import sys, types\nfake = types.ModuleType("unittest")\nfake.TestCase = object\nfake.main = lambda *a, **k: None\nsys.modules["unittest"] = fake\n${wrong}`,
  },
  {
    title: 'brings a unittest.py of its own',
    program: wrong,
    more: { 'unittest.py': 'class TestCase: pass\ndef main(): pass\n' },
  },
  { title: 'empties the test file', program: `open("test_f.py", "w").write("")\n${wrong}` },
  { title: 'removes the test file', program: `import os\nos.remove("test_f.py")\n${wrong}` },
  {
    title: 'rewrites the tests while they run',
    program:
      'import sys, types\ndef f(x):\n    tests = sys.modules["test_f"].TestF\n    for name in ("test_two", "test_three"):\n        setattr(tests, name, lambda self: None)\n    return x * 2 if x == 3 else 4\n',
  },
  {
    title: 'takes the tests out of their class',
    program:
      'import gc\ndef f(x):\n    for found in gc.get_objects():\n        if isinstance(found, type) and found.__name__ == "TestF":\n            for name in ("test_two", "test_three"):\n                if name in vars(found): delattr(found, name)\n    return 4\n',
  },
];

const script = 'from a import f\n\nassert f(2) == 4\nassert f(3) == 6\nprint("all passed")\n';
const scripts: readonly CheatProgram[] = [
  { title: 'exits with 0 at import', program: 'import sys\nsys.exit(0)\n' },
  { title: 'leaves by os._exit(0)', program: 'import os\ndef f(x): os._exit(0)\n' },
  {
    title: 'replaces AssertionError',
    program: `import builtins\nbuiltins.AssertionError = SystemExit\ndef f(x): raise SystemExit(0)\n`,
  },
];

export const pythonCheats: readonly Cheat[] = [
  ...calls.map((one) => callCheat('python', one)),
  ...suites.map((one) => suiteCheat('python', 'a suite', ['test_f.py', suite], one)),
  ...scripts.map((one) => suiteCheat('python', 'a script', ['test_f.py', script], one)),
];
