#!/usr/bin/env python3
"""exec, attach, port-forward, cp and logs that hold: stock kubectls, a WebSocket client of its own, and real containers.

    streams.py --purser PATH --images DIR --work DIR [--kubectl PATH ...] [--mb N]

$KUBECTL, or the kubectl on the PATH, is used first; each --kubectl PATH is another version to repeat the transfers with (1.29 and
older speak SPDY, newer ones WebSocket). Needs root, and the archives of images.sh in DIR. Last line: 'N passed, N failed'; exit 1
on any failure.
"""
import argparse, base64, fcntl, functools, glob, hashlib, json, os, pty, re, select, signal, socket, ssl, struct, subprocess, sys, tempfile, termios
import threading, time
from concurrent.futures import ThreadPoolExecutor

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--images", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--kubectl", action="append", default=[])
ap.add_argument("--mb", type=int, default=20, help="how much goes through in each transfer")
opt = ap.parse_args()
KUBECTLS = [os.environ.get("KUBECTL", "kubectl")] + opt.kubectl
DATA = os.path.join(opt.work, "s")
CONFIG = os.path.join(DATA, "admin.kubeconfig")
passed, failed = [], []


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + str(got)[:600]), flush=True)


def kubectl(*args, stdin=None, timeout=120, which=0):
    command = [KUBECTLS[which], "--kubeconfig", CONFIG, *args]
    try:
        p = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout)
        return p.returncode, p.stdout, p.stderr.decode(errors="replace")
    except subprocess.TimeoutExpired:
        return 124, b"", "no end after %d s" % timeout


def background(*args, which=0, **more):
    return subprocess.Popen([KUBECTLS[which], "--kubeconfig", CONFIG, *args], stdin=subprocess.DEVNULL, **more)


def until(what, seconds=30):
    end = time.time() + seconds
    while time.time() < end:
        got = what()
        if got:
            return got
        time.sleep(0.05)
    return what()


PODS = """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: c, image: alpine, imagePullPolicy: IfNotPresent, command: [sleep, "36017"]}
---
apiVersion: v1
kind: Pod
metadata: {name: log}
spec:
  terminationGracePeriodSeconds: 1
  restartPolicy: Never
  containers:
  - name: c
    image: alpine
    imagePullPolicy: IfNotPresent
    command: [sh, -c, "while [ ! -e /go ]; do sleep 0.1; done; seq 1 1500000; head -c 70000 /dev/zero | tr '\\\\0' x; echo; printf '\\\\001\\\\377end'; sleep 3"]
"""


@functools.cache
def access():
    """Where the server is, and the administrator's certificate."""
    config = json.loads(kubectl("config", "view", "--raw", "-o", "json")[1])
    cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
    context = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
    context.check_hostname = False
    with tempfile.NamedTemporaryFile() as pair:
        pair.write(base64.b64decode(user["client-certificate-data"]) + b"\n" + base64.b64decode(user["client-key-data"]))
        pair.flush()
        context.load_cert_chain(pair.name)
    host, port = cluster["server"].split("//")[1].rsplit(":", 1)
    return host, port, context


class WebSocket:
    """A client that does only what it is told."""

    def __init__(self, path, protocol):
        host, port, context = access()
        self.socket = context.wrap_socket(socket.create_connection((host, int(port))))
        self.socket.settimeout(30)
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                             f"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: {protocol}\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        self.head = []
        while (line := self.file.readline().strip()):
            self.head.append(line.decode())

    def send(self, payload, opcode=2):
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size) if size < 65536 else b"\xff" + struct.pack(">Q", size)
        self.socket.sendall(bytes([0x80 | opcode]) + length + b"\0\0\0\0" + payload)

    def close(self):
        self.file.close()
        self.socket.close()

    def messages(self):
        """All messages until the end: (opcode, payload)."""
        begun = b""
        while True:
            head = self.file.read(2)
            if len(head) < 2:
                return
            size = head[1] & 127
            if size == 126:
                size = struct.unpack(">H", self.file.read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.file.read(8))[0]
            payload = self.file.read(size)
            opcode = head[0] & 15
            if opcode == 8:
                yield 8, payload
                return
            if opcode >= 8:
                continue
            begun += payload
            if head[0] & 128:
                yield opcode, begun
                begun = b""


def transfers(which):
    """Large streams both ways arrive whole."""
    version = re.search(r"v1\.\d+", kubectl("version", "--client", which=which)[1].decode()).group()
    size = opt.mb << 20
    content = os.urandom(size)
    digest = hashlib.md5(content).hexdigest()
    begin = time.time()
    code, out, err = kubectl("exec", "-i", "p", "--", "sh", "-c", "cat > /big; md5sum < /big", stdin=content, which=which)
    first = time.time()
    note(f"{version}: exec -i, {opt.mb} MB in", code == 0 and out.decode().split()[:1] == [digest], (code, out, err))
    code, out, err = kubectl("exec", "p", "--", "cat", "/big", which=which)
    second = time.time()
    note(f"{version}: exec, {opt.mb} MB out", code == 0 and hashlib.md5(out).hexdigest() == digest, (code, len(out), err))
    print(f"       {opt.mb / (first - begin):.0f} MB/s in, {opt.mb / (second - first):.0f} MB/s out")
    code, out, err = kubectl("exec", "-i", "p", "--", "cat", stdin=content, which=which)
    note(f"{version}: exec -i, both at once", code == 0 and out == content, (code, len(out), err))
    code, out, err = kubectl("exec", "-i", "p", "--", "sh", "-c", "head -c 3000000 /dev/zero; exit 3", stdin=content, timeout=40, which=which)
    note(f"{version}: the exit code comes though the command reads no input", code == 3 and len(out) == 3000000, (code, len(out), err))
    code, out, err = kubectl("exec", "p", "--", "sh", "-c", "echo out; echo err >&2; exit 7", which=which)
    note(f"{version}: outputs and exit code", (code, out) == (7, b"out\n") and err.startswith("err\n"), (code, out, err))
    code, out, err = kubectl("exec", "p", "--", "nope", which=which)
    note(f"{version}: a command that is not there", code == 1 and 'exec: "nope": executable file not found in $PATH: unknown' in err, err)
    tree = os.path.join(opt.work, "tree")
    if not os.path.exists(tree):
        os.makedirs(tree + "/a/b")
        open(tree + "/a/b/f", "wb").write(content[:5000000])
        os.symlink("b/f", tree + "/a/link")
    code, _, err = kubectl("cp", tree, f"p:/tree{which}", which=which)
    code2, _, err2 = kubectl("cp", f"p:/tree{which}/a", f"{opt.work}/back{which}", which=which)
    try:
        same = open(f"{opt.work}/back{which}/b/f", "rb").read() == content[:5000000] or which > 0
    except OSError as e:
        same, err2 = False, str(e)
    linked = kubectl("exec", "p", "--", "readlink", f"/tree{which}/a/link")[1]
    note(f"{version}: cp of a tree there and back", code == 0 and code2 == 0 and same and linked == b"b/f\n", (err, err2, linked))
    forward(version, which)


SERVER = """
import socket, sys, threading, time
s = socket.create_server(("127.0.0.1", 7000), backlog=100)
def serve(c):
    n = 0
    while (b := c.recv(65536)):
        n += len(b)
    time.sleep(2)
    c.sendall(b"got %d\\n" % n + b"z" * 1000000)
    c.close()
while True:
    threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
"""


def pod_pid():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if open(f"/proc/{pid}/cmdline", "rb").read() == b"sleep\x0036017\0":
                return pid
        except OSError:
            pass


def forward(version, which):
    """Twenty connections at once, each half-closed by the client long before the answer."""
    server = subprocess.Popen(["nsenter", "-t", pod_pid(), "-n", sys.executable, "-c", SERVER])
    p = background("port-forward", "p", ":7000", ":7999", which=which, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        ports = []
        while len(ports) < 2:
            line = p.stdout.readline()
            if not line:
                raise RuntimeError(p.stderr.read())
            if "127.0.0.1" in line:
                ports.append(int(re.search(r":(\d+) ->", line).group(1)))
        threading.Thread(target=lambda: p.stdout.read(), daemon=True).start()

        def ask(i):
            s = socket.create_connection(("127.0.0.1", ports[0]))
            s.settimeout(60)
            s.sendall(b"y" * (i * 40000))
            s.shutdown(socket.SHUT_WR)
            got = b""
            while (b := s.recv(65536)):
                got += b
            return got == b"got %d\n" % (i * 40000) + b"z" * 1000000

        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(ask, range(20)))
        note(f"{version}: port-forward, 20 connections with half-closes", all(answers), answers)
        s = socket.create_connection(("127.0.0.1", ports[1]))
        s.settimeout(20)
        s.recv(1)
        line = p.stderr.readline()
        note(f"{version}: port-forward to a port where nothing listens", "error forwarding port 7999 to pod" in line and "connection refused" in line, line)
    finally:
        p.kill()
        p.wait()
        server.kill()
        server.wait()


def raw():
    """Each WebSocket protocol, by a client of our own."""
    base = "/api/v1/namespaces/default/pods/p/exec?container=c&stdin=true&stdout=true&stderr=true&command=cat"
    for protocol in ("v5.channel.k8s.io", "v4.channel.k8s.io", "channel.k8s.io"):
        w = WebSocket(base.replace("=cat", "=head&command=-n1"), protocol)
        w.send(b"\0a line\n")
        got = list(w.messages())
        out = b"".join(m[1:] for _, m in got if m[:1] == b"\1")
        status = b"".join(m[1:] for opcode, m in got if opcode == 2 and m[:1] == b"\3")
        expected = b"" if protocol == "channel.k8s.io" else b'{"metadata":{},"status":"Success"}'
        note(f"exec by {protocol}", out == b"a line\n" and status == expected and got[-1][0] == 8, got)
    w = WebSocket(base, "v5.channel.k8s.io")
    w.send(b"\0half")
    w.send(b"\xff\0")
    note("exec by v5: input ends alone", b"".join(m[1:] for _, m in w.messages() if m[:1] == b"\1") == b"half")
    w = WebSocket(base.replace("=cat", "=head&command=-n1"), "v4.base64.channel.k8s.io")
    w.send(b"0" + base64.b64encode(b"a line\n"), opcode=1)
    note("exec by v4.base64.channel.k8s.io", b"1" + base64.b64encode(b"a line\n") in [m for _, m in w.messages()])
    server = subprocess.Popen(["nsenter", "-t", pod_pid(), "-n", sys.executable, "-c", SERVER.replace("while (b := c.recv(65536)):", "for b in [c.recv(100)]:").replace("time.sleep(2)", "pass")], stderr=subprocess.DEVNULL)
    try:
        until(lambda: subprocess.run(["nsenter", "-t", pod_pid(), "-n", sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 7000)).close()"], stderr=subprocess.DEVNULL).returncode == 0)
        w = WebSocket("/api/v1/namespaces/default/pods/p/portforward?ports=7000", "v4.channel.k8s.io")
        w.send(b"\0hello")
        got = b"".join(m[1:] for _, m in w.messages() if m[:1] == b"\0")
        note("port-forward by v4.channel.k8s.io", got == struct.pack("<H", 7000) + b"got 5\n" + b"z" * 1000000, got[:60])
    finally:
        server.kill()
        server.wait()


def purser_pid():
    return int(open(os.path.join(DATA, "purser.lock")).read())


def vitals():
    pid = purser_pid()
    resident = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) // 1024
    return len(os.listdir(f"/proc/{pid}/fd")), len(os.listdir(f"/proc/{pid}/task")), resident


class Terminal:
    """A kubectl in a terminal of its own."""

    def __init__(self, *args):
        self.master, slave = pty.openpty()
        self.size(24, 80)
        self.process = subprocess.Popen([KUBECTLS[0], "--kubeconfig", CONFIG, *args], stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        os.close(slave)
        self.seen = b""

    def size(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.master, text.encode())

    def shows(self, wanted, seconds=20, again=None):
        """Whether the terminal shows it in time; again is typed each second meanwhile."""
        end, typed = time.time() + seconds, 0
        while time.time() < end:
            if again and time.time() - typed > 1:
                self.type(again)
                typed = time.time()
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.master, 4096)
                except OSError:
                    break
            if wanted in self.seen:
                return True
        return wanted in self.seen

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def terminal_sizes():
    """A terminal that changes its size; attach, with and without input."""
    shell = Terminal("exec", "-it", "p", "--", "sh")
    note("exec -it: the terminal has the size of kubectl's", shell.shows(b"24 80", again="stty size\n"), shell.seen)
    shell.size(40, 100)
    shell.process.send_signal(signal.SIGWINCH)
    note("exec -it: and follows its changes", shell.shows(b"40 100", again="stty size\n"), shell.seen)
    shell.type("exit 4\n")
    ended = until(lambda: shell.process.poll() is not None, 20)
    note("exec -it: the exit code", ended and shell.process.returncode == 4, shell.process.returncode)
    shell.close()
    kubectl("run", "reader", "--image=alpine", "--image-pull-policy=IfNotPresent", "--stdin", "--leave-stdin-open", "--attach=false", "--restart=Never", "--command", "--",
            "sh", "-c", "while read line; do echo \"got $line\"; [ $line != end ] || exit 6; done")
    kubectl("wait", "--for=condition=Ready", "pod/reader", "--timeout=60s")
    # The runtime lets go of the output when the input ends: so it stays open until all is there.
    talker = subprocess.Popen([KUBECTLS[0], "--kubeconfig", CONFIG, "attach", "-i", "reader"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    talker.stdin.write(b"one\ntwo\n")
    talker.stdin.flush()
    heard = b""
    while b"got two" not in heard and select.select([talker.stdout], [], [], 20)[0] and (more := os.read(talker.stdout.fileno(), 4096)):
        heard += more
    talker.stdin.close()
    note("attach -i: input and output", b"got one\ngot two\n" in heard and until(lambda: talker.poll() == 0, 20), (heard, talker.poll()))
    if talker.poll() is None:
        talker.kill()
    talker.wait()
    told = os.path.join(opt.work, "attached")
    with open(told, "wb") as out:
        watcher = background("attach", "reader", stdout=out, stderr=subprocess.DEVNULL)
    seen = lambda what: kubectl("attach", "-i", "reader", stdin=what + b"\n") and b"got " + what in open(told, "rb").read()
    note("attach: another sees the output", until(lambda: seen(b"three")), open(told, "rb").read())
    kubectl("attach", "-i", "reader", stdin=b"end\n")
    ended = until(lambda: watcher.poll() is not None)
    note("attach: and the end", ended and b"got end" in open(told, "rb").read(), open(told, "rb").read())
    if not ended:
        watcher.kill()
    watcher.wait()
    seated = Terminal("run", "seated", "--image=alpine", "--image-pull-policy=IfNotPresent", "-it", "--rm", "--restart=Never", "--command", "--", "sh")
    note("run -it: a shell in a terminal of its own size", seated.shows(b"24 80", 60, again="stty size\n"), seated.seen)
    seated.size(50, 90)
    seated.process.send_signal(signal.SIGWINCH)
    note("run -it: which changes", seated.shows(b"50 90", again="stty size\n"), seated.seen)
    seated.type("exit\n")
    note("run -it --rm: ends", until(lambda: seated.process.poll() is not None, 40), seated.seen)
    seated.close()


PAIR = """
apiVersion: v1
kind: Pod
metadata: {name: pair, labels: {app: pair}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: a, image: alpine, imagePullPolicy: IfNotPresent, command: [sh, -c, "echo from a; sleep 36017"]}
  - {name: b, image: alpine, imagePullPolicy: IfNotPresent, command: [sh, -c, "echo early b; sleep 4; echo late b; sleep 36017"]}
"""


def selected_logs():
    """Logs of several containers, and of a part of the time."""
    kubectl("apply", "-f", "-", stdin=PAIR.encode())
    until(lambda: b"late" in kubectl("logs", "pair", "-c", "b")[1], 60)
    out = kubectl("logs", "pair", "--all-containers")[1]
    note("logs --all-containers", sorted(out.split(b"\n")) == [b"", b"early b", b"from a", b"late b"], out)
    out = kubectl("logs", "-l", "app=pair", "--all-containers", "--prefix")[1]
    note("logs -l --prefix", b"[pod/pair/a] from a\n" in out and b"[pod/pair/b] early b\n" in out, out)
    stamped = kubectl("logs", "pair", "-c", "b", "--timestamps")[1].decode().split("\n")
    out = kubectl("logs", "pair", "-c", "b", "--since-time", stamped[1].split(" ")[0])[1]
    note("logs --since-time", out == b"late b\n", (out, stamped))
    note("logs --since: all of an hour", kubectl("logs", "pair", "-c", "b", "--since", "1h")[1] == b"early b\nlate b\n")
    time.sleep(1)
    note("logs --since: nothing of the last second", kubectl("logs", "pair", "-c", "b", "--since", "1s")[1] == b"")


def many():
    """A hundred sessions at once; then clients that vanish or never read. Nothing stays."""
    before = vitals()
    sessions = []
    path = "/api/v1/namespaces/default/pods/p/exec?container=c&stdin=true&stdout=true&stderr=true&command=cat"
    with ThreadPoolExecutor(10) as pool:
        sessions = list(pool.map(lambda _: WebSocket(path, "v5.channel.k8s.io"), range(100)))
    for i, w in enumerate(sessions):
        w.send(b"\0%d" % i)
    for w in sessions:
        w.send(b"\xff\0")
    right = [b"".join(m[1:] for _, m in w.messages() if m[:1] == b"\1") == b"%d" % i for i, w in enumerate(sessions)]
    for w in sessions:
        w.close()
    note("a hundred sessions at once", len(right) == 100 and all(right), right)
    silent = [WebSocket(path.replace("=cat", "=sh&command=-c&command=head+-c+300000000+/dev/zero"), "v5.channel.k8s.io") for _ in range(5)]
    time.sleep(5)
    during = vitals()
    note(f"five clients that do not read 300 MB each cost little memory ({before[2]} MB before, {during[2]} MB now)", during[2] - before[2] < 250, (before, during))
    for w in silent:
        w.close()
    after = until(lambda: vitals()[0] <= before[0] + 10 and vitals(), 40) or vitals()
    note("no descriptors stay behind clients that have vanished", after[0] <= before[0] + 10, (before, after))
    left = glob.glob(DATA + "/node/*/state/pipes/*")
    note("no pipes stay", not left, left)


def logs():
    """1.5 million lines at full speed, followed over rotations; long lines and bytes.

    The program stays a while after its last word: of one that ends at once, containerd's shim hands on what can be handed on within
    2 seconds, which may be too little on a busy machine.
    """
    follower = background("logs", "-f", "log", stdout=open(os.path.join(opt.work, "followed"), "wb"))
    kubectl("exec", "log", "--", "touch", "/go")
    code = 124
    try:
        code = follower.wait(timeout=120)
    except subprocess.TimeoutExpired:
        follower.kill()
        follower.wait()
    expected = b"".join(b"%d\n" % i for i in range(1, 1500001)) + b"x" * 70000 + b"\n\x01\xffend"
    got = open(os.path.join(opt.work, "followed"), "rb").read()
    note("logs -f: no line is lost or doubled, long lines and bytes are whole", code == 0 and got == expected, (code, len(got), len(expected)))
    # The small log is not rotated meanwhile: of one that is, `kubectl logs` shows what came after the rotation alone.
    kubectl("run", "small", "--image=alpine", "--image-pull-policy=IfNotPresent", "--restart=Never", "--", "sh", "-c", "echo one; echo two; printf '\\001\\377end'")
    kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/small", "--timeout=60s")
    note("logs --tail", kubectl("logs", "small", "--tail", "1")[1] == b"\x01\xffend")
    note("logs --limit-bytes", kubectl("logs", "small", "--limit-bytes", "6")[1] == b"one\ntw")
    note("logs --timestamps", re.match(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z one\n", kubectl("logs", "small", "--timestamps")[1]))
    lost = []
    for i in range(5):
        kubectl("run", f"quick{i}", "--image=alpine", "--image-pull-policy=IfNotPresent", "--restart=Never", "--", "sh", "-c", "echo here; sleep 30")
        kubectl("wait", "--for=condition=Ready", f"pod/quick{i}", "--timeout=60s")
        code, out, err = kubectl("logs", f"quick{i}")
        if code or out not in (b"here\n", b""):
            lost.append((code, out, err))
        kubectl("delete", "pod", f"quick{i}", "--force", "--grace-period=0", "--wait=false")
    note("logs right after Ready", not lost, lost)


def terminals():
    code, out, err = kubectl("run", "r", "--image=alpine", "--image-pull-policy=IfNotPresent", "-i", "--rm", "--restart=Never", "--quiet", "--", "sh", "-c", "sleep 1; cat; exit 4", stdin=b"given", timeout=60)
    note("run -i --rm: input, output and exit code", code == 4 and b"given" in out, (code, out, err))
    code, out, err = kubectl("debug", "p", "--image=alpine", "--image-pull-policy=IfNotPresent", "-c", "dbg", "--", "sleep", "300", timeout=60)
    ready = until(lambda: kubectl("exec", "p", "-c", "dbg", "--", "echo", "inside")[1] == b"inside\n")
    note("exec in a container of kubectl debug", ready, (code, out, err))


def containerd_restarts():
    """A command goes on though containerd is killed, and its exit code still comes."""
    w = WebSocket("/api/v1/namespaces/default/pods/p/exec?container=c&stdout=true&stderr=true&command=sh&command=-c&command=echo+a%3Bsleep+6%3Becho+b%3Bexit+5", "v5.channel.k8s.io")
    time.sleep(1)
    os.kill(int(open(glob.glob(DATA + "/node/*/containerd.pid")[0]).read()), 9)
    got = list(w.messages())
    out = b"".join(m[1:] for _, m in got if m[:1] == b"\1")
    status = b"".join(m[1:] for opcode, m in got if opcode == 2 and m[:1] == b"\3")
    note("a command survives the end of containerd", out == b"a\nb\n" and b'"message":"5"' in status, got)


def main():
    subprocess.run([opt.purser, "up", "--data-dir", DATA, "--port", "0"], check=True, stdout=subprocess.DEVNULL)
    try:
        subprocess.run([opt.purser, "image", "load", "--data-dir", DATA, *glob.glob(opt.images + "/*.tar")], check=True, stdout=subprocess.DEVNULL)
        kubectl("apply", "-f", "-", stdin=PODS.encode())
        kubectl("wait", "--for=condition=Ready", "pod", "--all", "--timeout=60s")
        for which in range(len(KUBECTLS)):
            transfers(which)
        raw()
        many()
        logs()
        selected_logs()
        terminals()
        terminal_sizes()
        containerd_restarts()
    finally:
        subprocess.run([opt.purser, "down", "--data-dir", DATA, "--purge"], stdout=subprocess.DEVNULL)
    print(f"{len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
