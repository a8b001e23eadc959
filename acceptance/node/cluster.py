"""A fresh Purser with a node for the programs of this directory, and its API as Python sees it. Standard library alone."""
import base64, glob, http.client, json, os, re, ssl, subprocess, tempfile, threading, urllib.parse

KUBECTL = os.environ.get("KUBECTL", "kubectl")


class ApiError(Exception):
    """An answer of 400 and above; `status` is the Status object."""

    def __init__(self, code, body):
        self.code = code
        try:
            self.status = json.loads(body)
        except ValueError:
            self.status = {"message": body.decode(errors="replace")}
        super().__init__(f"{code} {self.status.get('message', body)}")


class Cluster:
    """One Purser with its own data directory and a free port. Threads may share it: each request has a connection of its own."""

    def __init__(self, purser, data, images):
        self.purser, self.data, self.images = purser, data, images
        self.config = os.path.join(data, "admin.kubeconfig")

    def command(self, *args, timeout=300):
        p = subprocess.run([self.purser, *args, "--data-dir", self.data], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout)
        if p.returncode:
            raise RuntimeError(f"purser {args[0]}: {p.stdout}")
        return p.stdout

    def up(self):
        self.command("up", "--port", "0")
        self.command("image", "load", *sorted(glob.glob(self.images + "/*.tar")))
        self.login()

    def login(self):
        config = json.loads(subprocess.run([KUBECTL, "--kubeconfig", self.config, "config", "view", "--raw", "-o", "json"], capture_output=True, check=True).stdout)
        server = urllib.parse.urlsplit(config["clusters"][0]["cluster"]["server"])
        user = config["users"][0]["user"]
        self.host, self.port = server.hostname, server.port
        self.tls = ssl.create_default_context(cadata=base64.b64decode(config["clusters"][0]["cluster"]["certificate-authority-data"]).decode())
        with tempfile.NamedTemporaryFile("w") as pem:
            pem.write(base64.b64decode(user["client-certificate-data"]).decode() + base64.b64decode(user["client-key-data"]).decode())
            pem.flush()
            self.tls.load_cert_chain(pem.name)
        self.node = self.get("/api/v1/nodes")["items"][0]["metadata"]["name"]

    def down(self):
        self.command("down", "--purge")

    def open(self, method, path, body=None, content="application/json", accept="application/json", timeout=60):
        connection = http.client.HTTPSConnection(self.host, self.port, context=self.tls, timeout=timeout)
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": content, "Accept": accept})
        answer = connection.getresponse()
        if answer.status >= 400:
            body = answer.read()
            connection.close()
            raise ApiError(answer.status, body)
        return answer

    def text(self, method, path, body=None, **kw):
        with self.open(method, path, body, **kw) as answer:
            return answer.read().decode(errors="replace")

    def get(self, path, **kw):
        return json.loads(self.text("GET", path, **kw))

    def create(self, path, thing):
        return json.loads(self.text("POST", path, thing))

    def watch(self, path, seen, accept="application/json"):
        """Calls `seen` with each event of a watch, in a thread of its own, until the process ends."""

        def follow():
            answer = self.open("GET", path, accept=accept, timeout=None)
            for line in answer:
                seen(json.loads(line))

        threading.Thread(target=follow, daemon=True).start()

    def kubectl(self, *args, stdin=None, timeout=60):
        p = subprocess.run([KUBECTL, "--kubeconfig", self.config, *args], input=stdin, capture_output=True, text=True, timeout=timeout)
        return p.returncode, p.stdout, p.stderr


PLACEHOLDER = re.compile(r"<[A-Za-z0-9][A-Za-z0-9 -]*>")


def agrees(recorded, seen):
    """Whether a value is the recorded one; a placeholder such as <uid> stands for any text that is not empty."""
    if isinstance(recorded, str) and isinstance(seen, str) and "<" in recorded:
        parts = PLACEHOLDER.split(recorded)
        if len(parts) > 1 and recorded != "<none>":
            return re.fullmatch(".+?".join(map(re.escape, parts)), seen, re.S) is not None
    if isinstance(recorded, dict) and isinstance(seen, dict):
        return recorded.keys() == seen.keys() and all(agrees(v, seen[k]) for k, v in recorded.items())
    if isinstance(recorded, list) and isinstance(seen, list):
        return len(recorded) == len(seen) and all(map(agrees, recorded, seen))
    return type(recorded) is type(seen) and recorded == seen


def differences(recorded, seen, path=""):
    """The smallest parts in which two values differ, as lines."""
    if agrees(recorded, seen):
        return []
    if isinstance(recorded, dict) and isinstance(seen, dict):
        absent = object()
        found = []
        for key in {**recorded, **seen}:
            a, b = recorded.get(key, absent), seen.get(key, absent)
            if a is absent:
                found.append(f"{path}.{key}: only here: {json.dumps(b)}")
            elif b is absent:
                found.append(f"{path}.{key}: missing: {json.dumps(a)}")
            else:
                found += differences(a, b, f"{path}.{key}")
        return found
    if isinstance(recorded, list) and isinstance(seen, list) and len(recorded) == len(seen):
        return [line for i, pair in enumerate(zip(recorded, seen)) for line in differences(*pair, f"{path}[{i}]")]
    return [f"{path}: recorded {json.dumps(recorded)}, here {json.dumps(seen)}"]
