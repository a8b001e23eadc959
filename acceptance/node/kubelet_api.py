#!/usr/bin/env python3
"""The node's own API against real containers: who is let in, what it answers, and whether what it measures is true.

    kubelet_api.py --purser PATH --images DIR --work DIR

Needs root, and the archives of images.sh in DIR. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, base64, glob, http.client, json, os, re, shutil, socket, ssl, struct, subprocess, sys, tempfile, time, traceback

KUBECTL = os.environ.get("KUBECTL", "kubectl")
MIB = 1 << 20
CANARY = "canary-" + os.urandom(8).hex()
EATER = """
dd if=/dev/zero of=/layer bs=1M count=20 2> /dev/null; dd if=/dev/zero of=/disk/f bs=1M count=10 2> /dev/null
dd if=/dev/zero of=/memory/f bs=1M count=30 2> /dev/null; echo one; sleep 0.5; echo two >&2; sleep 0.5; echo three; touch /memory/done; sh -c 'while :; do :; done'
"""
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class Node:
    """The node's API, by the administrator's certificate, a token, or nothing at all."""

    def __init__(self, kubeconfig):
        self.env = dict(os.environ, KUBECONFIG=kubeconfig)
        view = json.loads(self.kubectl("config", "view", "--raw", "-o", "json"))
        cluster, user = view["clusters"][0]["cluster"], view["users"][0]["user"]
        authority = base64.b64decode(cluster["certificate-authority-data"]).decode()
        self.stranger, self.known = ssl.create_default_context(cadata=authority), ssl.create_default_context(cadata=authority)
        with tempfile.NamedTemporaryFile(suffix=".pem") as pair:
            pair.write(base64.b64decode(user["client-certificate-data"]) + b"\n" + base64.b64decode(user["client-key-data"]))
            pair.flush()
            self.known.load_cert_chain(pair.name)
        node = json.loads(self.kubectl("get", "nodes", "-o", "json"))["items"][0]
        self.name, self.port = node["metadata"]["name"], node["status"]["daemonEndpoints"]["kubeletEndpoint"]["Port"]
        self.address = next(a["address"] for a in node["status"]["addresses"] if a["type"] == "InternalIP")

    def kubectl(self, *words, stdin=None, ok=True):
        done = subprocess.run([KUBECTL, *words], input=stdin, capture_output=True, text=True, env=self.env)
        assert not ok or done.returncode == 0, f"kubectl {' '.join(words)}: {done.stderr}"
        return done.stdout if ok else done.stderr

    def ask(self, path, method="GET", token="", anonymous=False):
        """(status, headers, text)"""
        connection = http.client.HTTPSConnection(self.address, self.port, context=self.stranger if token or anonymous else self.known, timeout=60)
        try:
            connection.request(method, path, headers={"Authorization": "Bearer " + token} if token else {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def get(self, path):
        status, _, text = self.ask(path)
        assert status == 200, f"{path}: {status} {text[:300]}"
        return text

    def proxied(self, path):
        return self.kubectl("get", "--raw", f"/api/v1/nodes/{self.name}/proxy{path}")

    def upgrade(self, path, headers, method="GET"):
        """The socket and the head of the answer."""
        plain = socket.create_connection((self.address, self.port), timeout=30)
        stream = self.known.wrap_socket(plain, server_hostname=self.address)
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address}:{self.port}", "Connection: Upgrade", "Content-Length: 0", *headers, "", ""]
        stream.sendall("\r\n".join(lines).encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            piece = stream.recv(1)
            assert piece, f"no answer to the upgrade: {head!r}"
            head += piece
        return stream, head.decode()

    def command(self, path, protocol, stdin=b""):
        """Runs a command by WebSocket: what it wrote, and how it ended."""
        stream, head = self.upgrade(path, ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(), "Sec-WebSocket-Protocol: " + protocol])
        assert " 101 " in head and protocol in head, head
        if stdin:
            stream.sendall(frame(b"\x00" + stdin) + frame(b"\xff\x00"))
        out, status, left = b"", None, b""
        while True:
            data = stream.recv(65536)
            if not data:
                break
            left += data
            while (message := unframe(left)) is not None:
                kind, payload, left = message
                if kind == 8:
                    stream.close()
                    return out.decode(), status
                if payload[:1] == b"\x01":
                    out += payload[1:]
                elif payload[:1] == b"\x03" and len(payload) > 1:
                    status = json.loads(payload[1:])
        return out.decode(), status


def frame(payload):
    key = os.urandom(4)
    return b"\x82" + bytes([0x80 | len(payload)]) + key + bytes(b ^ key[i % 4] for i, b in enumerate(payload))


def unframe(data):
    """The first message: its kind, its content and what follows; none while it is not complete."""
    if len(data) < 2:
        return None
    length, at = data[1] & 127, 2
    if length == 126:
        length, at = (struct.unpack(">H", data[2:4])[0] if len(data) >= 4 else 1 << 62), 4
    return None if len(data) < at + length else (data[0] & 15, data[at : at + length], data[at + length :])


def eventually(what, test, patience=60):
    end, why = time.monotonic() + patience, ""
    while time.monotonic() < end:
        try:
            last = test()
            if last:
                return last
        except AssertionError as e:
            why = f" ({e})"
        time.sleep(0.5)
    raise AssertionError(f"not in {patience} s: {what}{why}")


def prepare(node):
    eater = {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "eater"},
        "spec": {
            "terminationGracePeriodSeconds": 1,
            "volumes": [{"name": "disk", "emptyDir": {}}, {"name": "memory", "emptyDir": {"medium": "Memory"}}],
            "containers": [
                {"name": "c", "image": "alpine", "imagePullPolicy": "IfNotPresent", "command": ["sh", "-c", EATER],
                 "env": [{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
                 "resources": {"limits": {"cpu": "200m", "memory": "100Mi"}, "requests": {"cpu": "10m"}},
                 "readinessProbe": {"exec": {"command": ["test", "-e", "/memory/done"]}, "periodSeconds": 1},
                 "volumeMounts": [{"name": "disk", "mountPath": "/disk"}, {"name": "memory", "mountPath": "/memory"}]},
                {"name": "idle", "image": "alpine", "imagePullPolicy": "IfNotPresent", "command": ["sleep", "100000"]}]}}
    node.kubectl("create", "secret", "generic", "s", "--from-literal=k=" + CANARY)
    node.kubectl("apply", "-f", "-", stdin=json.dumps(eater))
    node.kubectl("wait", "--for=condition=Ready", "pod/eater", "--timeout=90s")


@check
def another_port_where_the_usual_one_is_taken(node):
    assert node.port not in (0, 10250), node.port


@check
def nobody_unknown_is_let_in(node):
    for path in ("/healthz", "/pods", "/metrics", "/configz", "/nosuch", "/exec/default/eater/c?command=id&output=1"):
        status, _, text = node.ask(path, anonymous=True)
        assert (status, text) == (401, "Unauthorized"), f"{path}: {status} {text}"
        status, _, text = node.ask(path, token="made.up.token")
        assert (status, text) == (401, "Unauthorized"), f"{path}: {status} {text}"


@check
def a_token_may_what_its_roles_say(node):
    node.kubectl("create", "serviceaccount", "scraper")
    token = node.kubectl("create", "token", "scraper").strip()
    user = "system:serviceaccount:default:scraper"
    for path, subresources in (("/pods", "[pods proxy]"), ("/metrics/resource", "[metrics]"), ("/stats/summary", "[stats]"), ("/logs/", "[log]"), ("/runs/a/b/c", "[proxy]")):
        status, _, text = node.ask(path, token=token)
        assert (status, text) == (403, f"Forbidden (user={user}, verb=get, resource=nodes, subresource(s)={subresources})\n"), f"{path}: {status} {text}"
    status, _, text = node.ask("/exec/default/eater/idle?command=id&output=1", token=token)
    assert status == 403 and "verb=create" in text, "to look is enough to run commands: " + text
    node.kubectl("create", "clusterrole", "scraper", "--verb=get", "--resource=nodes/metrics,nodes/pods")
    node.kubectl("create", "clusterrolebinding", "scraper", "--clusterrole=scraper", "--serviceaccount=default:scraper")
    assert node.ask("/metrics/resource", token=token)[0] == 200
    assert node.ask("/pods", token=token)[0] == 200
    assert node.ask("/stats/summary", token=token)[0] == 403
    node.kubectl("delete", "clusterrolebinding", "scraper")
    assert node.ask("/metrics/resource", token=token)[0] == 403, "what was taken away is still allowed"


@check
def paths_and_methods_that_are_not_there(node):
    assert node.ask("/nosuch")[0::2] == (404, "404 page not found\n")
    assert node.ask("/stats")[0::2] == (404, "404: Page Not Found")
    status, headers, text = node.ask("/pods", method="POST")
    assert (status, headers["Allow"], text) == (405, "GET", "405: Method Not Allowed")
    assert node.ask("/containerLogs/default/nobody/c")[0::2] == (404, 'pod "nobody" does not exist')
    assert node.ask("/containerLogs/default/eater/zz")[0::2] == (404, 'container "zz" not found in pod "eater"')
    assert node.ask("/containerLogs/default/eater/c?tailLines=x")[0] == 400
    assert node.ask("/containerLogs/default/eater/c?tailLines=-1")[0] == 422
    assert node.ask("/exec/default/nobody/c?command=id&output=1", method="POST")[0::2] == (404, "pod does not exist")
    status, _, text = node.ask("/checkpoint/default/eater/c", method="POST")
    assert status == 500 and text.startswith("checkpointing of default/eater/c failed (rpc error: code = "), text


@check
def health_pods_and_configuration(node):
    assert node.get("/healthz") == "ok"
    assert node.get("/healthz?verbose=1").splitlines()[:3] == ["[+]ping ok", "[+]log ok", "[+]syncloop ok"]
    pods = json.loads(node.get("/pods"))
    eater = next(p for p in pods["items"] if p["metadata"]["name"] == "eater")
    assert eater["metadata"]["annotations"]["kubernetes.io/config.source"] == "api" and "managedFields" not in eater["metadata"]
    assert eater["status"]["phase"] == "Running"
    running = json.loads(node.get("/runningpods/"))
    assert [[c["name"] for c in p["spec"]["containers"]] for p in running["items"] if p["metadata"]["name"] == "eater"] == [["c", "idle"]]
    assert json.loads(node.get("/configz"))["kubeletconfig"]["port"] == node.port
    assert "<pre>" in node.get("/logs/")


@check
def no_secret_is_told(node):
    for path in ("/pods", "/runningpods/", "/configz", "/metrics", "/metrics/cadvisor", "/stats/summary"):
        text = node.get(path)
        assert CANARY not in text and base64.b64encode(CANARY.encode()).decode() not in text, path


@check
def logs_of_containers(node):
    assert node.get("/containerLogs/default/eater/c").split() == ["one", "two", "three"]
    assert node.get("/containerLogs/default/eater/c?tailLines=1") == "three\n"
    assert node.get("/containerLogs/default/eater/c?stream=Stderr") == "two\n"
    assert re.match(r"\d{4}-\d\d-\d\dT[^ ]+ one\n", node.get("/containerLogs/default/eater/c?timestamps=true&limitBytes=60"))


@check
def commands_by_websocket_and_spdy(node):
    for protocol in ("v5.channel.k8s.io", "v4.channel.k8s.io"):
        out, status = node.command("/exec/default/eater/idle?command=sh&command=-c&command=echo+hello%3B+exit+3&output=1&error=1", protocol)
        assert out == "hello\n" and status["details"]["causes"][0]["message"] == "3", (out, status)
    out, status = node.command("/exec/default/eater/idle?command=cat&input=1&output=1", "v5.channel.k8s.io", b"typed")
    assert out == "typed" and status["status"] == "Success", (out, status)
    stream, head = node.upgrade("/exec/default/eater/idle?command=true&output=1", ["Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: v4.channel.k8s.io"], "POST")
    stream.close()
    assert head.startswith("HTTP/1.1 101 ") and "v4.channel.k8s.io" in head, head


@check
def what_is_measured_is_true(node):
    def measured():
        summary = json.loads(node.get("/stats/summary"))
        pod = next(p for p in summary["pods"] if p["podRef"]["name"] == "eater")
        container = next(c for c in pod["containers"] if c["name"] == "c")
        layer = container["rootfs"].get("usedBytes", 0)
        return layer >= 20 * MIB and (summary, pod, container)

    summary, pod, container = eventually("the runtime has counted the container's layer", measured)
    assert container["rootfs"]["usedBytes"] < 22 * MIB, container["rootfs"]
    volumes = {v["name"]: v["usedBytes"] for v in pod["volume"]}
    assert 10 * MIB <= volumes["disk"] < 11 * MIB and 30 * MIB <= volumes["memory"] < 31 * MIB, volumes
    local = pod["ephemeral-storage"]["usedBytes"]
    assert 30 * MIB <= local < 34 * MIB, f"ephemeral-storage: {local}"
    used = container["memory"]["workingSetBytes"]
    assert 30 * MIB <= used < 60 * MIB and container["memory"]["availableBytes"] == 100 * MIB - used, container["memory"]
    first, started = container["cpu"]["usageCoreNanoSeconds"], time.monotonic()
    time.sleep(5)
    again = json.loads(node.get("/stats/summary"))
    second = next(c for p in again["pods"] if p["podRef"]["name"] == "eater" for c in p["containers"] if c["name"] == "c")
    rate = (second["cpu"]["usageCoreNanoSeconds"] - first) / 1e9 / (time.monotonic() - started)
    assert 0.1 < rate < 0.3, f"a container with 200m of a processor uses {rate}"
    nano = eventually("the rate of the last ten seconds is known", lambda: next((c["cpu"].get("usageNanoCores") for p in json.loads(node.get("/stats/summary"))["pods"] for c in p["containers"] if c["name"] == "c"), 0))
    assert 100e6 < nano < 300e6, nano
    idle = next(c for c in pod["containers"] if c["name"] == "idle")
    assert idle["memory"]["workingSetBytes"] < 5 * MIB and "availableBytes" not in idle["memory"], idle["memory"]
    disk = os.statvfs("/")
    machine = summary["node"]
    assert machine["rlimit"]["curproc"] > 10 and machine["memory"]["workingSetBytes"] > used
    assert abs(machine["memory"]["availableBytes"] + machine["memory"]["workingSetBytes"] - os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) < 2 * MIB
    assert machine["fs"]["capacityBytes"] >= 1 and machine["fs"]["inodes"] >= machine["fs"]["inodesUsed"] and disk.f_blocks > 0
    brief = json.loads(node.get("/stats/summary?only_cpu_and_memory=true"))
    assert "fs" not in brief["node"] and "volume" not in brief["pods"][0] and "cpu" in brief["pods"][0]


@check
def what_goes_over_the_network_is_counted(node):
    def received():
        pods = json.loads(node.get("/stats/summary"))["pods"]
        network = next(p for p in pods if p["podRef"]["name"] == "eater")["network"]
        assert network["name"] == "eth0" and [i["name"] for i in network["interfaces"]] == ["eth0"], network
        return network["rxBytes"]

    before = received()
    address = node.kubectl("get", "pod", "eater", "-o", "jsonpath={.status.podIP}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        for _ in range(1000):
            out.sendto(b"x" * 1000, (address, 9))
    grown = eventually("a megabyte has come in", lambda: received() - before >= 1_000_000 and received() - before)
    assert grown < 1_300_000, grown


@check
def metrics_are_well_formed(node):
    wanted = {
        "/metrics": ["kubelet_running_pods", "kubelet_runtime_operations_total", "kubelet_http_requests_total", "kubelet_node_name", "process_start_time_seconds"],
        "/metrics/resource": ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes", "container_start_time_seconds", "container_swap_usage_bytes", "node_cpu_usage_seconds_total",
                              "node_memory_working_set_bytes", "node_swap_usage_bytes", "pod_cpu_usage_seconds_total", "pod_memory_working_set_bytes", "pod_swap_usage_bytes", "resource_scrape_error"],
        "/metrics/cadvisor": ["container_cpu_usage_seconds_total", "container_cpu_cfs_throttled_periods_total", "container_memory_working_set_bytes", "container_network_receive_bytes_total", "container_oom_events_total", "machine_cpu_cores", "machine_memory_bytes"],
        "/metrics/probes": ["prober_probe_total", "prober_probe_duration_seconds", "process_start_time_seconds"],
    }
    sample = re.compile(r'^([a-z_][a-z0-9_]*)(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? ([0-9.eE+-]+|NaN|\+Inf)( \d+)?$')
    for path, families in wanted.items():
        known, seen = {}, set()
        for line in node.get(path).splitlines():
            if line.startswith("# TYPE "):
                name, kind = line.split()[2:]
                assert name not in known, f"{path}: {name} twice"
                known[name] = kind
            elif not line.startswith("#"):
                match = sample.match(line)
                assert match, f"{path}: {line}"
                family = match[1] if match[1] in known else re.sub("_(bucket|sum|count)$", "", match[1])
                assert family in known, f"{path}: {line} has no type"
                assert line.split(" ")[0] not in seen, f"{path}: {line} twice"
                seen.add(line.split(" ")[0])
        assert not set(families) - known.keys(), f"{path}: {set(families) - known.keys()}"
    assert re.search(r'prober_probe_total\{container="c",namespace="default",pod="eater",pod_uid="[^"]+",probe_type="Readiness",result="successful"\} [1-9]', node.get("/metrics/probes"))


@check
def the_api_server_passes_it_on(node):
    assert node.proxied("/healthz") == "ok"
    assert json.loads(node.proxied("/stats/summary"))["node"]["nodeName"] == node.name
    assert "resource_scrape_error 0" in node.proxied("/metrics/resource")
    assert node.kubectl("get", "--raw", f"/api/v1/nodes/https:{node.name}:{node.port}/proxy/containerLogs/default/eater/c?tailLines=1") == "three\n"
    assert json.loads(node.proxied("/configz"))["kubeletconfig"]["kind"] == "KubeletConfiguration"
    refused = node.kubectl("get", "--raw", f"/api/v1/nodes/{node.name}/proxy/healthz", "--as", "jane", ok=False)
    assert 'cannot get resource "nodes/proxy"' in refused, refused
    assert "eater" in eventually("top knows the pod", lambda: node.kubectl("top", "pod", "--no-headers"))


def main():
    ap = argparse.ArgumentParser()
    for name in ("--purser", "--images", "--work"):
        ap.add_argument(name, required=True)
    opt = ap.parse_args()
    shutil.rmtree(opt.work, ignore_errors=True)
    os.makedirs(opt.work)
    data, failed = os.path.join(opt.work, "d"), []
    taken = socket.socket()
    try:
        try:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("0.0.0.0", 10250))
            taken.listen()
        except OSError:
            pass  # somebody else has it, which is as good
        subprocess.run([opt.purser, "up", "--data-dir", data, "--port", "0"], check=True)
        subprocess.run([opt.purser, "image", "load", "--data-dir", data, *glob.glob(os.path.join(opt.images, "*.tar"))], check=True, stdout=subprocess.DEVNULL)
        node = Node(os.path.join(data, "admin.kubeconfig"))
        prepare(node)
        for each in CHECKS:
            try:
                each(node)
                print("ok   " + each.__name__.replace("_", " "), flush=True)
            except AssertionError as e:
                failed.append(each)
                print(f"FAIL {each.__name__.replace('_', ' ')}\n     {str(e)[:2000] or traceback.format_exc()}", flush=True)
            except Exception:  # a broken check must not hide the others
                failed.append(each)
                print(f"FAIL {each.__name__.replace('_', ' ')}\n{traceback.format_exc()}", flush=True)
    finally:
        taken.close()
        subprocess.run([opt.purser, "down", "--data-dir", data, "--purge"], stdout=subprocess.DEVNULL)
        shutil.rmtree(opt.work, ignore_errors=True)
    print(f"{len(CHECKS) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
