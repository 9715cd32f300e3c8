/**
 * Runs inside the sandbox (Python, whatever the language of the program). Reads the checks, deletes them, makes
 * itself unreadable for other processes, runs each check in a process and a copy of the project of its own, and
 * prints one JSON report of what was seen. It compares nothing: the host does. What the programs print is data.
 */
export const runnerScript = `
import ctypes, json, os, shutil, signal, socket, subprocess, sys, threading, time
here = os.path.dirname(os.path.abspath(__file__))
project = os.path.dirname(here)
with open(os.path.join(here, "checks.json"), encoding="utf-8") as file:
    plan = json.load(file)
os.remove(os.path.join(here, "checks.json"))
try:
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
except OSError:
    pass
hidden = set(plan["hidden"])
LIMIT = 20000
temporary = os.environ.get("TMPDIR", "/tmp")

for name in hidden:
    if os.path.isfile(os.path.join(project, name)): os.remove(os.path.join(project, name))

def copy_project(number):
    folder = os.path.join(temporary, "check-%d" % number)
    shutil.copytree(project, folder, symlinks=True, ignore=lambda at, names: [
        name for name in names if os.path.relpath(os.path.join(at, name), project) in hidden])
    return folder

def processes(field, value):
    """Ids of the processes whose stat field, counted from the state, has this value: 1 the parent, 3 the session."""
    for name in os.listdir("/proc"):
        try:
            with open("/proc/%d/stat" % int(name)) as file:
                if int(file.read().rsplit(")", 1)[1].split()[field]) == value: yield int(name)
        except (OSError, IndexError, ValueError):
            pass

def end_orphans():
    """Ends what a program left behind: orphans become children of this process."""
    for _ in range(20):
        children = list(processes(1, os.getpid()))
        for child in children:
            try:
                os.kill(child, 9)
                os.waitpid(child, 0)
            except OSError:
                pass
        if not children: return

def listening(session):
    """Ports on which a process of the session waits for connections."""
    sockets = set()
    for process in processes(3, session):
        try:
            for name in os.listdir("/proc/%d/fd" % process):
                sockets.add(os.readlink("/proc/%d/fd/%s" % (process, name)))
        except OSError:
            pass
    for name in ("tcp", "tcp6"):
        try:
            with open("/proc/net/" + name) as file:
                for parts in map(str.split, file.readlines()[1:]):
                    if parts[3] == "0A" and "socket:[%s]" % parts[9] in sockets:
                        yield int(parts[1].rsplit(":", 1)[1], 16)
        except OSError:
            pass

def ask(port):
    """The first line that a server answers to a plain request."""
    for host in ("127.0.0.1", "::1"):
        try:
            with socket.create_connection((host, port), 2) as connection:
                connection.sendall(b"GET / HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n")
                return connection.recv(200).split(b"\\n")[0].decode("utf-8", "replace").strip()
        except socket.timeout:
            return ""
        except OSError:
            continue
    return None

def probe(process, found):
    """Start, ask, stop: a server never ends by itself."""
    while process.poll() is None:
        for port in listening(process.pid):
            answer = ask(port)
            if answer is None: continue
            found["served"] = {"port": port, "answer": answer}
            for number in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, number)
                    process.wait(2)
                except (OSError, subprocess.TimeoutExpired):
                    pass
            return
        time.sleep(0.1)

def run(argv, folder, stdin, seconds, probed=False):
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
    timed_out, found = False, {}
    if probed:
        threading.Thread(target=probe, args=(process, found), daemon=True).start()
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
        "value": value.decode("utf-8", "replace"), "seconds": round(time.monotonic() - begun, 3), **found}

seen = []
for number, check in enumerate(plan["checks"]):
    listed = None
    if check.get("list"):
        folder = copy_project(number)
        listed = run(check["list"], folder, "", 5)["value"]
        shutil.rmtree(folder, ignore_errors=True)
    folder = copy_project(number)
    for path, content in check.get("files", {}).items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.write(content)
    result = run(check["argv"], folder, check.get("stdin", ""), check["seconds"], check.get("probed", False))
    end_orphans()
    if listed is not None: result["listed"] = listed
    seen.append(dict(result, id=check["id"]))
    shutil.rmtree(folder, ignore_errors=True)
sys.stdout.write(json.dumps({"report": 1, "seen": seen}) + "\\n")
`;
