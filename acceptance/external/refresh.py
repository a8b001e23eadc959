#!/usr/bin/env python3
"""How soon a value that changed at its provider is in the file that a running pod has mounted, and what keeps it from there.

    refresh.py --purser PATH --images DIR --work DIR [--rounds N] [--only WORD]

Providers are a directory of files and another Kubernetes (this Purser itself, in a namespace that stands for it, behind a relay that
can be cut); and a real Vault when $PURSER_TEST_VAULT names its binary. Values are looked for in logs, events, status and metrics.
Needs root, and the archives of images.sh in DIR. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, base64, json, os, random, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time, urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "node"))
from cluster import ApiError, Cluster  # noqa: E402

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--images", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--rounds", type=int, default=30)
ap.add_argument("--only", default="")
opt = ap.parse_args()
rng = random.Random(os.environ.get("SEED", "1"))
passed, failed, values = [], [], []
SECONDS_BY_PUSH = 1.0
GROUP = "/apis/external-secrets.io/v1"


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + str(got)[:1500]), flush=True)
    return ok


def fresh():
    value = "v" + "".join(rng.choices("abcdefghijkmnpqrstuvwxyz23456789", k=24))
    values.append(value)
    return value


def until(test, timeout=30, pause=0.05):
    end = time.time() + timeout
    while True:
        got = test()
        if got or time.time() > end:
            return got
        time.sleep(pause)


class Relay:
    """Passes connections on to the API's port, until it is cut."""

    def __init__(self, host, port):
        self.to, self.open = (host, port), set()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.up = True
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            here = self.socket.accept()[0]
            if not self.up:
                here.close()
                continue
            try:
                there = socket.create_connection(self.to)
            except OSError:
                here.close()
                continue
            self.open |= {here, there}
            for a, b in ((here, there), (there, here)):
                threading.Thread(target=self.copy, args=(a, b), daemon=True).start()

    def copy(self, a, b):
        try:
            while data := a.recv(65536):
                b.sendall(data)
        except OSError:
            pass
        for each in (a, b):
            self.open.discard(each)
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.up = False
        for each in list(self.open):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def mend(self):
        self.up = True


class World:
    """A Purser with a namespace `elsewhere` that plays the other Kubernetes, and a pod with all Secrets mounted."""

    def __init__(self):
        os.makedirs(opt.work, exist_ok=True)
        self.files = os.path.join(opt.work, "shared")
        os.makedirs(self.files)
        self.cluster = Cluster(opt.purser, os.path.join(opt.work, "d"), opt.images)
        self.up()
        self.cluster.command("image", "load", opt.images + "/alpine.tar")
        self.relay = Relay(self.cluster.host, self.cluster.port)
        self.pods = 0

    def up(self):
        port = str(getattr(self.cluster, "port", 0))
        self.cluster.command("up", "--port", port, "--external-secrets-directory", "shared=" + self.files)
        self.cluster.login()

    def pid(self):
        with open(os.path.join(self.cluster.data, "purser.lock")) as f:
            return int(f.read())

    def kill(self):
        pid = self.pid()
        os.kill(pid, signal.SIGKILL)
        until(lambda: not os.path.exists(f"/proc/{pid}"))

    def apply(self, *things):
        text = json.dumps({"apiVersion": "v1", "kind": "List", "items": things})
        code, out, err = self.cluster.kubectl("apply", "-f", "-", stdin=text)
        if code:
            raise RuntimeError(err)

    # ---- the other Kubernetes

    def remote(self, name, value):
        """Writes a value at the provider; a reader of `get` alone has it, who cannot watch."""
        body = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "data": {"value": base64.b64encode(value.encode()).decode()}}
        try:
            self.cluster.text("PUT", f"/api/v1/namespaces/elsewhere/secrets/{name}", body)
        except ApiError as e:
            if e.code != 404:
                raise
            self.cluster.create("/api/v1/namespaces/elsewhere/secrets", body)

    def set_up(self):
        self.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "elsewhere"}})
        self.apply(
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "reader", "namespace": "default"}},
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "reader", "namespace": "elsewhere"},
             "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]},
                       {"apiGroups": ["authorization.k8s.io"], "resources": ["selfsubjectrulesreviews"], "verbs": ["create"]}]},
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "reader", "namespace": "elsewhere"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"},
             "subjects": [{"kind": "ServiceAccount", "name": "reader", "namespace": "default"}]})
        until(lambda: self.cluster.get("/apis").get("groups") and any(g["name"] == "external-secrets.io" for g in self.cluster.get("/apis")["groups"]))
        until(lambda: self.exists("/api/v1/namespaces/default/configmaps/kube-root-ca.crt"))
        self.apply(store("other", {"kubernetes": {
            "remoteNamespace": "elsewhere",
            "server": {"url": f"https://127.0.0.1:{self.relay.port}", "caProvider": {"type": "ConfigMap", "name": "kube-root-ca.crt", "key": "ca.crt"}},
            "auth": {"serviceAccount": {"name": "reader"}}}}),
            store("files", {"directory": {"name": "shared"}}))

    def exists(self, path):
        try:
            self.cluster.get(path)
            return True
        except ApiError:
            return False

    # ---- what comes of it

    def pod(self, *secrets):
        """Makes a pod with these Secrets mounted; gives the path of each on the host."""
        self.pods += 1
        name = f"reader-{self.pods}"
        self.cluster.create("/api/v1/namespaces/default/pods", {
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name},
            "spec": {"terminationGracePeriodSeconds": 1, "volumes": [{"name": s, "secret": {"secretName": s}} for s in secrets],
                     "containers": [{"name": "c", "image": "docker.io/library/alpine:latest", "imagePullPolicy": "IfNotPresent",
                                     "command": ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done"],
                                     "volumeMounts": [{"name": s, "mountPath": "/s/" + s} for s in secrets]}]}})
        until(lambda: self.pod_status(name).get("phase") == "Running", 60)
        uid = self.cluster.get(f"/api/v1/namespaces/default/pods/{name}")["metadata"]["uid"]
        return name, {s: f"{self.cluster.data}/node/pods/{uid}/volumes/kubernetes.io~secret/{s}/value" for s in secrets}

    def pod_status(self, name):
        return self.cluster.get(f"/api/v1/namespaces/default/pods/{name}").get("status", {})

    def ready(self, name):
        status = self.cluster.get(f"{GROUP}/namespaces/default/externalsecrets/{name}").get("status", {})
        return next((c for c in status.get("conditions", []) if c["type"] == "Ready"), {})

    def is_ready(self, name, timeout=20):
        return until(lambda: self.ready(name).get("status") == "True", timeout)

    def refresh(self, path, body=None):
        return json.loads(self.cluster.text("POST", f"{GROUP}/namespaces/default/{path}/refresh", body))

    def down(self):
        self.cluster.down()


def store(name, provider, **more):
    return {"apiVersion": "external-secrets.io/v1", "kind": "SecretStore", "metadata": {"name": name, "namespace": "default"}, "spec": {"provider": provider, **more}}


def external(name, store_name, key, interval="1h", prop=None):
    ref = {"key": key, **({"property": prop} if prop else {})}
    return {"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "metadata": {"name": name, "namespace": "default"},
            "spec": {"refreshInterval": interval, "secretStoreRef": {"name": store_name, "kind": "SecretStore"}, "target": {"name": name},
                     "data": [{"secretKey": "value", "remoteRef": ref}]}}


def read(path):
    try:
        with open(path) as f:
            return f.read()
    except OSError:
        return None


def seconds_until(path, value, timeout=20):
    """How long until a file has the value; it is looked at every millisecond."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < timeout:
        if read(path) == value:
            return time.perf_counter() - begun
        time.sleep(0.001)
    return float("inf")


def figures(name, durations, limit):
    ordered = sorted(durations)
    p = lambda share: ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000
    print(f"     {name}: n={len(ordered)}  p50 {p(0.5):.0f} ms  p99 {p(0.99):.0f} ms  max {ordered[-1] * 1000:.0f} ms", flush=True)
    note(f"{name}: every one of {len(ordered)} changes is in the mounted file in under {limit:g} s", ordered[-1] < limit, ordered)


def measure(w, name, store_name, change, notify, prop=None):
    """Changes values and looks when they are in the pod's files. Several take turns: one Secret is not changed 20 times a minute."""
    names = [f"{name}-{n}" for n in range(-(-opt.rounds // 12))]
    for each in names:
        change(each, fresh())
    w.apply(*(external(each, store_name, each, prop=prop) for each in names))
    note(f"{len(names)} ExternalSecrets to be measured are ready", all(w.is_ready(each) for each in names), [w.ready(each) for each in names])
    _, paths = w.pod(*names)
    until(lambda: all(read(path) for path in paths.values()))
    durations = []
    for n in range(opt.rounds):
        each, value = names[n % len(names)], fresh()
        begun = time.perf_counter()
        change(each, value)
        notify(each)
        seconds_until(paths[each], value)
        durations.append(time.perf_counter() - begun)
        time.sleep(rng.uniform(0.05, 0.3))
    return durations


def write_file(w, name, value):
    path = os.path.join(w.files, name)
    with open(path + "~", "w") as f:
        f.write(value)
    os.replace(path + "~", path)


# ---- the checks -------------------------------------------------------------------------------------------------------------

def push(w):
    """Nobody tells this store of changes and nobody polls it, so that only the notification can have done it."""
    first = fresh()
    w.remote("pushed", first)
    w.apply(external("pushed", "other", "pushed", prop="value"))
    note("the ExternalSecret is ready", w.is_ready("pushed"), w.ready("pushed"))
    _, paths = w.pod("pushed")
    note("the first value is in the pod", until(lambda: read(paths["pushed"]) == first), read(paths["pushed"]))
    second = fresh()
    w.remote("pushed", second)
    time.sleep(2)
    note("without a notification nothing happens", read(paths["pushed"]) == first, read(paths["pushed"]))
    answer = w.refresh("secretstores/other", {"keys": ["pushed"]})
    note("the answer names whom it woke", "default/pushed" in json.dumps(answer), answer)
    note("and it comes", seconds_until(paths["pushed"], second) < SECONDS_BY_PUSH)
    durations = measure(w, "measured", "other", w.remote, lambda key: w.refresh("secretstores/other", {"keys": [key]}), "value")
    figures("another Kubernetes, by a notification of the key", durations, SECONDS_BY_PUSH)
    value = fresh()
    w.remote("pushed", value)
    answer = w.refresh("secretstores/other", {"keys": ["another"]})
    time.sleep(1)
    note("a notification of another key wakes nobody", answer["message"].startswith("0 ") and read(paths["pushed"]) != value, answer)
    w.refresh("externalsecrets/pushed")
    note("an ExternalSecret itself can be refreshed", seconds_until(paths["pushed"], value) < SECONDS_BY_PUSH)
    for what, form in forms("pushed").items():
        value = fresh()
        w.remote("pushed", value)
        w.refresh("secretstores/other", form)
        note(f"{what} is understood", seconds_until(paths["pushed"], value) < SECONDS_BY_PUSH)


def forms(key):
    return {
        "a CloudEvent": {"specversion": "1.0", "type": "t", "source": "s", "id": "1", "subject": key},
        "Vault's event": {"specversion": "1.0", "type": "*", "source": "vault://v", "id": "1", "data": {
            "event": {"metadata": {"data_path": f"secret/data/{key}", "path": f"secret/data/{key}"}}, "event_type": "kv-v2/data-write", "plugin_info": {"mount_path": "secret/"}}},
        "an event of Secrets Manager": {"source": "aws.secretsmanager", "detail-type": "AWS API Call via CloudTrail", "detail": {
            "eventName": "PutSecretValue", "requestParameters": {"secretId": f"arn:aws:secretsmanager:us-east-1:1:secret:{key}-a1b2c3"}}},
        "an event of Key Vault": [{"eventType": "Microsoft.KeyVault.SecretNewVersionCreated", "subject": key, "data": {"ObjectName": key, "ObjectType": "Secret"}}],
    }


def rights(w):
    """A token of a service account, and a Role that names one store: nothing else is needed, and nothing more is given."""
    w.apply({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "notifier", "namespace": "default"}},
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "notifier", "namespace": "default"},
             "rules": [{"apiGroups": ["external-secrets.io"], "resources": ["secretstores/refresh"], "resourceNames": ["other"], "verbs": ["create"]}]},
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "notifier", "namespace": "default"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "notifier"}, "subjects": [{"kind": "ServiceAccount", "name": "notifier", "namespace": "default"}]})
    code, token, err = w.cluster.kubectl("create", "token", "notifier")
    note("a token is made", code == 0, err)

    def post(path, body, headers=()):
        command = ["curl", "-sS", "-k", "-o", "/dev/stderr", "-w", "%{http_code}", "-X", "POST", "-H", "Content-Type: application/json", *headers,
                   "--data-binary", "@-", f"https://{w.cluster.host}:{w.cluster.port}{GROUP}/namespaces/default/{path}"]
        p = subprocess.run(command, input=body, capture_output=True, text=True, timeout=30)
        return p.stdout, p.stderr

    bearer = ["-H", "Authorization: Bearer " + token.strip()]
    for path, body, headers, code in (
            ("secretstores/other/refresh", "", bearer, "202"), ("secretstores/other/refresh", "{}", bearer, "202"),
            ("secretstores/files/refresh", "", bearer, "403"), ("externalsecrets/pushed/refresh", "", bearer, "403"),
            ("secretstores/other/refresh", "", [], "401"), ("secretstores/other/refresh", "", ["-H", "Authorization: Bearer x"], "401"),
            ("secretstores/other/refresh", '{"password": "x"}', bearer, "400"), ("secretstores/other/refresh", "{" + " " * (257 << 10) + "}", bearer, "413")):
        got = post(path, body, headers)
        note(f"POST {path} with {len(body)} bytes {'and the token' if headers == bearer else 'and no good token'}: {code}", got[0] == code, got)
    for path in ("secretstores/none", "externalsecrets/none"):
        try:
            w.refresh(path)
            note(f"{path} is not found", False)
        except ApiError as e:
            note(f"{path} is not found", e.code == 404, e)
    answer = w.refresh("secretstores/other", [{"eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "data": {"validationCode": "c0de"}}])
    note("Event Grid's question is answered", answer == {"validationResponse": "c0de"}, answer)
    code, out, err = w.cluster.kubectl("get", "--raw", GROUP)
    note("discovery shows it", "secretstores/refresh" in out, out[:300] + err)


def poll(w):
    first = fresh()
    w.remote("polled", first)
    w.apply(external("polled", "other", "polled", interval="3s", prop="value"))
    w.is_ready("polled")
    _, paths = w.pod("polled")
    until(lambda: read(paths["polled"]) == first)
    durations = []
    for _ in range(5):
        value = fresh()
        w.remote("polled", value)
        durations.append(seconds_until(paths["polled"], value))
    # The interval itself, and what a poll and the node's part of the way take.
    figures("another Kubernetes, by poll every 3 s", durations, 3 + SECONDS_BY_PUSH)


def directory(w):
    durations = measure(w, "filed", "files", lambda key, value: write_file(w, key, value), lambda key: None)
    figures("a directory of files, which tells of changes itself", durations, SECONDS_BY_PUSH)


def put_back(w):
    """A Secret that somebody changed by hand is as it was within the second, in the pod too."""
    value = fresh()
    write_file(w, "kept", value)
    w.apply(external("kept", "files", "kept"))
    w.is_ready("kept")
    _, paths = w.pod("kept")
    until(lambda: read(paths["kept"]) == value)
    w.cluster.kubectl("patch", "secret", "kept", "-p", json.dumps({"stringData": {"value": "by hand"}}))
    secret = lambda: base64.b64decode(w.cluster.get("/api/v1/namespaces/default/secrets/kept")["data"]["value"]).decode()
    note("a Secret changed by hand is put back", until(lambda: secret() == value, 5), secret())
    note("in the pod too", until(lambda: read(paths["kept"]) == value, 2), read(paths["kept"]))
    events = lambda: w.cluster.text("GET", "/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dkept")
    note("and an event says so", until(lambda: re.search("by hand|changed by|put back|drift", events()), 5), events()[-800:])


def outage(w):
    value = fresh()
    w.remote("cut", value)
    w.apply(external("cut", "other", "cut", interval="2s", prop="value"))
    w.is_ready("cut")
    name, paths = w.pod("cut")
    until(lambda: read(paths["cut"]) == value)
    w.relay.cut()
    note("an outage is in the status", until(lambda: w.ready("cut").get("status") == "False", 30), w.ready("cut"))
    message = w.ready("cut").get("message", "")
    note("in words, without the value", message and value not in message, message)
    metrics = w.cluster.text("GET", "/metrics")
    note("and in the metrics", re.search(r'externalsecret_sync_calls_error(_total)?\{[^}]*name="cut"[^}]*\} [1-9]', metrics), "\n".join(l for l in metrics.splitlines() if "cut" in l))
    note("the pod keeps the value", read(paths["cut"]) == value and w.pod_status(name)["phase"] == "Running")
    other = fresh()
    w.remote("cut", other)
    try:
        w.refresh("secretstores/other")
        note("a notification meanwhile is accepted", True)
    except ApiError as e:
        note("a notification meanwhile is accepted", False, e)
    w.relay.mend()
    note("after the outage the new value comes", until(lambda: read(paths["cut"]) == other, 60), w.ready("cut"))
    note("and the status is good again", until(lambda: w.ready("cut").get("status") == "True"), w.ready("cut"))


def killed(w):
    """Purser is killed in the midst of syncs, five times: each value comes, none is lost and no container notices."""
    count = 40
    names = [f"many-{n}" for n in range(count)]
    last = {}
    for name in names:
        last[name] = fresh()
        w.remote(name, last[name])
    w.apply(*(external(name, "other", name, prop="value") for name in names))
    note(f"{count} ExternalSecrets are ready", all(w.is_ready(name, 60) for name in names))
    pod, paths = w.pod(*names[:10])
    for round in range(5):
        for name in names:
            last[name] = fresh()
            w.remote(name, last[name])
        w.refresh("secretstores/other")
        time.sleep(rng.uniform(0, 0.15))
        w.kill()
        here = {name: read(path) for name, path in paths.items()}
        note(f"kill {round + 1}: pods have whole values while Purser is away", all(here[n] in values for n in here), here)
        w.up()
        note(f"kill {round + 1}: every Secret has its newest value", until(lambda: all(
            base64.b64decode(s["data"]["value"]).decode() == last[s["metadata"]["name"]]
            for s in w.cluster.get("/api/v1/namespaces/default/secrets")["items"] if s["metadata"]["name"] in last), 60, 0.5))
        note(f"kill {round + 1}: and every file of the pod", until(lambda: all(read(paths[n]) == last[n] for n in paths), 30))
    status = w.pod_status(pod)["containerStatuses"][0]
    note("no container was started again", status["restartCount"] == 0, status)


def vault(w):
    binary = os.environ.get("PURSER_TEST_VAULT", "")
    if not binary:
        print("     Vault: not run, since $PURSER_TEST_VAULT names no binary", flush=True)
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([binary, "server", "-dev", "-dev-root-token-id=root", f"-dev-listen-address=127.0.0.1:{port}"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": opt.work})

    def put(path, data):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/{path}", json.dumps(data).encode(), {"X-Vault-Token": "root"}, method="POST")
        urllib.request.urlopen(request, timeout=10).read()

    def is_up():
        try:
            put("secret/data/up", {"data": {"password": fresh()}})
            return True
        except OSError:
            return False

    try:
        note("Vault is up", until(is_up))
        w.apply({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "vault-token", "namespace": "default"}, "stringData": {"token": "root"}},
                store("vault", {"vault": {"server": f"http://127.0.0.1:{port}", "path": "secret", "version": "v2", "auth": {"tokenSecretRef": {"name": "vault-token", "key": "token"}}}}))
        durations = measure(w, "vaulted", "vault", lambda key, value: put("secret/data/" + key, {"data": {"password": value}}),
                            lambda key: w.refresh("secretstores/vault", forms(key)["Vault's event"]), "password")
        figures("Vault, by its own event", durations, SECONDS_BY_PUSH)
    finally:
        server.terminate()
        server.wait(10)


def nothing_shown(w):
    """No value is where people and programs look."""
    places = {"logs": w.cluster.command("logs"), "metrics": w.cluster.text("GET", "/metrics"), "status": w.cluster.command("status")}
    for kind in ("events", "externalsecrets", "secretstores", "pods", "configmaps"):
        places[kind] = w.cluster.kubectl("get", kind, "-A", "-o", "yaml")[1]
    for place, text in places.items():
        shown = [v for v in values if v in text or base64.b64encode(v.encode()).decode() in text]
        note(f"no value is in the {place}", not shown and text, shown)


def everything():
    w = World()
    try:
        w.set_up()
        for check in (push, rights, poll, directory, put_back, outage, vault, killed, nothing_shown):
            if opt.only in check.__name__:
                print(f"-- {check.__name__}", flush=True)
                try:
                    check(w)
                except (ApiError, RuntimeError, OSError, KeyError) as e:
                    note(f"{check.__name__} runs to its end", False, repr(e))
    finally:
        w.down()
        shutil.rmtree(opt.work, ignore_errors=True)


everything()
print(f"{len(passed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
