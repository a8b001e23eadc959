#!/usr/bin/env python3
"""Resources under pressure, through a stock kubectl and real containers: who has to go when memory or disk run short, what pods may
take of the disk, resizes in place, kills for want of memory, limits of processes, sizes of logs.

    resources.py --purser PATH --images DIR --work DIR [--only WORD]

Needs root, and the archives of images.sh in DIR. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, glob, json, os, re, shutil, signal, subprocess, sys, time

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--images", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--only", default="")
opt = ap.parse_args()
KUBECTL = os.environ.get("KUBECTL", "kubectl")
MI = 1 << 20
passed, failed = [], []


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + str(got)[:1500]), flush=True)
    return ok


def run(*cmd, stdin=None, timeout=180):
    p = subprocess.run(cmd, input=stdin, capture_output=True, text=True, timeout=timeout)
    return p.returncode, p.stdout, p.stderr


class Purser:
    def __init__(self, name, kubelet):
        self.data = os.path.join(opt.work, name)
        os.makedirs(opt.work, exist_ok=True)
        self.kubelet = os.path.join(opt.work, name + ".yaml")
        with open(self.kubelet, "w") as f:
            json.dump({"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration", **kubelet}, f)

    def command(self, *args):
        return run(opt.purser, *args, "--data-dir", self.data, timeout=300)

    def __enter__(self):
        code, out, err = self.command("up", "--port", "0", "--kubelet-config", self.kubelet)
        if code:
            raise RuntimeError(out + err)
        code, out, err = self.command("image", "load", *sorted(glob.glob(opt.images + "/*.tar")))
        if code:
            raise RuntimeError(out + err)
        return self

    def __exit__(self, *_):
        self.command("down", "--purge")

    def kubectl(self, *args, stdin=None):
        return run(KUBECTL, "--kubeconfig", self.data + "/admin.kubeconfig", *args, stdin=stdin)

    def get(self, *args):
        code, out, err = self.kubectl("get", *args, "-o", "json")
        return json.loads(out) if code == 0 else {}

    def pod(self, name, spec, **container):
        """Makes a pod with a shell in one container, c."""
        containers = spec.pop("containers", None) or [dict({"name": "c", "command": ["sh", "-c", "sleep 3600"]}, **container)]
        for each in containers:
            each.update(image="docker.io/library/alpine:latest", imagePullPolicy="IfNotPresent")
        body = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name},
                "spec": {"terminationGracePeriodSeconds": 1, "restartPolicy": "Never", "containers": containers, **spec}}
        code, out, err = self.kubectl("apply", "-f", "-", stdin=json.dumps(body))
        if code:
            raise RuntimeError(out + err)

    def status(self, name):
        return self.get("pod", name).get("status", {})

    def until(self, what, test, timeout=40):
        """Looks at an object until a test holds of its status; the status of last."""
        end = time.time() + timeout
        while True:
            status = self.get(*what).get("status", {})
            if test(status) or time.time() > end:
                return status
            time.sleep(0.1)

    def ended(self, name, timeout=40):
        return self.until(("pod", name), lambda s: s.get("phase") in ("Failed", "Succeeded"), timeout)

    def running(self, name):
        return self.until(("pod", name), lambda s: condition(s, "Ready") == "True")

    def node(self):
        return self.get("nodes")["items"][0]

    def events(self, reason):
        return [e["message"] for e in self.get("events", "-A").get("items", []) if e["reason"] == reason]

    def event(self, reason, test=lambda message: True, timeout=15):
        end = time.time() + timeout
        while time.time() < end:
            found = [m for m in self.events(reason) if test(m)]
            if found:
                return found[-1]
            time.sleep(0.1)
        return ""

    def kill(self):
        with open(os.path.join(self.data, "purser.lock")) as f:
            pid = int(f.read())
        os.kill(pid, signal.SIGKILL)
        while os.path.exists(f"/proc/{pid}"):
            time.sleep(0.01)

    def up_again(self):
        code, out, err = self.command("up", "--port", "0", "--kubelet-config", self.kubelet)
        if code:
            raise RuntimeError(out + err)


def condition(status, kind, field="status"):
    return next((c.get(field, "") for c in status.get("conditions", []) if c["type"] == kind), "")


def container(status, name="c"):
    return next((c for c in status.get("containerStatuses", []) if c["name"] == name), {})


def memory_total():
    with open("/proc/meminfo") as f:
        return int(re.search(r"MemTotal:\s+(\d+)", f.read()).group(1)) * 1024


def cgroup(p, pod, qos, controller, file):
    """A file of a pod's cgroup, of either version."""
    uid = p.get("pod", pod)["metadata"]["uid"]
    for root in ("/sys/fs/cgroup/%s" % controller, "/sys/fs/cgroup"):
        for path in glob.glob(f"{root}/purser*/{qos}/pod{uid}/{file}"):
            with open(path) as f:
                return f.read().strip()
    return ""


IS_V2 = os.path.exists("/sys/fs/cgroup/cgroup.controllers")


def storage(p):
    fill = "dd if=/dev/zero of=%s bs=1M count=8; sleep 3600"
    p.pod("volume", {"volumes": [{"name": "e", "emptyDir": {"sizeLimit": "1Mi"}}]},
          command=["sh", "-c", fill % "/e/f"], volumeMounts=[{"name": "e", "mountPath": "/e"}])
    p.pod("written", {}, command=["sh", "-c", fill % "/f"], resources={"limits": {"ephemeral-storage": "2Mi"}})
    limit = lambda amount: {"limits": {"ephemeral-storage": amount}}
    p.pod("logged", {"containers": [
        {"name": "c", "command": ["sh", "-c", "yes | head -c 4000000; sleep 3600"], "resources": limit("2Mi")},
        {"name": "d", "command": ["sleep", "3600"], "resources": limit("500Mi")}]})
    p.pod("within", {"volumes": [{"name": "e", "emptyDir": {"sizeLimit": "20Mi"}}]},
          command=["sh", "-c", fill % "/e/f"], volumeMounts=[{"name": "e", "mountPath": "/e"}])
    for name, message in [
            ("volume", 'Usage of EmptyDir volume "e" exceeds the limit "1Mi". '),
            ("written", "Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. "),
            ("logged", 'Container c exceeded its local ephemeral storage limit "2Mi". ')]:
        s = p.ended(name)
        note(f"storage: pod {name} is evicted", (s.get("phase"), s.get("reason"), s.get("message")) == ("Failed", "Evicted", message), s)
        note(f"storage: an event says so of {name}", p.event("Evicted", lambda m: m == message))
    note("storage: a pod within its limit goes on", p.status("within").get("phase") == "Running")


def kills(p):
    p.pod("oom", {}, command=["sh", "-c", "tail /dev/zero"], resources={"limits": {"memory": "20Mi"}})
    state = container(p.ended("oom")).get("state", {}).get("terminated", {})
    note("oom: a container beyond its memory is OOMKilled", (state.get("reason"), state.get("exitCode")) == ("OOMKilled", 137), state)
    p.pod("forks", {}, command=["sh", "-c", "for i in $(seq 60); do sleep 3600 & done; echo all; sleep 3600"])
    p.until(("pod", "forks"), lambda s: s.get("phase") == "Running")
    end = time.time() + 15
    log = ""
    while "fork" not in log and time.time() < end:
        log = p.kubectl("logs", "forks")[1]
        time.sleep(0.1)
    note("pids: a pod has no more processes than podPidsLimit", "fork" in log and "all" not in log, log)
    p.kubectl("delete", "pod", "forks", "--now", "--wait=false")


def resize(p):
    small = {"requests": {"cpu": "100m", "memory": "40Mi"}, "limits": {"cpu": "200m", "memory": "60Mi"}}
    p.pod("resized", {"restartPolicy": "Always", "containers": [
        {"name": "c", "command": ["sleep", "3600"], "resources": small},
        {"name": "d", "command": ["sleep", "3600"], "resources": small,
         "resizePolicy": [{"resourceName": "memory", "restartPolicy": "RestartContainer"}]}]})
    p.running("resized")

    def patch(name, resources):
        body = {"spec": {"containers": [{"name": name, "resources": resources}]}}
        return p.kubectl("patch", "pod", "resized", "--subresource", "resize", "-p", json.dumps(body))

    limit = "memory.max" if IS_V2 else "memory.limit_in_bytes"
    note("cgroup: a pod has what its containers have", cgroup(p, "resized", "burstable", "memory", limit) == str(120 * MI))
    larger = {"requests": {"cpu": "200m", "memory": "40Mi"}, "limits": {"cpu": "400m", "memory": "80Mi"}}
    patch("c", larger)
    s = p.until(("pod", "resized"), lambda s: container(s).get("resources") == larger)
    note("resize: a container gets more without a restart", container(s).get("resources") == larger and container(s).get("restartCount") == 0, s)
    note("resize: it is in force in the cgroup", cgroup(p, "resized", "burstable", "memory", limit) == str(140 * MI))
    note("resize: events tell its begin and its end", p.event("ResizeStarted") and p.event("ResizeCompleted"))
    patch("d", {"limits": {"memory": "90Mi"}})
    s = p.until(("pod", "resized"), lambda s: container(s, "d").get("restartCount") == 1 and condition(s, "Ready") == "True")
    note("resize: a container that wants a restart gets one",
         container(s, "d").get("restartCount") == 1 and container(s, "d")["resources"]["limits"]["memory"] == "90Mi", s)

    cpus = os.cpu_count()
    p.pod("neighbour", {}, resources={"requests": {"cpu": f"{cpus * 1000 - 600}m"}})
    p.running("neighbour")
    patch("c", {"requests": {"cpu": "900m"}, "limits": {"cpu": "900m"}})
    s = p.until(("pod", "resized"), lambda s: condition(s, "PodResizePending"))
    message = condition(s, "PodResizePending", "message")
    note("resize: what does not fit is deferred", condition(s, "PodResizePending", "reason") == "Deferred"
         and message.startswith("Node didn't have enough resource: cpu, requested: 1000, used: "), s)
    p.kill()
    p.up_again()
    s = p.until(("pod", "resized"), lambda s: condition(s, "PodResizePending"))
    note("resize: what was granted outlives kill -9", container(s).get("allocatedResources", {}).get("cpu") == "200m"
         and container(s).get("restartCount") == 0, s)
    p.kubectl("delete", "pod", "neighbour", "--now")
    s = p.until(("pod", "resized"), lambda s: container(s).get("allocatedResources", {}).get("cpu") == "900m")
    note("resize: it is granted as soon as something is free", container(s).get("allocatedResources", {}).get("cpu") == "900m"
         and not condition(s, "PodResizePending"), s)
    p.kubectl("delete", "pod", "resized", "--now", "--wait=false")


def logs(p):
    p.pod("chatty", {}, command=["sh", "-c", "seq 200000; sleep 3600"])
    p.running("chatty")
    pod = p.get("pod", "chatty")["metadata"]
    directory = f"{p.data}/node/logs/default_chatty_{pod['uid']}/c"
    end = time.time() + 20
    while len(os.listdir(directory)) < 2 and time.time() < end:
        time.sleep(0.1)
    names = sorted(os.listdir(directory))
    note("logs: containerLogMaxSize and containerLogMaxFiles hold", 2 <= len(names) <= 3 and "0.log" in names, names)
    p.kubectl("delete", "pod", "chatty", "--now", "--wait=false")


def memory(p):
    p.pod("modest", {}, resources={"requests": {"memory": "50Mi"}})
    p.running("modest")
    # tail keeps what it reads, and nobody takes it.
    p.pod("greedy", {}, command=["sh", "-c", "head -c 640m /dev/zero | tail -c 640m | sleep 3600"])
    s = p.ended("greedy")
    pattern = (r"The node was low on resource: memory. Threshold quantity: 100Mi, available: \d+Ki. "
               r"Container c was using \d+Ki, request is 0, has larger consumption of memory. $")
    note("memory: the pod that takes too much is evicted", s.get("reason") == "Evicted" and re.match(pattern, s.get("message", "")), s)
    note("memory: its condition says that it was made to go", condition(s, "DisruptionTarget", "reason") == "TerminationByKubelet", s)
    note("memory: a modest pod stays", p.status("modest").get("phase") == "Running")
    s = p.until(("node", p.node()["metadata"]["name"]), lambda s: condition(s, "MemoryPressure") == "True")
    note("memory: the node says so", condition(s, "MemoryPressure", "message") == "kubelet has insufficient memory available", s)
    end = time.time() + 10
    taints = []
    while not taints and time.time() < end:
        taints = [t["key"] for t in p.node()["spec"].get("taints", [])]
    note("memory: the node is tainted", taints == ["node.kubernetes.io/memory-pressure"], taints)
    p.pod("idle", {"nodeName": p.node()["metadata"]["name"]})
    s = p.ended("idle")
    note("memory: a pod that asks for nothing is refused",
         s.get("message") == "Pod was rejected: The node had condition: [MemoryPressure]. " and s.get("reason") == "Evicted", s)
    note("memory: the node tells what it tries", p.event("EvictionThresholdMet") == "Attempting to reclaim memory")
    s = p.until(("node", p.node()["metadata"]["name"]), lambda s: condition(s, "MemoryPressure") == "False", 40)
    note("memory: the pressure ends", condition(s, "MemoryPressure", "reason") == "KubeletHasSufficientMemory", s)


def node(p):
    object = p.node()
    status = object["status"]
    total = memory_total()
    quantity = lambda text: int(text[:-2]) * {"Ki": 1024, "Mi": MI, "Gi": 1 << 30}[text[-2:]]
    note("node: pods may ask for what is not reserved", quantity(status["allocatable"]["memory"]) == 600 * MI
         and quantity(status["capacity"]["memory"]) == total, status["allocatable"])
    told = lambda s: [n for i in s.get("images", []) for n in (i["names"] or [])]
    s = p.until(("node", object["metadata"]["name"]), lambda s: "docker.io/library/alpine:latest" in told(s))
    note("node: the largest images are told, as many as asked for", len(s.get("images", [])) == 2
         and "docker.io/library/alpine:latest" in told(s), s.get("images"))
    note("node: its configuration is its own", status["capacity"]["pods"] == "30", status["capacity"])


def disk():
    with Purser("disk", {"evictionHard": {"nodefs.available": "99.9%"}, "imageMinimumGCAge": "1s"}) as p:
        s = p.until(("node", p.node()["metadata"]["name"]), lambda s: condition(s, "DiskPressure") == "True")
        note("disk: a full disk is told", condition(s, "DiskPressure", "reason") == "KubeletHasDiskPressure", s)
        p.pod("late", {"nodeName": p.node()["metadata"]["name"]}, resources={"requests": {"memory": "1Mi"}})
        s = p.ended("late")
        note("disk: no pod is taken on", s.get("message") == "Pod was rejected: The node had condition: [DiskPressure]. ", s)
        note("disk: purser status says it plainly", "the disk is nearly full" in "".join(p.command("status")[1:]))
        time.sleep(12)
        images = p.command("image", "list")[1]
        note("disk: images that were loaded from archives stay", "docker.io/library/alpine:latest" in images, images)
        note("disk: the node tells what it tries", p.event("EvictionThresholdMet") == "Attempting to reclaim ephemeral-storage")


def refused():
    p = Purser("bad", {"cpuManagerPolicy": "static"})
    code, out, err = p.command("up", "--port", "0", "--kubelet-config", p.kubelet)
    note("configuration: what cannot be followed is refused", code != 0 and "cpuManagerPolicy can only be none" in out + err, out + err)


parts = [node, storage, kills, resize, logs, memory]
try:
    wanted = [part for part in parts if opt.only in part.__name__]
    if wanted:
        reserved = memory_total() - 700 * MI
        with Purser("small", {
                "systemReserved": {"memory": str(reserved)}, "evictionPressureTransitionPeriod": "10s", "podPidsLimit": 40, "maxPods": 30,
                "nodeStatusMaxImages": 2, "containerLogMaxSize": "64Ki", "containerLogMaxFiles": 2,
                "containerLogMonitorInterval": "3s"}) as p:
            for part in wanted:
                part(p)
    for part in (disk, refused):
        if opt.only in part.__name__:
            part()
finally:
    shutil.rmtree(opt.work, ignore_errors=True)
print(f"{len(passed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
