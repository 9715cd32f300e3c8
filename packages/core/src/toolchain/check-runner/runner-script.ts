/**
 * Runs inside the sandbox (Python, whatever the language of the program). Reads the checks, deletes them, makes
 * itself unreadable for other processes, runs each check in a process and a copy of the project of its own, and
 * prints one JSON report of what was seen. It compares nothing: the host does. What the programs print is data.
 */
export const runnerScript = `
import ctypes, json, os, shutil, subprocess, sys, time
here = os.path.dirname(os.path.abspath(__file__))
project = os.path.dirname(here)
with open(os.path.join(here, "checks.json"), encoding="utf-8") as file:
    plan = json.load(file)
os.remove(os.path.join(here, "checks.json"))
try:
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
except OSError:
    pass
hidden = set(plan["hidden"])
LIMIT = 20000

def copy_project(number):
    folder = os.path.join(os.environ.get("TMPDIR", "/tmp"), "check-%d" % number)
    shutil.copytree(project, folder, symlinks=True, ignore=lambda at, names: [
        name for name in names if os.path.relpath(os.path.join(at, name), project) in hidden])
    return folder

def run(argv, folder, stdin, seconds):
    begun = time.monotonic()
    read, write = os.pipe()
    environment = dict(os.environ, BOTTEGA_REPORT=str(write))
    try:
        process = subprocess.Popen(argv, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, pass_fds=(write,), env=environment, start_new_session=True)
    except OSError as error:
        os.close(read); os.close(write)
        return {"exit": None, "stdout": "", "stderr": str(error), "timedOut": False, "value": None, "seconds": 0}
    os.close(write)
    timed_out = False
    try:
        out, err = process.communicate(stdin.encode("utf-8", "surrogatepass"), timeout=seconds)
    except subprocess.TimeoutExpired:
        timed_out = True
        out, err = b"", b""
    try:
        os.killpg(process.pid, 9)
    except OSError:
        pass
    if timed_out:
        try:
            out, err = process.communicate(timeout=1)
        except (subprocess.TimeoutExpired, ValueError):
            pass
    os.set_blocking(read, False)
    value = b""
    try:
        while True:
            piece = os.read(read, 65536)
            if not piece or len(value) > LIMIT * 4: break
            value += piece
    except OSError:
        pass
    os.close(read)
    text = lambda data: data[:LIMIT].decode("utf-8", "replace") if len(data) <= LIMIT * 2 else \\
        data[:LIMIT].decode("utf-8", "replace") + "\\n[cut]"
    errors = err[-LIMIT:].decode("utf-8", "replace")
    return {"exit": process.returncode, "stdout": text(out), "stderr": errors, "timedOut": timed_out,
        "value": value.decode("utf-8", "replace"), "seconds": round(time.monotonic() - begun, 3)}

seen = []
for number, check in enumerate(plan["checks"]):
    folder = copy_project(number)
    for path, content in check.get("files", {}).items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.write(content)
    result = run(check["argv"], folder, check.get("stdin", ""), check["seconds"])
    if check.get("expected"):
        empty = os.path.join(os.environ.get("TMPDIR", "/tmp"), "expected-%d" % number)
        os.makedirs(empty)
        result["expected"] = run(check["expected"], empty, "", 5)["value"]
    seen.append(dict(result, id=check["id"]))
    shutil.rmtree(folder, ignore_errors=True)
sys.stdout.write(json.dumps({"report": 1, "seen": seen}) + "\\n")
`;
