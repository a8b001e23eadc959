"""The API server as the checks use it: requests over kept connections, one watch of all pods, logs, and kubectl for exec."""
import base64, http.client, itertools, json, os, ssl, subprocess, tempfile, threading, time, urllib.parse

KUBECTL = os.environ.get("KUBECTL", "kubectl")
PATIENCE = 90


class Refused(Exception):
    """An answer of 400 or above."""

    def __init__(self, code, status):
        super().__init__(f"{code}: {status.get('message', status)}")
        self.code, self.reason, self.message = code, status.get("reason", ""), status.get("message", "")


class Cluster:
    """Thread-safe. Close it to end the watch."""

    def __init__(self, kubeconfig):
        self.kubeconfig = kubeconfig
        view = json.loads(subprocess.run([KUBECTL, "--kubeconfig", kubeconfig, "config", "view", "--raw", "-o", "json"], capture_output=True, check=True).stdout)
        cluster, user = view["clusters"][0]["cluster"], view["users"][0]["user"]
        self.address = urllib.parse.urlsplit(cluster["server"]).netloc
        self.tls = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
        with tempfile.NamedTemporaryFile(suffix=".pem") as pair:
            pair.write(base64.b64decode(user["client-certificate-data"]) + b"\n" + base64.b64decode(user["client-key-data"]))
            pair.flush()
            self.tls.load_cert_chain(pair.name)
        self.local, self.changed, self.pods, self.closed = threading.local(), threading.Condition(), {}, False
        threading.Thread(target=self._follow_pods, daemon=True).start()

    def close(self):
        self.closed = True

    def _connect(self):
        return http.client.HTTPSConnection(self.address, context=self.tls, timeout=PATIENCE)

    def request(self, method, path, body=None, kind="application/json"):
        """The answer as an object, or as text where it is none. Raises Refused."""
        data = None if body is None else json.dumps(body).encode()
        for attempt in itertools.count():
            fresh = getattr(self.local, "connection", None) is None
            if fresh:
                self.local.connection = self._connect()
            try:
                self.local.connection.request(method, path, data, {"Content-Type": kind} if data else {})
                answer = self.local.connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
                break
            except (OSError, http.client.HTTPException):
                self.local.connection = None
                if fresh or attempt:  # a kept connection may have been closed meanwhile; a new one that fails is a failure
                    raise
        parsed = json.loads(text) if answer.headers.get_content_type() == "application/json" else text
        if answer.status >= 400:
            raise Refused(answer.status, parsed if isinstance(parsed, dict) else {"message": text})
        return parsed

    def _follow_pods(self):
        while not self.closed:
            connection = self._connect()
            connection.timeout = None
            try:
                connection.request("GET", "/api/v1/pods?watch=true")
                answer = connection.getresponse()
                with self.changed:
                    self.pods.clear()
                while line := answer.readline():
                    self._note(json.loads(line))
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.2)
            finally:
                connection.close()

    def _note(self, event):
        pod = event["object"]
        if pod.get("kind") != "Pod":
            return
        key = (pod["metadata"]["namespace"], pod["metadata"]["name"])
        with self.changed:
            if event["type"] == "DELETED":
                self.pods.pop(key, None)
            else:
                self.pods[key] = pod
            self.changed.notify_all()

    def wait_pod(self, namespace, name, wanted, what, patience=PATIENCE):
        """The pod as soon as wanted(pod) holds; wanted is given None while there is none."""
        end = time.monotonic() + patience
        with self.changed:
            while True:
                pod = self.pods.get((namespace, name))
                if wanted(pod):
                    return pod
                left = end - time.monotonic()
                assert left > 0, f"{name} was not {what} in {patience} s: {json.dumps((pod or {}).get('status'))[:1500]}"
                self.changed.wait(left)

    def follow_log(self, namespace, pod, container, wanted, patience=PATIENCE):
        """Reads a log as it is written until wanted(all of it so far) holds; the text."""
        end, text = time.monotonic() + patience, ""
        connection = self._connect()
        try:
            connection.request("GET", f"/api/v1/namespaces/{namespace}/pods/{pod}/log?follow=true&container={container}")
            answer = connection.getresponse()
            connection.sock and connection.sock.settimeout(patience)
            while time.monotonic() < end:
                line = answer.readline().decode("utf-8", "replace")
                text += line
                if wanted(text):
                    return text
                if not line:
                    break
        finally:
            connection.close()
        raise AssertionError(f"the log of {pod} ({container}) has not what was wanted: {text[-1500:]!r}")


class Space:
    """A namespace of one check."""

    numbers = itertools.count(1)

    def __init__(self, cluster, labels=None):
        self.cluster = cluster
        self.name = f"behaviour-{next(Space.numbers)}"
        self.more = []
        cluster.request("POST", "/api/v1/namespaces", {"metadata": {"name": self.name, "labels": labels or {}}})
        self.eventually(lambda: self.get("serviceaccounts", "default"), "there is a default service account")

    def another(self):
        self.more.append(Space(self.cluster))
        return self.more[-1]

    def remove(self):
        for space in self.more:
            space.remove()
        self.cluster.request("DELETE", f"/api/v1/namespaces/{self.name}")

    def path(self, resource, name=""):
        group = "/apis/apps/v1" if resource in ("deployments", "replicasets") else "/api/v1"
        return f"{group}/namespaces/{self.name}/{resource}" + (f"/{name}" if name else "")

    def create(self, resource, name, **fields):
        metadata = {"name": name} | fields.pop("metadata", {})
        return self.cluster.request("POST", self.path(resource), {"metadata": metadata} | fields)

    def get(self, resource, name):
        return self.cluster.request("GET", self.path(resource, name))

    def update(self, resource, body):
        return self.cluster.request("PUT", self.path(resource, body["metadata"]["name"]), body)

    def patch(self, resource, name, body):
        return self.cluster.request("PATCH", self.path(resource, name), body, "application/strategic-merge-patch+json")

    def delete(self, resource, name):
        self.cluster.request("DELETE", self.path(resource, name))

    def configmap(self, name, data=None, **fields):
        return self.create("configmaps", name, **({"data": data} if data is not None else {}), **fields)

    def secret(self, name, data, **fields):
        return self.create("secrets", name, stringData=data, **fields)

    def eventually(self, attempt, what, patience=PATIENCE):
        """Repeats until attempt() gives something true; requests that are refused count as not yet."""
        end, last = time.monotonic() + patience, None
        while time.monotonic() < end:
            try:
                if last := attempt():
                    return last
            except Refused as e:
                last = e
            time.sleep(0.1)
        raise AssertionError(f"never came true: {what}; last: {last}")

    def pod(self, name, containers, volumes=(), labels=None, annotations=None, **spec):
        """Creates a pod; containers are of container()."""
        metadata = {"labels": labels or {}, "annotations": annotations or {}}
        spec = {"restartPolicy": "Never", "terminationGracePeriodSeconds": 0, "containers": containers, "volumes": list(volumes)} | spec
        return self.create("pods", name, metadata=metadata, spec=spec)

    def wait(self, name, wanted, what, patience=PATIENCE):
        return self.cluster.wait_pod(self.name, name, wanted, what, patience)

    def running(self, name):
        return self.wait(name, lambda pod: pod and pod["status"].get("phase") == "Running" and all(c["state"].get("running") for c in pod["status"]["containerStatuses"]), "running")

    def gone(self, name):
        self.wait(name, lambda pod: pod is None, "gone")

    def log(self, name, container="c"):
        return self.cluster.request("GET", self.path("pods", name) + f"/log?container={container}")

    def until_log(self, name, text, container="c", patience=PATIENCE):
        return self.cluster.follow_log(self.name, name, container, lambda log: text in log, patience)

    def output(self, name, containers, volumes=(), **spec):
        """What the pod's first container printed until it ended well."""
        self.pod(name, containers, volumes, **spec)
        pod = self.wait(name, lambda pod: pod and pod["status"].get("phase") in ("Succeeded", "Failed"), "at its end")
        log = self.log(name, containers[0]["name"])
        assert pod["status"]["phase"] == "Succeeded", f"{name} failed: {json.dumps(pod['status'])[:1200]}; log: {log[-500:]}"
        return log

    def execute(self, pod, *command, container="c"):
        done = subprocess.run([KUBECTL, "--kubeconfig", self.cluster.kubeconfig, "-n", self.name, "exec", pod, "-c", container, "--", *command], capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, f"{command} in {pod}: {done.returncode} {done.stderr}"
        return done.stdout

    def events(self, pod):
        found = self.cluster.request("GET", self.path("events") + f"?fieldSelector=involvedObject.name={pod}")
        return [(e["reason"], e["message"]) for e in found["items"]]


def container(script, name="c", mounts=(), **fields):
    """A container that runs a shell script; mounts are (volume, path) or whole volumeMounts."""
    mounts = [m if isinstance(m, dict) else {"name": m[0], "mountPath": m[1]} for m in mounts]
    command = ["sh", "-c", script] if isinstance(script, str) else script
    return {"name": name, "image": "alpine", "imagePullPolicy": "IfNotPresent", "command": command, "volumeMounts": mounts} | fields


# The shell drops variables whose names are not its own; the kernel still has what the first process was given. The pipe
# keeps the shell the first process: busybox runs a last command in the same one, over what was there.
ENVIRONMENT = "cat /proc/1/environ | tr '\\000' '\\n'"
FOREVER = "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done"


def repeat(path):
    """A script that prints a file again and again; a line that says so while there is none."""
    return f"while :; do cat {path} 2>/dev/null && echo || echo absent; sleep 0.2; done"
