#!/usr/bin/env python3
"""Looks for secret values everywhere but where they must be.

    canary.py --purser PATH --images DIR --work DIR [--seed N]
    canary.py --self-test

Random values are put into Secrets in every way there is, used by pods, sent in requests that fail; the server is killed and
crashed meanwhile. Then every file, database, log, event, metric, answer and process that came of it is searched for them:
raw, and in the encodings that tools use. Exceptions are in EXCEPTIONS, each with its reason.
Needs root, and the archives of images.sh in DIR. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, base64, glob, json, os, random, re, shutil, signal, subprocess, sys, tempfile, textwrap, time, urllib.parse

ap = argparse.ArgumentParser()
ap.add_argument("--purser", default="")
ap.add_argument("--images", default="")
ap.add_argument("--work", default="")
ap.add_argument("--self-test", action="store_true")
ap.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
opt = ap.parse_args()
KUBECTL = os.environ.get("KUBECTL", "kubectl")
rng = random.Random(opt.seed)
passed, failed = [], []

# What may hold a value, as a regular expression over '<place>: <name>', and why.
EXCEPTIONS = [
    (r"^process: .*/environ of container", "a container's own process has the environment that its pod asks for"),
    (r"^memory: .*/pods/[^/]+/(volumes|volume-subpaths)/", "the memory file system of a pod's volume is where its containers read the value"),
    (r"^outside: .*/elsewhere/", "the provider's own files, from which the values come"),
    (r"^memory: .*/containerd/state/", "what starts a container needs its environment; this file system is in memory only"),
]


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + "\n            ".join(str(got).strip().splitlines()[:20])[:3000]), flush=True)
    return ok


# ---- the search -------------------------------------------------------------------------------------------------------------

PROBE = 18  # bytes of a value that count as the value: what is split over two pages of a file is still found by its halves


def probes(value):
    """Parts of a value, each enough to tell it: from its beginning, its middle and its end."""
    value = re.sub(rb"-----[^-]*-----\n", b"", value)  # what every PEM file has is no secret
    last = max(0, len(value) - PROBE)
    return {value[s:s + PROBE] for s in (0, last // 2, last)}


def base64_alignments(part):
    """What is sure to stand in a base64 text of something that holds these bytes, wherever they begin in it."""
    found = set()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + part)
        found.add(encoded[{0: 0, 1: 2, 2: 3}[shift]:(len(part) + shift) // 3 * 4])
    return {f for f in found if len(f) >= 12}


def needles(name, value):
    """All texts that give this value away, with how they are encoded."""
    found = {}
    for part in probes(value):
        def add(how, *texts):
            for text in texts:
                if len(text) >= 10:
                    found.setdefault(bytes(text), f"{name} {how}")
        add("raw", part)
        once = base64_alignments(part)
        add("in base64", *once)
        add("in URL-safe base64", *(o.replace(b"+", b"-").replace(b"/", b"_") for o in once))
        for o in once:
            add("in base64 of base64", *base64_alignments(o))
        add("in hex", part.hex().encode(), part.hex().upper().encode())
        add("URL-encoded", urllib.parse.quote_from_bytes(part, safe="").encode(), urllib.parse.quote_plus(part).encode())
        add("in decimal bytes", " ".join(str(b) for b in part).encode(), ",".join(str(b) for b in part).encode())
        add("reversed", part[::-1])
        try:
            text = part.decode()
        except UnicodeDecodeError:
            continue
        add("as JSON", json.dumps(text)[1:-1].encode(), json.dumps(json.dumps(text)[1:-1])[1:-1].encode())
        add("in Go's quotation", text.encode("unicode_escape"))
        add("in UTF-16", text.encode("utf-16-le"), text.encode("utf-16-be"))
    return found


class Search:
    """Finds any of many byte strings."""

    def __init__(self, all_needles):
        self.needles = all_needles
        self.longest = max(map(len, all_needles))

    def in_bytes(self, data):
        return {how for needle, how in self.needles.items() if needle in data}

    def in_file(self, path):
        hits, rest = set(), b""
        try:
            with open(path, "rb") as f:
                while chunk := f.read(8 << 20):
                    data = rest + chunk
                    hits |= self.in_bytes(data)
                    rest = data[-self.longest:]
        except OSError:
            pass
        return hits


def files_below(root):
    for folder, folders, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                yield path


def memory_mounts():
    """Mount points of file systems that are in memory only."""
    return {line.split()[1] for line in open("/proc/mounts") if line.split()[2] in ("tmpfs", "ramfs")}


def place_of(path, mounts):
    folder = os.path.realpath(path)  # a single file may be a mount too
    while True:
        if folder in mounts:
            return "memory"
        if os.path.ismount(folder) or folder == "/":
            return "disk"
        folder = os.path.dirname(folder)


# ---- the test of the search -------------------------------------------------------------------------------------------------

def self_test():
    """A value planted in each encoding and place is found; without it nothing is."""
    value = b"canary-" + bytes(rng.choices(b"abcdefghijkmnpqrstuvwxyz23456789+/&\"", k=40))
    search = Search(needles("v", value))
    encodings = {
        "raw": value,
        **{f"base64 behind {n} bytes": base64.b64encode(b"x" * n + value + b"y") for n in range(3)},
        **{f"base64 of base64 behind {n} bytes": base64.b64encode(b"x" * n + base64.b64encode(b"user:" + value)) for n in range(3)},
        "URL-safe base64": base64.urlsafe_b64encode(b"?>" + value),
        "hex": value.hex().encode(), "upper hex": value.hex().upper().encode(),
        "URL": urllib.parse.urlencode({"v": value}).encode(), "JSON": json.dumps({"v": value.decode()}).encode(),
        "JSON in JSON": json.dumps(json.dumps({"v": value.decode()})).encode(),
        "UTF-16": value.decode().encode("utf-16"), "decimal": ", ".join([]).encode() + " ".join(map(str, value)).encode(),
        "a length and a tag before it, as protobuf": bytes([0x0a, len(value)]) + value, "first half": value[:30], "last half": value[-30:],
    }
    folder = tempfile.mkdtemp(prefix="canary-self-")
    try:
        for how, data in encodings.items():
            path = os.path.join(folder, "f")
            with open(path, "wb") as f:
                f.write(rng.randbytes((8 << 20) - 7) + data + rng.randbytes(100))
            note(f"self-test: {how} is found over the edge of two reads", search.in_file(path))
        with open(path, "wb") as f:
            f.write(rng.randbytes(4 << 20))
        note("self-test: nothing is found where nothing is", not search.in_file(path), search.in_file(path))
        os.makedirs(folder + "/m")
        subprocess.run(["mount", "-t", "tmpfs", "none", folder + "/m"], check=True)
        try:
            for name, where in (("/d", "disk"), ("/m/d", "memory")):
                with open(folder + name, "wb") as f:
                    f.write(value)
                note(f"self-test: a file on {where} is told as such", place_of(folder + name, memory_mounts()) == where)
        finally:
            subprocess.run(["umount", folder + "/m"], check=True)
        with subprocess.Popen(["sleep", "60", ], env={"V": value.decode()}) as process:
            time.sleep(0.2)
            note("self-test: an environment is searched", search.in_file(f"/proc/{process.pid}/environ"))
            process.kill()
    finally:
        shutil.rmtree(folder)


# ---- what is done with the values -------------------------------------------------------------------------------------------

def run(*cmd, stdin=None, timeout=240):
    p = subprocess.run(cmd, input=stdin, capture_output=True, timeout=timeout)
    return p.returncode, p.stdout, p.stderr


class Canaries:
    """The values, and the outputs of all commands, which must not show them."""

    def __init__(self):
        self.values, self.outputs = {}, []

    def make(self, name, kind="text"):
        text = "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", k=44))
        value = {
            "text": text.encode(),
            "odd": (text + "-\"&/+\\$(X)`%41=" + text[::-1]).encode(),
            "binary": rng.randbytes(200),
            "long": (text * 3000).encode()[:120000],
            "pem": ("-----BEGIN PRIVATE KEY-----\n" + "\n".join(base64.b64encode(rng.randbytes(48)).decode() for _ in range(20)) + "\n-----END PRIVATE KEY-----\n").encode(),
        }[kind]
        self.values[name] = value
        return value

    def search(self):
        everything = {}
        for name, value in self.values.items():
            everything.update(needles(name, value))
        return Search(everything)


class Purser:
    def __init__(self, canaries):
        self.canaries = canaries
        self.data = os.path.join(opt.work, "d")
        self.config = os.path.join(self.data, "admin.kubeconfig")

    def command(self, *args, shown=True):
        code, out, err = run(opt.purser, *args, "--data-dir", self.data)
        if shown:
            self.canaries.outputs.append(("purser " + " ".join(args), out + err))
        return code, out, err

    def kubectl(self, *args, stdin=None, shown=True):
        code, out, err = run(KUBECTL, "--kubeconfig", self.config, *args, stdin=stdin)
        if shown:
            self.canaries.outputs.append(("kubectl " + " ".join(a[:60] for a in args), out + err))
        return code, out, err

    def until(self, *args, out, timeout=60):
        end = time.time() + timeout
        while time.time() < end:
            code, got, err = self.kubectl(*args)
            if code == 0 and re.search(out, got.decode(errors="replace"), re.S | re.M):
                return True
            time.sleep(0.1)
        print("       last: " + (got + err).decode(errors="replace")[:600])
        return False

    def pid(self):
        with open(os.path.join(self.data, "purser.lock")) as f:
            return int(f.read())

    def end(self, how):
        pid = self.pid()
        os.kill(pid, how)
        while os.path.exists(f"/proc/{pid}"):
            time.sleep(0.05)

    def processes(self):
        """Processes of this Purser, and whether each is a container's."""
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                line = open(f"/proc/{pid}/cmdline", "rb").read().replace(b"\0", b" ").decode(errors="replace")
                group = open(f"/proc/{pid}/cgroup").read()
            except OSError:
                continue
            if int(pid) == os.getpid():
                continue
            if "kubepods" in group or "/purser" in group and "pod" in group:
                yield pid, line, True
            elif self.data in line:
                yield pid, line, False


def manifest(name, data, **more):
    return json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "data": {k: base64.b64encode(v).decode() for k, v in data.items()}, **more}).encode()


def write_secrets(p, c):
    """Every way to write."""
    values = {kind: c.make("created-" + kind, kind) for kind in ("text", "odd", "binary", "long", "pem")}
    note("create", p.kubectl("create", "-f", "-", stdin=manifest("created", values))[0] == 0)
    note("client-side apply", p.kubectl("apply", "-f", "-", stdin=manifest("applied", {"k": c.make("applied")}))[0] == 0)
    note("client-side apply again", p.kubectl("apply", "-f", "-", stdin=manifest("applied", {"k": c.make("applied-again")}))[0] == 0)
    note("server-side apply", p.kubectl("apply", "--server-side", "-f", "-", stdin=manifest("ssa", {"k": c.make("ssa")}))[0] == 0)
    for kind in ("merge", "strategic"):
        note(f"{kind} patch", p.kubectl("patch", "secret", "applied", "--type", kind, "-p", json.dumps({"stringData": {"p" + kind: c.make("patched-" + kind).decode()}}))[0] == 0)
    note("JSON patch", p.kubectl("patch", "secret", "applied", "--type", "json", "-p", json.dumps([{"op": "add", "path": "/data/j", "value": base64.b64encode(c.make("patched-json")).decode()}]))[0] == 0)
    note("dry run", p.kubectl("create", "--dry-run=server", "-f", "-", stdin=manifest("dry", {"k": c.make("dry-run")}))[0] == 0)
    note("immutable", p.kubectl("create", "-f", "-", stdin=manifest("fixed", {"k": c.make("immutable")}, immutable=True))[0] == 0)


def fail_writes(p, c):
    """Every way to be refused."""
    secret = c.make("refused")
    refused = {
        "a bad name": manifest("Not_A_Name", {"k": secret}),
        "a bad key": manifest("bad-key", {"a/b": secret}),
        "an unknown field": json.dumps({**json.loads(manifest("unknown", {"k": secret})), "dta": {"x": secret.decode()}}).encode(),
        "plain text as data": json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "plain"}, "data": {"k": "!" + secret.decode()}}).encode(),
        "a value of a wrong type": json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "typed"}, "data": [secret.decode()]}).encode(),
        "a bad docker configuration": manifest("docker", {".dockerconfigjson": b"{" + secret}, type="kubernetes.io/dockerconfigjson"),
        "broken JSON": manifest("broken", {"k": secret})[:-1],
    }
    for why, body in refused.items():
        for type_ in ("application/json", "application/yaml"):
            code, out, err = raw(p, "POST", "/api/v1/namespaces/default/secrets?fieldValidation=Strict", body, type_)
            note(f"{why} is refused ({type_})", code in ("400", "422"), (code, out[:300]))
    note("a changed immutable Secret is refused", p.kubectl("patch", "secret", "fixed", "-p", json.dumps({"stringData": {"k": secret.decode()}}))[0] != 0)
    note("a patch that does not fit is refused", p.kubectl("patch", "secret", "applied", "--type", "json", "-p", json.dumps([{"op": "test", "path": "/data/k", "value": base64.b64encode(secret).decode()}]))[0] != 0)
    stale = json.loads(manifest("applied", {"k": secret}))
    stale["metadata"]["resourceVersion"] = "1"
    note("a stale version is refused", p.kubectl("replace", "-f", "-", stdin=json.dumps(stale).encode())[0] != 0)
    note("a taken name is refused", p.kubectl("create", "-f", "-", stdin=manifest("applied", {"k": secret}))[0] != 0)
    note("a conflict of appliers is refused", p.kubectl("apply", "--server-side", "--field-manager", "other", "-f", "-", stdin=manifest("ssa", {"k": secret}))[0] != 0)
    p.kubectl("create", "namespace", "full")
    p.kubectl("create", "quota", "none", "--hard=secrets=0", "-n", "full")
    note("what exceeds a quota is refused", p.kubectl("create", "-n", "full", "-f", "-", stdin=manifest("over", {"k": secret}))[0] != 0)
    p.kubectl("create", "serviceaccount", "nobody")
    note("what is forbidden is refused", p.kubectl("--as=system:serviceaccount:default:nobody", "create", "-f", "-", stdin=manifest("no", {"k": secret}))[0] != 0)
    p.kubectl("apply", "-f", "-", stdin=textwrap.dedent("""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: canary}
        spec:
          matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}]}
          validations: [{expression: "object.metadata.name != 'against-policy'", message: against the policy}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: canary}
        spec: {policyName: canary, validationActions: [Deny]}
        """).encode())
    end = time.time() + 10
    while p.kubectl("create", "--dry-run=server", "-f", "-", stdin=manifest("against-policy", {"k": secret}))[0] == 0 and time.time() < end:
        time.sleep(0.1)
    note("what a policy denies is refused", p.kubectl("create", "-f", "-", stdin=manifest("against-policy", {"k": secret}))[0] != 0)


def raw(p, method, path, body, type_):
    """A request as it is, with curl and the administrator's certificate."""
    config = json.loads(run(KUBECTL, "--kubeconfig", p.config, "config", "view", "--raw", "-o", "json")[1])
    user, cluster = config["users"][0]["user"], config["clusters"][0]["cluster"]
    folder = tempfile.mkdtemp(prefix="canary-curl-", dir="/dev/shm")
    try:
        for name, text in (("crt", user["client-certificate-data"]), ("key", user["client-key-data"]), ("ca", cluster["certificate-authority-data"])):
            with open(f"{folder}/{name}", "wb") as f:
                f.write(base64.b64decode(text))
        code, out, err = run("curl", "-s", "-D", "-", "--cert", folder + "/crt", "--key", folder + "/key", "--cacert", folder + "/ca", "-X", method, "-H", "Content-Type: " + type_, "--data-binary", "@-", cluster["server"] + path, stdin=body)
    finally:
        shutil.rmtree(folder)
    p.canaries.outputs.append((f"curl {method} {path}", out + err))
    return (re.search(rb"HTTP/\S+ (\d+)", out) or [b"", b"none"])[1].decode(), out, err


POD = """
    apiVersion: v1
    kind: Pod
    metadata: {name: user}
    spec:
      terminationGracePeriodSeconds: 1
      initContainers:
      - {name: init, image: alpine, imagePullPolicy: IfNotPresent, command: [sh, -c, 'test -n "$TEXT"'], env: [{name: TEXT, valueFrom: {secretKeyRef: {name: created, key: text}}}]}
      containers:
      - name: c
        image: alpine
        imagePullPolicy: IfNotPresent
        command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 1; done"]
        env:
        - {name: TEXT, valueFrom: {secretKeyRef: {name: created, key: text}}}
        - {name: ODD, valueFrom: {secretKeyRef: {name: created, key: odd}}}
        - {name: PEM, valueFrom: {secretKeyRef: {name: created, key: pem}}}
        - {name: INSIDE, value: "a $(TEXT) b"}
        envFrom: [{secretRef: {name: ssa}, prefix: P_}]
        volumeMounts: [{name: s, mountPath: /s}, {name: p, mountPath: /p}, {name: s, mountPath: /sub, subPath: text}]
      - {name: again, image: alpine, imagePullPolicy: IfNotPresent, command: [sh, -c, "sleep 2; exit 1"], envFrom: [{secretRef: {name: applied}}]}
      volumes:
      - {name: s, secret: {secretName: created}}
      - {name: p, projected: {sources: [{secret: {name: applied}}, {serviceAccountToken: {path: token}}]}}
    """


def use_in_pods(p, c):
    note("a pod uses them", p.kubectl("apply", "-f", "-", stdin=textwrap.dedent(POD).encode())[0] == 0 and p.until("get", "pod", "user", out="user +[12]/2"))
    for variable, name in (("TEXT", "created-text"), ("ODD", "created-odd"), ("PEM", "created-pem"), ("P_k", "ssa")):
        code, out, err = p.kubectl("exec", "user", "-c", "c", "--", "sh", "-c", f'printf %s "${variable}"', shown=False)
        note(f"{variable} is right in a command", out == c.values[name], out[:100] + err)
        code, out, err = p.kubectl("exec", "user", "-c", "c", "--", "sh", "-c", f"tr '\\0' '\\n' < /proc/1/environ | grep -c '^{variable}='")
        note(f"{variable} is in the first process", out.strip() == b"1", out + err)
    code, out, err = p.kubectl("exec", "user", "-c", "c", "--", "printenv", "INSIDE", shown=False)
    note("a variable made of a Secret's is right", out == b"a " + c.values["created-text"] + b" b\n", out)
    for path, name in (("/s/binary", "created-binary"), ("/s/long", "created-long"), ("/sub", "created-text"), ("/p/k", "applied-again")):
        code, out, err = p.kubectl("exec", "user", "-c", "c", "--", "cat", path, shown=False)
        note(f"{path} is right", out == c.values[name], out[:60] + err)
    for path in ("/s/new", "/s/text", "/p/..data/new"):
        code, out, err = p.kubectl("exec", "user", "-c", "c", "--", "sh", "-c", f"echo x > {path}")
        note(f"a container cannot write {path}", code != 0 and b"Read-only file system" in err, out + err)
    note("the other container is restarted", p.until("get", "pod", "user", "-o", "jsonpath={.status.containerStatuses[*].restartCount}", out="[1-9]"))
    c.values["token"] = p.kubectl("create", "token", "nobody", shown=False)[1].strip()
    note("a token is made", c.values["token"].startswith(b"eyJ"))
    token = p.kubectl("exec", "user", "-c", "c", "--", "cat", "/p/token", shown=False)[1].strip()
    c.values["pod-token"] = token[token.rfind(b"."):]
    c.values["token"] = c.values["token"][c.values["token"].rfind(b"."):]


ELSEWHERE = "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: elsewhere}\nspec: {provider: {directory: {name: elsewhere}}}\n"


def external_secret(name, spec):
    return json.dumps({"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "metadata": {"name": name},
                       "spec": {"refreshInterval": "1h", "secretStoreRef": {"name": "elsewhere", "kind": "SecretStore"}, "target": {"name": name}, **spec}}).encode()


def from_elsewhere(p, c):
    """Values of a provider: fetched, made into other forms, changed, and in every way of no use."""
    note("a store is made", p.until("api-resources", "--api-group=external-secrets.io", out="secretstores") and p.kubectl("apply", "-f", "-", stdin=ELSEWHERE.encode())[0] == 0)
    kinds = ("text", "odd", "binary", "long", "pem")
    for kind in kinds:
        put_elsewhere(kind, c.make("external-" + kind, kind))
    put_elsewhere("json", json.dumps({"password": c.make("external-json").decode(), "inner": {"token": c.make("external-inner").decode()}}).encode())
    good = {"plain": {"data": [{"secretKey": kind, "remoteRef": {"key": kind}} for kind in kinds]},
            "extracted": {"dataFrom": [{"extract": {"key": "json"}}]},
            "found": {"dataFrom": [{"find": {"name": {"regexp": "^(text|odd)$"}}}]},
            "inside": {"data": [{"secretKey": "t", "remoteRef": {"key": "json", "property": "inner.token"}}]},
            "templated": {"target": {"name": "templated", "template": {"engineVersion": "v2", "data": {"url": "db://u:{{ .t }}@h"}}}, "data": [{"secretKey": "t", "remoteRef": {"key": "text"}}]}}
    for name, spec in good.items():
        p.kubectl("apply", "-f", "-", stdin=external_secret("ext-" + name, {**spec, **({"target": {**spec["target"], "name": "ext-templated"}} if "target" in spec else {})}))
    for name in good:
        note(f"{name} comes from elsewhere", p.until("get", "externalsecret", "ext-" + name, "-o", "jsonpath={.status.conditions[0].status}", out="^True$"))
    code, out, _ = p.kubectl("get", "secret", "ext-plain", "-o", "jsonpath={.data.odd}", shown=False)
    note("and is right", base64.b64decode(out) == c.values["external-odd"], code)
    wrong = {"no-such-property": {"data": [{"secretKey": "k", "remoteRef": {"key": "json", "property": "none"}}]},
             "a-property-of-text": {"data": [{"secretKey": "k", "remoteRef": {"key": "text", "property": "a.b"}}]},
             "no-object": {"dataFrom": [{"extract": {"key": "odd"}}]},
             "no-base64": {"data": [{"secretKey": "k", "remoteRef": {"key": "odd", "decodingStrategy": "Base64"}}]},
             "no-json": {"target": {"template": {"engineVersion": "v2", "data": {"k": "{{ (.t | fromJson).a }}"}}}, "data": [{"secretKey": "t", "remoteRef": {"key": "text"}}]},
             "no-pem": {"target": {"template": {"engineVersion": "v2", "data": {"k": "{{ .t | pemToPkcs12 }}"}}}, "data": [{"secretKey": "t", "remoteRef": {"key": "text"}}]},
             "no-number": {"target": {"template": {"engineVersion": "v2", "data": {"k": "{{ index .t 100000 }}"}}}, "data": [{"secretKey": "t", "remoteRef": {"key": "text"}}]},
             "failing": {"target": {"template": {"engineVersion": "v2", "data": {"k": "{{ fail .t }}"}}}, "data": [{"secretKey": "t", "remoteRef": {"key": "text"}}]},
             "a-bad-key": {"target": {"template": {"engineVersion": "v2", "templateFrom": [{"literal": "{{ .t }}: x", "target": "Data"}]}}, "data": [{"secretKey": "t", "remoteRef": {"key": "odd"}}]},
             "a-bad-label": {"target": {"template": {"engineVersion": "v2", "metadata": {"labels": {"l": "{{ .t }}"}}}}, "data": [{"secretKey": "t", "remoteRef": {"key": "odd"}}]}}
    for name, spec in wrong.items():
        p.kubectl("apply", "-f", "-", stdin=external_secret("ext-" + name, {**spec, "target": {"name": "ext-" + name, **spec.get("target", {})}}))
    for name in wrong:
        note(f"{name} is refused in the status", p.until("get", "externalsecret", "ext-" + name, "-o", "jsonpath={.status.conditions[0].status}", out="^False$"))
    put_elsewhere("text", c.make("external-changed"))
    raw(p, "POST", "/apis/external-secrets.io/v1/namespaces/default/secretstores/elsewhere/refresh", b'{"keys": ["text"]}', "application/json")
    code, out, _ = raw(p, "POST", "/apis/external-secrets.io/v1/namespaces/default/secretstores/elsewhere/refresh", json.dumps({"value": c.make("sent").decode()}).encode(), "application/json")
    note("a notification with a value is refused", code == "400", code)
    raw(p, "POST", "/apis/external-secrets.io/v1/namespaces/default/secretstores/elsewhere/refresh", b"{" + c.values["sent"], "application/json")
    end = time.time() + 20
    while base64.b64decode(p.kubectl("get", "secret", "ext-plain", "-o", "jsonpath={.data.text}", shown=False)[1]) != c.values["external-changed"] and time.time() < end:
        time.sleep(0.2)
    note("a changed value comes", time.time() < end)
    p.kubectl("patch", "secret", "ext-plain", "-p", json.dumps({"stringData": {"text": c.make("by-hand").decode()}}))


def put_elsewhere(name, value):
    folder = os.path.join(opt.work, "elsewhere")
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{name}~", "wb") as f:
        f.write(value)
    os.replace(f"{folder}/{name}~", f"{folder}/{name}")


def rotate(p, c):
    code, out, err = run(opt.purser, "--help")
    if b" encryption " not in out:
        print("     (there is no `purser encryption` yet)")
        return
    c.make("before-rotation")
    p.kubectl("create", "-f", "-", stdin=manifest("rotated", {"k": c.values["before-rotation"]}))
    note("keys are rotated", p.command("encryption", "rotate")[0] == 0)
    code, out, _ = p.kubectl("get", "secret", "rotated", "-o", "jsonpath={.data.k}", shown=False)
    note("and values are there afterwards", base64.b64decode(out) == c.values["before-rotation"])


def crash(p, c):
    for how in (signal.SIGKILL, signal.SIGSEGV):
        p.end(how)
        note(f"up after {how.name}", p.command("up", "--port", "0", *EXTRA)[0] == 0)
        note("the pod goes on", p.until("get", "pod", "user", out="user +[12]/2"))
        code, out, err = p.kubectl("exec", "user", "-c", "c", "--", "sh", "-c", 'printf %s "$ODD"', shown=False)
        note("and commands in it have their environment", out == c.values["created-odd"], out[:100] + err)


EXTRA = ["--external-secrets-directory", "elsewhere=" + os.path.join(opt.work, "elsewhere")]


def look(p, c, started):
    search = c.search()
    hits = {}

    def tell(place, name, found):
        for what in found:
            if not any(re.search(pattern, f"{place}: {name}") for pattern, _ in EXCEPTIONS):
                hits.setdefault(place, []).append(f"{name}: {what}")

    mounts, count = memory_mounts(), 0
    roots = [p.data] + [m for m in mounts if m.startswith(p.data)]
    for root in roots:
        for path in files_below(root):
            if "/rootfs/" in path and "/containerd/" in path:
                continue
            count += 1
            place = place_of(path, mounts)
            tell(place, path, search.in_file(path))
    new = []
    for root in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/var/log", "/var/crash", "/var/lib/systemd/coredump", "/root", "/etc/purser", os.getcwd(), os.path.dirname(p.data)):
        for folder, folders, names in os.walk(root):
            folders[:] = [f for f in folders if not os.path.ismount(os.path.join(folder, f)) and not foreign(os.path.join(folder, f), p)]
            for name in names:
                path = os.path.join(folder, name)
                try:
                    if os.path.isfile(path) and not os.path.islink(path) and os.stat(path).st_mtime >= started and not path.startswith(p.data + "/"):
                        new.append(path)
                except OSError:
                    pass
    for path in set(new):
        tell("outside", path, search.in_file(path))
    note(f"{count} files of the data directory and {len(set(new))} new ones elsewhere hold no value", not hits, "\n".join(sum(hits.values(), [])))
    note("no core file and no heap dump was left", not [f for f in list(files_below(p.data)) + new if re.search(r"/core(\.\d+)?$|\.hprof$", f)])
    hits.clear()
    for pid, line, is_container in p.processes():
        owner = "container" if is_container else line[:80]
        for part in ("cmdline", "environ"):
            tell("process", f"{pid}/{part} of {owner}", search.in_file(f"/proc/{pid}/{part}"))
    note("no command line of a process holds one, and no environment but the containers'", not hits, hits)
    hits.clear()
    for args in (["get", "events", "-A", "-o", "yaml"], ["get", "events.events.k8s.io", "-A", "-o", "json"], ["describe", "secrets", "-A"], ["describe", "pods", "-A"],
                 ["get", "secrets", "-A"], ["get", "secrets", "-A", "-o", "wide"], ["get", "pods", "-A", "-o", "yaml"], ["get", "--raw", "/metrics"], ["get", "--raw", "/readyz?verbose"],
                 ["get", "nodes", "-o", "yaml"], ["get", "configmaps", "-A", "-o", "yaml"], ["get", "externalsecrets,secretstores", "-A", "-o", "yaml"], ["describe", "externalsecrets,secretstores", "-A"],
                 ["logs", "user", "-c", "c"], ["logs", "user", "-c", "again", "--previous"], ["get", "all", "-A", "-o", "yaml"]):
        p.kubectl(*args)
    p.command("status")
    p.command("logs")
    for name, text in c.outputs:
        # A patch's own text is not an output; kubectl prints names, and Statuses hold messages.
        tell("output", name, search.in_bytes(text))
    note(f"no output of {len(c.outputs)} commands shows one", not hits, "\n".join(sum(hits.values(), [])))


def foreign(path, p):
    """What other programs make is no part of this: a huge or a virtual tree, or another test's."""
    return path in ("/run/user", "/run/udev", "/tmp/bash_jobs.0") or (path.startswith("/tmp/") and os.path.dirname(path) == "/tmp" and not p.data.startswith(path + "/") and os.stat(path).st_mtime < started_at) or path.endswith("/.git")


started_at = time.time()


def everything():
    print(f"seed {opt.seed}")
    c = Canaries()
    p = Purser(c)
    os.makedirs(os.path.join(opt.work, "elsewhere"), exist_ok=True)
    try:
        code, out, err = p.command("up", "--port", "0", *EXTRA)
        if not note("up", code == 0, (out, err)):
            return
        note("images are loaded", p.command("image", "load", *sorted(glob.glob(opt.images + "/*.tar")))[0] == 0)
        for step in (write_secrets, fail_writes, use_in_pods, from_elsewhere, rotate, crash):
            step(p, c)
        look(p, c, started_at)
        p.kubectl("delete", "pod", "user", "--wait=true")
        for name in ("created", "applied"):
            p.kubectl("delete", "secret", name)
        note("down", p.command("down")[0] == 0)
        search, left = c.search(), []
        for path in files_below(p.data):
            left += [f"{path}: {hit}" for hit in search.in_file(path)]
        note("after down no file holds one, in memory or on disk", not left, "\n".join(left))
    finally:
        code, out, err = p.command("down", "--purge")
        note("down --purge", code == 0, (out, err))
        shutil.rmtree(opt.work, ignore_errors=True)


if opt.self_test:
    self_test()
else:
    self_test()
    everything()
print(f"{len(passed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
