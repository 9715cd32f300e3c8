export const pythonTestFile = 'test_acceptance.py';

/** How tests are written for one test runner; all members but `run` and `command` give Python source. */
export interface TestStyle {
  /** How a person runs the tests, argv. */
  readonly command: readonly string[];
  /** How the host runs them in the sandbox, argv; exit code 0 where all passed. */
  readonly run: readonly string[];
  /** What a person needs to run them, as a text. */
  readonly needs: string;
  /** Import lines of the runner; empty where it needs none. */
  readonly imports: string;
  /** Last lines of the file; empty where there are none. */
  readonly end: string;
  /** Tests under a name and a note. */
  group(
    name: string,
    note: string,
    tests: readonly { readonly name: string; readonly lines: readonly string[] }[],
  ): string;
  equal(left: string, right: string, message?: string): string;
  contains(member: string, container: string): string;
  holds(condition: string, message: string): string;
}

const unittestCommand = ['python3', '-m', 'unittest', 'test_acceptance'];

/** Methods of a class, with the assertions of the standard library. */
export const unittestStyle: TestStyle = {
  command: unittestCommand,
  run: unittestCommand,
  needs: 'Python',
  imports: 'import unittest',
  end: 'if __name__ == "__main__":\n    unittest.main()\n',
  group: (name, note, tests) =>
    [
      `class ${name}(unittest.TestCase):`,
      `    """${note}"""`,
      ...tests.map((test) =>
        [`\n    def ${test.name}(self):`, ...test.lines.map((line) => `        ${line}`)].join('\n'),
      ),
    ].join('\n'),
  equal: (left, right, message) =>
    `self.assertEqual(${[left, right, ...(message === undefined ? [] : [message])].join(', ')})`,
  contains: (member, container) => `self.assertIn(${member}, ${container})`,
  holds: (condition, message) => `self.assertTrue(${condition}, ${message})`,
};

/** Runs what pytest would collect of a file of plain functions, with pytest where there is one. */
const runFunctions = `import importlib, sys, traceback
try:
    import pytest
except ImportError:
    module = importlib.import_module("test_acceptance")
    failed = 0
    for name, test in list(vars(module).items()):
        if name.startswith("test_"):
            try:
                test()
            except BaseException:
                failed += 1
                traceback.print_exc()
    sys.exit(1 if failed else 0)
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "${pythonTestFile}"]))`;

/** Plain functions with plain assertions. */
export const pytestStyle: TestStyle = {
  command: ['python3', '-m', 'pytest', pythonTestFile],
  run: ['python3', '-c', runFunctions],
  needs: 'pytest',
  imports: '',
  end: '',
  group: (_name, note, tests) =>
    [
      `# ${note}`,
      ...tests.map((test) =>
        [`def ${test.name}():`, ...test.lines.map((line) => `    ${line}`), ''].join('\n'),
      ),
    ].join('\n\n'),
  equal: (left, right, message) => `assert ${left} == ${right}${message === undefined ? '' : `, ${message}`}`,
  contains: (member, container) => `assert ${member} in ${container}`,
  holds: (condition, message) => `assert ${condition}, ${message}`,
};
