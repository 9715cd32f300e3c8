/**
 * Runs inside, a process a given test file: `list` names its tests from the source alone; `run` runs them, and reports
 * one outcome a test and what the program changed of the test framework. The file shares its process with the program.
 */
export const pythonSuite = `
import ast, builtins, inspect, json, os, runpy, sys, traceback, unittest
report = int(os.environ.pop("BOTTEGA_REPORT"))
write, dumps, leave = os.write, json.dumps, os._exit
mode, command = json.loads(sys.argv[1])
path = command[2].replace(".", "/") + ".py" if command[0] == "-m" else command[0]
with open(path, encoding="utf-8") as file:
    source = file.read()
tree = ast.parse(source)

def tests():
    """Tests of unittest classes in the source: name -> whether its source speaks of skipping."""
    classes, found = {}, {}
    for node in tree.body:
        if not isinstance(node, ast.ClassDef): continue
        bases = [ast.unparse(base).split(".")[-1] for base in node.bases]
        if any(base.endswith("TestCase") or base in classes for base in bases):
            classes[node.name] = node
            shared = any("skip" in ast.unparse(part).lower() for part in node.decorator_list) or any(
                "skip" in ast.unparse(part).lower() for part in node.body
                if isinstance(part, ast.FunctionDef) and part.name.startswith("setUp"))
            for part in node.body:
                if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)) and part.name.startswith("test"):
                    found["%s.%s" % (node.name, part.name)] = shared or "skip" in ast.unparse(part).lower()
    return found

listed = tests()
def end(result):
    write(report, dumps(result).encode("utf-8"))
    sys.stdout.flush(); sys.stderr.flush()
    leave(0)
if mode == "list":
    end({"listed": list(listed)})

watched = {"unittest": unittest, "unittest.TestCase": unittest.TestCase, "unittest.TestResult": unittest.TestResult,
    "unittest.TestSuite": unittest.TestSuite, "unittest.TestLoader": unittest.TestLoader, "sys": sys, "os": os,
    "builtins": builtins}
guarded = {"sys": ["exit"], "os": ["_exit"]}
before = {name: {key: value for key, value in vars(thing).items() if key in guarded.get(name, vars(thing))}
    for name, thing in watched.items()}
def changed():
    return ["%s.%s" % (name, key) for name, values in before.items() for key, value in values.items()
        if vars(watched[name]).get(key) is not value and not key.startswith("__") and key != "_"]

def bodies(code, at=""):
    """What the functions of the source do, by qualified name."""
    for inner in code.co_consts:
        if hasattr(inner, "co_code"):
            yield at + inner.co_name, inner.co_code
            yield from bodies(inner, at + inner.co_name + ".")
written = dict(bodies(compile(source, path, "exec")))
def rewritten(module):
    """Tests that are no longer what their source says."""
    for name in listed:
        of, test = name.split(".")
        found = vars(getattr(module, of, object)).get(test)
        if getattr(getattr(inspect.unwrap(found), "__code__", None), "co_code", None) != written.get(name): yield name

sys.argv = [path] + list(command[1:] if command[0] != "-m" else [])
sys.path.insert(0, os.getcwd())
outcomes = []
def note(name, outcome, message=""):
    outcomes.append({"name": name, "outcome": outcome, "message": message[-1500:]})

def trace(error):
    """The traceback without the frames of this file and of the interpreter."""
    told = traceback.TracebackException.from_exception(error)
    told.stack = traceback.StackSummary.from_list([at for at in told.stack if not at.filename.startswith("<")])
    return "".join(told.format())

def failure(error):
    return "failed" if isinstance(error, AssertionError) else "error"

class Result(unittest.TestResult):
    def short(self, test): return ".".join(test.id().split(".")[-2:])
    def addSuccess(self, test): note(self.short(test), "passed")
    def addFailure(self, test, error): note(self.short(test), "failed", trace(error[1]))
    def addError(self, test, error): note(self.short(test), "error", trace(error[1]))
    def addSkip(self, test, reason): note(self.short(test), "skipped" if listed.get(self.short(test)) else "error",
        "skipped though its source skips nothing: %s" % reason)
    def addExpectedFailure(self, test, error): note(self.short(test), "passed")
    def addUnexpectedSuccess(self, test): note(self.short(test), "failed", "succeeded unexpectedly")
    def addSubTest(self, test, subtest, error):
        if error is not None: note(self.short(test), failure(error[1]), trace(error[1]))

ended, replaced = True, []
try:
    if listed:
        name = path[:-3].replace("/", ".")
        __import__(name)
        unittest.TestLoader().loadTestsFromModule(sys.modules[name]).run(Result())
        replaced = list(rewritten(sys.modules[name]))
    else:
        runpy.run_path(path, run_name="__main__")
        note(path, "passed")
except SystemExit as stop:
    at = stop.__traceback__
    while at.tb_next: at = at.tb_next
    ended = os.path.abspath(at.tb_frame.f_code.co_filename) == os.path.abspath(path)
    good = stop.code in (None, 0, False)
    note(path, "passed" if good else "failed", "" if good else "ended with exit code %s" % (stop.code,))
except BaseException as error:
    note(path, failure(error), trace(error))
end({"ended": ended, "outcomes": outcomes, "changed": changed() + replaced})
`;
