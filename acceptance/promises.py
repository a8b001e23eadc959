#!/usr/bin/env python3
"""What Purser promises beyond the tutorials, through its own command line, a stock kubectl and real containers.

    promises.py --purser PATH --images DIR --work DIR [--only WORD] [--seed N]

Needs root, and the archives of images.sh in DIR. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, base64, glob, json, os, random, re, shutil, signal, subprocess, sys, textwrap, threading, time

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--images", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--only", default="")
ap.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
opt = ap.parse_args()
KUBECTL = os.environ.get("KUBECTL", "kubectl")
passed, failed = [], []
rng = random.Random(opt.seed)


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + " | ".join(str(got).strip().splitlines())[:800]), flush=True)
    return ok


def run(*cmd, stdin=None, timeout=180, env=None):
    p = subprocess.run(cmd, input=stdin, capture_output=True, text=True, timeout=timeout, env=env)
    return p.returncode, p.stdout, p.stderr


class Purser:
    """One Purser with its own data directory and port."""

    def __init__(self, name):
        self.data = os.path.join(opt.work, name)
        self.config = os.path.join(self.data, "admin.kubeconfig")

    def command(self, *args, timeout=300):
        return run(opt.purser, *args, "--data-dir", self.data, timeout=timeout)

    def up(self, *args):
        return self.command("up", "--port", "0", *args)

    def kubectl(self, *args, stdin=None, timeout=120):
        return run(KUBECTL, "--kubeconfig", self.config, *args, stdin=stdin, timeout=timeout)

    def apply(self, yaml):
        code, out, err = self.kubectl("apply", "-f", "-", stdin=textwrap.dedent(yaml))
        if code:
            raise RuntimeError(out + err)

    def until(self, *args, out, timeout=30):
        """Repeats a kubectl command until its output has a regular expression; the seconds it took, or None."""
        start = time.time()
        while time.time() < start + timeout:
            code, got, err = self.kubectl(*args)
            if code == 0 and re.search(out, got, re.S | re.M):
                return time.time() - start
            time.sleep(0.05)
        print("       last: " + (got + err)[:600])
        return None

    def pid(self):
        with open(os.path.join(self.data, "purser.lock")) as f:
            return int(f.read())

    def kill(self):
        pid = self.pid()
        os.kill(pid, signal.SIGKILL)
        while os.path.exists(f"/proc/{pid}"):
            time.sleep(0.01)

    def load_images(self):
        code, out, err = self.command("image", "load", *sorted(glob.glob(opt.images + "/*.tar")))
        if code:
            raise RuntimeError(out + err)

    def down(self):
        return self.command("down", "--purge")


def one_line(text):
    return len([l for l in text.strip().splitlines() if l.strip()]) == 1


POD = """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: c
        image: alpine
        imagePullPolicy: IfNotPresent
        command: [sleep, "3600"]
    """


def command_line():
    """Bad usage gets one clear line and a non-zero exit; nothing is left behind."""
    p = Purser("cli")
    code, out, err = p.command("up", "--no-such-option")
    note("an unknown option is refused in one line", code == 2 and one_line(err + out) and "no-such-option" in err + out, (code, out, err))
    code, out, err = p.command("status")
    note("status without a Purser says so", code == 1 and one_line(err), (code, out, err))
    code, out, err = p.command("down")
    note("down without a Purser says so", code == 1 and one_line(err), (code, out, err))
    code, out, err = p.up("--api-only")
    note("up --api-only", code == 0, (code, out, err))
    code, out, err = p.up("--api-only")
    note("a second up on the same data directory is refused in one line", code == 1 and one_line(err + out) and "already" in err + out, (code, out, err))
    port = json.loads(p.command("status", "-o", "json")[1])["server"].rsplit(":", 1)[1]
    q = Purser("cli2")
    code, out, err = q.command("up", "--api-only", "--port", port)
    note("a busy port is refused in one line", code == 1 and one_line(err + out) and port in err + out, (code, out, err))
    code, out, err = run("setpriv", "--reuid=65534", "--clear-groups", opt.purser, "up", "--data-dir", "/tmp/purser-nobody")
    note("up without root is refused in one line", code == 1 and one_line(err + out) and "root" in err + out, (code, out, err))
    mode = os.stat(p.config).st_mode & 0o777
    note("admin.kubeconfig has mode 0600", mode == 0o600, oct(mode))
    code, out, err = p.down()
    note("down --purge removes the data", code == 0 and not os.path.exists(p.data), (code, out, err))
    q.down()


def durability():
    """kill -9 during a write load loses no acknowledged write, no Secret is readable on disk, containers go on."""
    print(f"seed {opt.seed}")
    p = Purser("kill")
    code, out, err = p.up()
    note("up with a node", code == 0, (code, out, err))
    p.load_images()
    p.apply(POD % "steady")
    note("a pod runs", p.until("get", "pod", "steady", out="steady +1/1 +Running") is not None)
    before = json.loads(p.kubectl("get", "pod", "steady", "-o", "json")[1])["status"]["containerStatuses"][0]
    canary = "canary-%030x" % rng.getrandbits(120)
    for round in range(2):
        acknowledged, stop = [], threading.Event()

        def write(worker):
            n = 0
            while not stop.is_set():
                name = f"r{round}-w{worker}-{n}"
                try:
                    code, _, _ = p.kubectl("create", "secret", "generic", name, f"--from-literal=k={canary}-{name}", timeout=20)
                except subprocess.TimeoutExpired:
                    return
                if code == 0:
                    acknowledged.append(name)
                n += 1

        workers = [threading.Thread(target=write, args=(w,)) for w in range(3)]
        for w in workers: w.start()
        wanted = 12 + rng.randrange(12)
        while len(acknowledged) < wanted: time.sleep(0.002)
        p.kill()
        stop.set()
        for w in workers: w.join()
        code, out, err = p.up()
        note(f"up after kill -9, round {round}", code == 0, (code, out, err))
        there = {s["metadata"]["name"]: s for s in json.loads(p.kubectl("get", "secrets", "-o", "json")[1])["items"]}
        lost = [n for n in acknowledged if n not in there or base64.b64decode(there[n]["data"]["k"]).decode() != f"{canary}-{n}"]
        note(f"all {len(acknowledged)} acknowledged writes are there, round {round}", acknowledged and not lost, lost)
    found = []
    for needle in (canary.encode(), base64.b64encode(canary.encode())[:30]):
        for folder, _, files in os.walk(p.data):
            if "/node/" in folder + "/": continue
            found += [f for f in files if needle in open(os.path.join(folder, f), "rb").read()]
    note("no secret value is readable on disk, plain or base64", not found, found)
    p.until("get", "pod", "steady", out="1/1 +Running")
    after = json.loads(p.kubectl("get", "pod", "steady", "-o", "json")[1])["status"]["containerStatuses"][0]
    note("the running container was not restarted", before["containerID"] == after["containerID"] and after["restartCount"] == 0, after)
    note("and exec works in it", p.kubectl("exec", "steady", "--", "echo", "here")[1] == "here\n")
    p.kubectl("create", "configmap", "late", "--from-literal=k=v")
    p.kubectl("delete", "pod", "steady", "--wait=true")
    note("it can be deleted", p.kubectl("get", "pod", "steady")[0] != 0)
    note("down --purge", p.down()[0] == 0)
    left = [l for l in open("/proc/mounts") if p.data in l]
    note("no mount is left", not left, left)
    note("no process is left", not [q for q in pids_of(p.data)], pids_of(p.data))


def pids_of(path):
    result = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            line = open(f"/proc/{pid}/cmdline", "rb").read().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if path in line and "promises.py" not in line:
            result.append(f"{pid} {line[:120]}")
    return result


def side_by_side():
    """Two Pursers with nodes on one machine do not disturb each other."""
    a, b = Purser("side-a"), Purser("side-b")
    for p in (a, b):
        code, out, err = p.up()
        note("up " + os.path.basename(p.data), code == 0, (code, out, err))
        p.load_images()
        p.apply(POD % "same-name")
    for p in (a, b):
        note("pod runs in " + os.path.basename(p.data), p.until("get", "pod", "same-name", out="1/1 +Running") is not None)
    ips = [p.kubectl("get", "pod", "same-name", "-o", "jsonpath={.status.podIP}")[1] for p in (a, b)]
    note("their pods have addresses of different networks", ips[0].rsplit(".", 1)[0] != ips[1].rsplit(".", 1)[0], ips)
    note("down of one", a.down()[0] == 0)
    note("leaves the other's pod running", b.kubectl("exec", "same-name", "--", "echo", "here")[1] == "here\n")
    note("down of the other", b.down()[0] == 0)


def failures():
    """Missing keys and objects, images and commands that do not exist, crash loops: said clearly, and mended by themselves."""
    p = Purser("fail")
    note("up", p.up()[0] == 0)
    p.load_images()
    p.apply(POD % "wants-key" + "    env: [{name: A, valueFrom: {configMapKeyRef: {name: absent, key: model}}}]\n")
    note("a pod without its ConfigMap waits", p.until("get", "pod", "wants-key", out="0/1 +CreateContainerConfigError") is not None)
    note("an event names it", p.until("get", "events", "--field-selector", "involvedObject.name=wants-key", out='configmap "absent" not found') is not None)
    p.kubectl("create", "configmap", "absent", "--from-literal=other=x")
    note("an event names the missing key", p.until("get", "events", "--field-selector", "involvedObject.name=wants-key", out="couldn't find key model in ConfigMap default/absent") is not None)
    p.kubectl("patch", "configmap", "absent", "-p", '{"data":{"model":"m"}}')
    took = p.until("get", "pod", "wants-key", out="1/1 +Running", timeout=10)
    note("it starts within a second of the key's creation", took is not None and took < 1.5, took)
    p.apply((POD % "wants-volume").replace('command: [sleep, "3600"]', 'command: [sleep, "3600"]\n        volumeMounts: [{name: v, mountPath: /v}]') + "  volumes: [{name: v, secret: {secretName: nowhere}}]\n")
    note("a missing Secret for a volume is an event", p.until("get", "events", "--field-selector", "involvedObject.name=wants-volume", out='FailedMount.*secret "nowhere" not found') is not None)
    p.kubectl("create", "secret", "generic", "nowhere", "--from-literal=k=v")
    note("and the pod starts once it is there", p.until("get", "pod", "wants-volume", out="1/1 +Running", timeout=10) is not None)
    p.apply((POD % "no-image").replace("image: alpine", "image: registry.invalid/none:1"))
    note("an image that does not exist", p.until("get", "pod", "no-image", out="ErrImagePull|ImagePullBackOff", timeout=60) is not None)
    p.apply((POD % "no-command").replace('[sleep, "3600"]', "[/no/such/program]"))
    note("a command that does not exist", p.until("get", "pod", "no-command", out="RunContainerError|CrashLoopBackOff|StartError") is not None)
    p.apply((POD % "crashes").replace('[sleep, "3600"]', '[sh, -c, "echo last words; exit 3"]'))
    note("a crash loop backs off", p.until("get", "pod", "crashes", out="CrashLoopBackOff") is not None)
    note("the log before the crash", p.until("logs", "crashes", "--previous", out="last words") is not None)
    note("down", p.down()[0] == 0)


def encryption():
    """Keys outside of the data directory; a rotation that is killed with -9 again and again loses nothing and ends."""
    print(f"seed {opt.seed}")
    p = Purser("encryption")
    keys = os.path.join(opt.work, "encryption-keys")
    up = lambda: p.up("--api-only", "--key-dir", keys)
    note("up --key-dir", up()[0] == 0)
    values = {f"s{n}": "v%030x" % rng.getrandbits(120) for n in range(300)}
    p.apply(json.dumps({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": n, "namespace": "default"}, "stringData": {"k": v}} for n, v in values.items()]}))
    status = lambda: json.loads(p.command("encryption", "status", "-o", "json")[1])
    first = status()["keys"][0]["key"]
    secret = re.search(r"secret: (\S+)", open(glob.glob(keys + "/*.yaml")[0]).read()).group(1)
    found = [f for folder, _, files in os.walk(p.data) for f in files
             if any(n in open(os.path.join(folder, f), "rb").read() for n in (secret.encode(), base64.b64decode(secret)))]
    note("the key is nowhere in the data directory", not found, found)
    for round in range(4):
        rotate = subprocess.Popen([opt.purser, "encryption", "rotate", "--data-dir", p.data], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.2, 1.5))
        p.kill()
        rotate.wait()
        note(f"up after kill -9 in a rotation, round {round}", up()[0] == 0)
        there = {s["metadata"]["name"]: s for s in json.loads(p.kubectl("get", "secrets", "-o", "json")[1])["items"]}
        lost = [n for n, v in values.items() if n not in there or base64.b64decode(there[n]["data"]["k"]).decode() != v]
        note(f"every Secret is readable, round {round}", not lost, lost)
    code, out, err = p.command("encryption", "rotate")
    note("a rotation that is not killed ends", code == 0, (code, out, err))
    after = status()
    note("nothing is stale or in plain, and the first key is gone", after["stale"] == 0 and after["inPlain"] == 0 and len(after["keys"]) == 1 and after["keys"][0]["key"] != first, after)
    p.command("down")
    moved = keys + "-away"
    os.rename(keys, moved)
    code, out, err = up()
    note("without its keys Purser does not start, and says in one line why", code == 1 and one_line(err + out) and "is missing" in err + out, (code, out, err))
    code, out, err = p.command("encryption", "decrypt", "--all")
    note("nor are objects decrypted", code == 1 and one_line(err + out) and not any(v in out for v in values.values()), (code, out[:300], err))
    os.rename(moved, keys)
    code, out, err = p.command("encryption", "decrypt", "secrets/default/s0")
    note("with them they are", code == 0 and base64.b64encode(values["s0"].encode()).decode() in out, (code, out, err))
    note("down --purge removes the keys, too", p.down()[0] == 0 and not os.listdir(keys), os.listdir(keys))


def live_updates():
    """A changed ConfigMap is in the running container's file at once, whole and never mixed."""
    p = Purser("live")
    note("up", p.up()[0] == 0)
    p.load_images()
    p.kubectl("create", "configmap", "live", "--from-literal=a=0", "--from-literal=b=0")
    p.apply((POD % "reader").replace('[sleep, "3600"]', """[sh, -c, "while :; do d=$(readlink /c/..data); x=$(cat /c/$d/a)/$(cat /c/$d/b); case $x in */|/*) ;; *) [ ${x%/*} = ${x#*/} ] || echo mixed $x;; esac; done"]
        volumeMounts: [{name: c, mountPath: /c}]""") + "  volumes: [{name: c, configMap: {name: live}}]\n")
    note("pod runs", p.until("get", "pod", "reader", out="1/1 +Running") is not None)
    slowest = 0
    for n in range(1, 11):
        p.kubectl("patch", "configmap", "live", "-p", json.dumps({"data": {"a": str(n), "b": str(n)}}))
        took = p.until("exec", "reader", "--", "cat", "/c/b", out=f"^{n}$", timeout=5)
        slowest = max(slowest, 99 if took is None else took)
    note("ten changes each seen in the container at the first or second look", slowest < 1, slowest)
    note("no reader ever saw a mix of old and new", "mixed" not in p.kubectl("logs", "reader")[1], p.kubectl("logs", "reader")[1])
    note("down", p.down()[0] == 0)


def certificates():
    """A user by certificate: a stock openssl request, kubectl's approval, and kubectl as that user."""
    p = Purser("certificates")
    note("up", p.up("--no-node")[0] == 0)
    key, request, file = (os.path.join(opt.work, "jane." + end) for end in ("key", "csr", "crt"))
    code, out, err = run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", "/O=dev/O=ops/CN=jane", "-out", request)
    note("openssl makes a request", code == 0, err)
    p.apply(f"""
        apiVersion: certificates.k8s.io/v1
        kind: CertificateSigningRequest
        metadata: {{name: jane}}
        spec:
          request: {base64.b64encode(open(request, "rb").read()).decode()}
          signerName: kubernetes.io/kube-apiserver-client
          expirationSeconds: 3600
          usages: [client auth]
        """)
    note("a request waits", p.until("get", "csr", "jane", out="Pending") is not None)
    p.kubectl("certificate", "approve", "jane")
    note("an approved request is signed", p.until("get", "csr", "jane", out="Approved,Issued") is not None)
    with open(file, "wb") as f:
        f.write(base64.b64decode(p.kubectl("get", "csr", "jane", "-o", "jsonpath={.status.certificate}")[1]))
    _, out, err = run("openssl", "verify", "-CAfile", os.path.join(p.data, "pki", "ca.crt"), "-purpose", "sslclient", file)
    note("openssl trusts the certificate", "OK" in out, out + err)
    p.kubectl("config", "set-credentials", "jane", "--client-certificate", file, "--client-key", key)
    code, out, err = p.kubectl("--user", "jane", "auth", "whoami")
    note("kubectl is that user", all(word in out for word in ("jane", "dev", "ops")), out + err)
    code, out, err = p.kubectl("--user", "jane", "get", "secrets")
    note("who has no role yet", code != 0 and 'User "jane" cannot list resource "secrets"' in err, out + err)
    p.kubectl("create", "rolebinding", "dev", "--clusterrole=admin", "--group=dev")
    code, out, err = p.kubectl("--user", "jane", "get", "secrets")
    note("and the roles of its groups", code == 0, out + err)
    ends = json.loads(p.command("status", "-o", "json")[1]).get("certificates", {})
    note("status tells when certificates end", ends.get("worrying") is False and set(ends) >= {"server", "admin", "authority"}, ends)
    note("down", p.down()[0] == 0)


def ends():
    """The end of a node: hooks, order, and the way back; pods of files."""
    p = Purser("ends")
    shared = os.path.join(opt.work, "ends-shared")
    manifests = os.path.join(opt.work, "ends-manifests")
    os.makedirs(shared)
    os.makedirs(manifests)
    pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      terminationGracePeriodSeconds: 20
      priorityClassName: %s
      containers:
      - name: c
        image: alpine
        imagePullPolicy: Never
        command: [sh, -c, "echo %s starts >> /s/log; trap 'echo %s ends >> /s/log; exit 0' TERM; while :; do sleep 0.1; done"]
        lifecycle: {preStop: {exec: {command: [sh, -c, "sleep 1; echo %s hooked >> /s/log"]}}}
        volumeMounts: [{name: s, mountPath: /s}]
      volumes: [{name: s, hostPath: {path: %s}}]
    """

    def notes():
        path = os.path.join(shared, "log")
        lines = open(path).read().splitlines() if os.path.exists(path) else []
        open(path, "w").close()
        return lines

    code, out, err = p.up("--manifest-dir", manifests)
    note("up --manifest-dir", code == 0, out + err)
    p.load_images()
    p.apply(pod % ("plain", '""', "plain", "plain", "plain", shared))
    code, out, err = p.kubectl("apply", "-n", "kube-system", "-f", "-", stdin=textwrap.dedent(
        pod % ("vital", "system-node-critical", "vital", "vital", "vital", shared)))
    note("a critical pod", code == 0, out + err)
    node = p.kubectl("get", "nodes", "-o", "name")[1].strip().split("/")[-1]
    fresh = os.path.join(manifests, ".static.yaml")
    with open(fresh, "w") as f:
        f.write(textwrap.dedent(pod % ("static", '""', "static", "static", "static", shared)))
    os.rename(fresh, os.path.join(manifests, "static.yaml"))
    for name, space in (("plain", "default"), ("vital", "kube-system"), (f"static-{node}", "default")):
        note(f"{name} runs", p.until("-n", space, "get", "pod", name, out="1/1 +Running", timeout=60) is not None)
    uid = p.kubectl("get", "pod", f"static-{node}", "-o", "jsonpath={.metadata.uid}")[1]
    p.kubectl("delete", "pod", f"static-{node}", "--wait=false")
    note("a deleted mirror comes back", p.until("get", "pod", f"static-{node}", "-o", "jsonpath={.metadata.uid} {.status.phase}",
                                                out=rf"\A(?!{uid}).+ Running", timeout=30) is not None)
    os.remove(os.path.join(manifests, "static.yaml"))
    note("a static pod goes with its file", p.until("get", "pods", out=r"\A(?!.*static)", timeout=60) is not None)
    notes()

    code, out, err = p.command("down")
    lines = notes()
    note("down runs hooks before signals, ordinary pods before critical ones",
         lines == ["plain hooked", "plain ends", "vital hooked", "vital ends"], lines)
    note("down counts them", code == 0 and "Stopped 2 pods" in out, out + err)
    code, out, err = p.up()
    note("they come back", p.until("get", "pod", "plain", out="1/1 +Running +1 ", timeout=60) is not None)
    note("the critical one too", p.until("-n", "kube-system", "get", "pod", "vital", out="1/1 +Running +1 ", timeout=60) is not None)
    notes()
    p.kill()
    code, out, err = p.command("down")
    lines = notes()
    note("down after kill -9 runs hooks as well",
         sorted(lines) == ["plain ends", "plain hooked", "vital ends", "vital hooked"], lines)
    note("down", p.down()[0] == 0)


def example():
    """The README's first command: the example agent, running and changed live."""
    p = Purser("example")
    folder = os.path.join(os.path.dirname(os.path.realpath(opt.purser)), "examples", "agent")
    code, out, err = p.up("-f", folder)
    note("up -f examples/agent", code == 0 and "kubectl" in out, (code, out, err))
    note("it shows what the agent sees", "gpt-4o" in out and "helpful assistant" in out, out)
    note("no secret value is shown", "sk-proj-your-key-here" not in out + err, out)
    note("two replicas are ready", p.until("-n", "agents", "get", "deployment", "agent", out="2/2 ") is not None)
    p.kubectl("-n", "agents", "patch", "configmap", "agent-prompt", "--type", "merge", "-p", '{"data":{"system_prompt.txt":"Something new.\\n"}}')
    note("the printed change reaches the agent", p.until("-n", "agents", "logs", "-l", "app=agent", "--tail=20", out="Something new", timeout=5) is not None)
    code, out, err = p.command("up", "-f", folder)
    note("a second up says that it runs already", code == 1, (code, out, err))
    code, out, err = p.kubectl("apply", "-k", os.path.join(folder, "overlays", "prod"))
    note("the production overlay applies", code == 0, out + err)
    note("and becomes ready", p.until("-n", "agents-prod", "get", "deployment", "agent", out="3/3 ", timeout=60) is not None)
    note("down", p.down()[0] == 0)


for part in (command_line, encryption, durability, side_by_side, failures, live_updates, certificates, ends, example):
    if (opt.only in part.__name__) if opt.only else part is not example:
        try:
            part()
        except Exception as e:  # one broken part must not hide the others
            note(part.__name__ + " ran to its end", False, repr(e))
for folder in glob.glob(os.path.join(opt.work, "*")):
    if os.path.exists(os.path.join(folder, "purser.lock")):
        run(opt.purser, "down", "--data-dir", folder, "--purge")
shutil.rmtree(opt.work, ignore_errors=True)
print(f"{len(passed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
