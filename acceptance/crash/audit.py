"""What must hold once everything has come to rest after a crash."""
import glob, json, os, re, sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
import leaks

UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def done(pod):
    return pod["status"].get("phase") in ("Succeeded", "Failed")


def statuses(pod):
    for field in ("initContainerStatuses", "containerStatuses"):
        yield from pod["status"].get(field, [])


def ids(pods):
    """The containers that the API shows, in their present and their last life."""
    found = set()
    for pod in pods:
        for status in statuses(pod):
            for text in (status.get("containerID", ""), status.get("lastState", {}).get("terminated", {}).get("containerID", "")):
                found.add(text.rpartition("/")[2])
    return found


def ctr(victim, *args):
    return leaks.text("ctr", "-a", victim.socket, "-n", "k8s.io", *args).split()


def running_tasks(victim):
    """The containers of which containerd says that they run; none while it does not answer."""
    lines = leaks.text("ctr", "-a", victim.socket, "-n", "k8s.io", "tasks", "ls").splitlines()[1:]
    return {line.split()[0] for line in lines if line.split()[-1] == "RUNNING"}


class Node:
    """What of a Purser's pods is on the machine, by kind, and what should be.

    Left alone are notes of containerd and runc about what has ended: they are in memory, and go with containerd's next start."""

    def __init__(self, victim, pods):
        self.victim, self.pods = victim, pods
        self.live = {p["metadata"]["uid"]: p for p in pods if not done(p)}
        self.all = {p["metadata"]["uid"]: p for p in pods}
        self.node = victim.data + "/node"
        self.containers = json_of(victim)

    def problems(self):
        for check in (self.sandboxes, self.directories, self.mounts, self.network, self.cgroups, self.processes, self.scraps):
            yield from check()

    def ready(self):
        """The sandbox of each pod that lives: the last one that was made for it."""
        return {c["ID"] for c in self.containers if c["kind"] == "sandbox" and c["uid"] in self.live and c["running"]}

    def sandboxes(self):
        running = [c["uid"] for c in self.containers if c["kind"] == "sandbox" and c["running"]]
        for uid, pod in self.live.items():
            if running.count(uid) != 1:
                yield f"{running.count(uid)} sandboxes run for pod {pod['metadata']['name']}"
        for c in self.containers:
            if c["uid"] not in self.all:
                yield f"{c['kind']} {c['ID'][:12]} of a pod that is not there"
            elif c["running"] and c["uid"] not in self.live:
                yield f"{c['kind']} {c['ID'][:12]} of a pod that has ended runs"
        known, shown = {c["ID"] for c in self.containers}, ids(self.pods)
        for c in self.containers:
            if c["kind"] == "container" and c["running"] and c["ID"] not in shown:
                yield f"container {c['name']} {c['ID'][:12]} runs, and no status shows it"
        for task in ctr(self.victim, "tasks", "ls", "-q"):
            if task not in known:
                yield f"task {task[:12]} belongs to no container"
        for line in leaks.text("ctr", "-a", self.victim.socket, "-n", "k8s.io", "snapshots", "ls").splitlines()[1:]:
            key, *_, kind = line.split()
            if kind == "Active" and key not in known:
                yield f"snapshot {key} belongs to no container"

    def directories(self):
        for uid in leaks.names(self.node + "/pods"):
            if uid not in self.live:
                yield f"directory of pod {uid}, which has ended or is gone"
        for name in leaks.names(self.node + "/logs"):
            if name.rpartition("_")[2] not in self.all:
                yield f"logs of pod {name}, which is gone"
        for uid in leaks.names(self.node + "/containerd/state/slots"):
            if uid not in self.live:
                yield f"secret values of pod {uid}, which has ended or is gone"
        every = {c["ID"] for c in self.containers}
        for place in ("root", "state"):
            for kind in ("sandboxes", "containers"):
                for name in leaks.names(f"{self.node}/containerd/{place}/io.containerd.grpc.v1.cri/{kind}"):
                    if name not in every:
                        yield f"{place}/{kind}/{name[:12]} of nothing"

    def mounts(self):
        running = {c["ID"] for c in self.containers if c["running"]}
        namespaces = 0
        points = set()
        for line in leaks.content("/proc/self/mountinfo").splitlines():
            point = line.split(" ")[4]
            if not point.startswith(self.node + "/"):
                continue
            if point in points:
                yield f"mounted twice: {point}"
            points.add(point)
            namespaces += "/netns/" in point
            uid, container = UID.search(point), re.search(r"[0-9a-f]{64}", point)
            if "/pods/" in point and uid and uid.group() not in self.live:
                yield f"mount of a pod that has ended: {point}"
            if container and container.group() not in running:
                yield f"mount of a container that does not run: {point}"
        if namespaces != len(self.ready()):
            yield f"{namespaces} network namespaces for {len(self.ready())} pods"

    def network(self):
        expected = {p["status"].get("podIP") for p in self.live.values()}
        bridge = self.victim.name
        ports = leaks.names(f"/sys/class/net/{bridge}/brif")
        if len(ports) != len(self.live):
            yield f"{len(ports)} interfaces on the bridge for {len(self.live)} pods"
        leases = {n for n in leaks.names(f"{self.node}/network/addresses/{bridge}") if re.match(r"\d+\.\d+\.\d+\.\d+$", n)}
        for address in sorted(leases ^ expected, key=str):
            yield f"address {address} is {'leased to no pod' if address in leases else 'not leased, though a pod has it'}"
        addresses = [p["status"].get("podIP") for p in self.live.values()]
        if len(set(addresses)) != len(addresses):
            yield f"two pods have one address: {sorted(map(str, addresses))}"
        for line in leaks.text("iptables-save", "-t", "nat").splitlines():
            owner = re.search(rf'name: \\"{bridge}\\" id: \\"([0-9a-f]+)\\"', line)
            if owner and owner.group(1) not in self.ready():
                yield f"rule of a pod that has ended: {line[:200]}"
        for name in leaks.names("/var/lib/cni/results"):
            if name.startswith(bridge) and name.split("-")[1] not in self.ready():
                yield f"CNI result {name[:40]} of a pod that has ended"

    def cgroups(self):
        running = {c["ID"] for c in self.containers if c["running"]}
        for top in glob.glob(f"/sys/fs/cgroup/*/{self.victim.name}") + glob.glob(f"/sys/fs/cgroup/{self.victim.name}"):
            for folder, _, _ in os.walk(top):
                uid, container = UID.search(folder), re.search(r"[0-9a-f]{64}", folder)
                if (uid and uid.group() not in self.live) or (container and container.group() not in running):
                    yield f"cgroup of something that has ended: {folder}"

    def processes(self):
        running = {c["ID"] for c in self.containers if c["running"]}
        shims = self.victim.shims()
        if len(shims) != len(self.ready()):
            yield f"{len(shims)} shims for {len(self.ready())} pods"
        for pid in self.victim.contained():
            container = re.search(r"[0-9a-f]{64}", leaks.content(f"/proc/{pid}/cgroup"))
            if container and container.group() not in running:
                yield f"process {pid} of a container that has ended: {leaks.content(f'/proc/{pid}/cmdline')[:80]!r}"
        if self.victim.runc():
            for pid in self.victim.runc():
                yield f"runc {pid} is still there: " + leaks.content(f"/proc/{pid}/cmdline").replace("\0", " ")[-300:]
        if len(self.victim.containerd()) != 1:
            yield f"{len(self.victim.containerd())} containerds run"

    def scraps(self):
        """Sockets of shims that are gone, and temporary files."""
        sandboxes = {c["ID"] for c in self.containers if c["kind"] == "sandbox"}
        for name in leaks.names("/run/containerd/s"):
            path = "/run/containerd/s/" + name
            if name in leaks.shim_sockets(self.victim.data) and path not in leaks.content("/proc/net/unix"):
                yield f"socket of a shim that is gone: {name[:12]}"
        if len(leaks.names("/run/containerd/s")) < len(sandboxes & self.ready()):
            yield "a shim has no socket"


def json_of(victim):
    """All containers that containerd knows, with the pods that they belong to, and whether they run."""
    tasks = {line.split()[0]: line.split()[2] for line in
             leaks.text("ctr", "-a", victim.socket, "-n", "k8s.io", "tasks", "ls").splitlines()[1:]}
    found = []
    for name in ctr(victim, "containers", "ls", "-q"):
        try:
            entry = json.loads(leaks.text("ctr", "-a", victim.socket, "-n", "k8s.io", "containers", "info", name))
        except json.JSONDecodeError:
            continue
        labels = entry.get("Labels") or {}
        found.append({"ID": entry["ID"], "kind": labels.get("io.cri-containerd.kind", "?"), "uid": labels.get("io.kubernetes.pod.uid", ""),
                      "name": labels.get("io.kubernetes.container.name", ""), "running": tasks.get(entry["ID"]) == "RUNNING", "task": tasks.get(entry["ID"], "none")})
    return found


def lives(directory, killed):
    """Containers that lived twice at the same time, and pods whose one run was made twice.

    A container that has just been started when containerd dies, too, may be started again, as with kubelet: nobody has noted yet
    that it began."""
    spans = {}
    for name in leaks.names(directory):
        if name.endswith(".start"):
            try:
                start = os.stat(f"{directory}/{name}").st_mtime
                end = os.stat(f"{directory}/{name[:-6]}.beat").st_mtime
            except FileNotFoundError:
                continue
            spans.setdefault(name.rsplit(".", 2)[0], []).append((start, end))
        elif name.endswith(".runs") and len(leaks.content(f"{directory}/{name}").splitlines()) > 1:
            starts = sorted(os.stat(path).st_mtime for path in glob.glob(f"{directory}/{name[:-5]}.*.start"))
            if not all(killed - 3 < start < killed + 1 for start in starts[:-1]):
                yield f"pod {name[:-5]} was to run once and ran at {starts}, with the kill at {killed}"
    for owner, list_ in spans.items():
        list_.sort()
        for (_, end), (start, _) in zip(list_, list_[1:]):
            if start < end:
                yield f"container {owner} ran twice at once, for {end - start:.2f} s"
