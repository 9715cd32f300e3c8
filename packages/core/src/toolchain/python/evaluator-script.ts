/** Runs inside, a process a check: imports the program, evaluates, reports a canonical encoding of the value. */
export const pythonEvaluator = `
import json, os, sys
report = int(os.environ.pop("BOTTEGA_REPORT"))
write, dumps, leave, evaluate, perform = os.write, json.dumps, os._exit, eval, exec
types = {"bool": bool, "int": int, "float": float, "str": str, "bytes": bytes, "list": list, "tuple": tuple, "dict": dict}
kind, text, show, join = type, str, repr, [].__class__
def encode(value, depth=0):
    t = kind(value)
    if value is None: return ["none"]
    if t is types["bool"]: return ["bool", value]
    if t is types["int"] or t is types["float"]: return ["number", show(value)]
    if t is types["str"]: return ["text", value]
    if t is types["bytes"]: return ["bytes", show(value)]
    if depth > 40: return ["object", "too deep"]
    if t is types["list"]: return ["list", [encode(v, depth + 1) for v in value]]
    if t is types["tuple"] or (issubclass(t, tuple) and hasattr(t, "_fields")):
        return ["tuple", [encode(v, depth + 1) for v in tuple.__iter__(value)]]
    if t is set or t is frozenset: return ["set", [encode(v, depth + 1) for v in t.__iter__(value)]]
    if issubclass(t, dict): return ["map", [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in dict.items(value)]]
    return ["object", show(value)]
file, setup, expression = json.loads(sys.argv[1])
sys.argv = [file or ""]
stage = "import"
try:
    scope = {"__name__": "check"}
    if file:
        sys.path.insert(0, os.getcwd())
        name = file[:-3].replace("/", ".")
        __import__(name)
        module = sys.modules[name]
        scope.update({key: value for key, value in vars(module).items() if not key.startswith("__")})
        scope.setdefault(name.split(".")[0], sys.modules[name.split(".")[0]])
        scope["__name__"] = "check"
    stage = "setup"
    for statement in setup:
        perform(statement, scope)
    stage = "expression"
    value = evaluate(expression, scope)
    result = {"value": encode(value), "shown": show(value)[:2000]}
except BaseException as error:
    names = [t.__name__ for t in kind(error).__mro__ if t is not object]
    result = {"raised": names, "message": text(error)[:500], "stage": stage}
    import traceback
    traceback.print_exc()
write(report, dumps(result).encode("utf-8"))
leave(0)
`;
