#!/usr/bin/env python3
"""What containers see, compared with what containers of a kubelet 1.37.2 saw (facts/container-view.json).

    view.py --purser PATH --images DIR --work DIR [--only WORD] [--verbose]

Environments, /etc/hosts and its like, mounts with their options, limits, users, capabilities, the volumes under five security
contexts, what an update changes and what it leaves, exec and logs, tokens, log files. Differences that are this machine's (its
disk, its resolver) are taken out of both sides first; other allowed ones are in exceptions.py. Last line: 'N passed, N failed'.
"""
import argparse, base64, json, os, re, sys, time
from cluster import Cluster, agrees, differences
from exceptions import allowed
from manifests import OBJECTS, PODS, VOLUME_CONTEXTS, volume_pod

HERE = os.path.dirname(os.path.abspath(__file__))
NAMESPACE = "nf-view"

DATE = r"\b[A-Z][a-z]{2} [ 0-3]\d (\d\d:\d\d| \d{4})\b|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \+0000"
SAME = [  # what differs from run to run or from machine to machine, on both sides
    (DATE, "<time>"),
    (r"\.\.\d{4}(_\d\d){5}\.\d+|\.\.<YYYY_MM_DD_hh_mm_ss\.n>", "..<time dir>"),
    (r"\d+ <time> \.\.data ->", "<n> <time> ..data ->"),
    (r"\d+ <time> (token|ca\.crt)$", r"<n> <time> \1"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>"),
    (r"\b[0-9a-f]{64}\b", "<id64>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "<microtime>"),
    (r"^/dev/\S+ (\S+) \S+ (r[ow]),.*", r"<disk> \1 \2"),
    (r"^tmpfs (\S+) tmpfs (r[ow]),relatime,size=2\d{7}k(,noswap)? 0 0", r"tmpfs \1 tmpfs \2,relatime,size=<memory>\3 0 0"),
    (r"((lower|upper|work)dir)=[^, ]*", r"\1=<path>"),
    (r"^\[exit 1\] ", ""),
    (r"^a/\d+\.log", "a/<n>.log"),
    (r"\.log (.*) size=\d+$", r".log \1"),  # a line's time is shorter when it ends in zeros
    (r"^nameserver .*", "nameserver <nameserver>"),
    (r"^(dr-xr-xr-x) +\d+ (.* (proc|sys))$", r"\1 <n> \2"),
    (r" +\d+ <time> \.\.$", " <n> <time> .."),
]


def plain(lines):
    result = []
    for line in lines:
        if line == "command terminated with exit code 1":
            continue  # the recorder's note
        for pattern, text in SAME:
            line = re.sub(pattern, text, line)
        result.append(line.rstrip())
    return result


def shortened(line):
    """A long line of a log by its length; its time counts 30 bytes, though zeros at its end are not written."""
    time, rest = line.split(" ", 1)
    return line if len(line) < 200 else f"{line[:line.index('x') + 20]}... (line of {30 + 1 + len(rest)} bytes)"


class View:
    def __init__(self, cluster, facts, options):
        self.cluster, self.facts, self.options = cluster, facts, options
        self.passed, self.failed = [], []

    def check(self, name, recorded, here, order=True):
        if self.options.only and self.options.only not in name:
            return
        if isinstance(recorded, list) and all(isinstance(r, str) for r in recorded):
            recorded, here = plain(recorded), plain(here)
            if not order:
                recorded, here = sorted(recorded), sorted(here)
        lines = differences(recorded, here)
        if isinstance(recorded, list) and lines and len(recorded) != len(here):
            lines = [f"missing: {l}" for l in recorded if not any(agrees(l, h) for h in here)] + [f"only here: {h}" for h in here if not any(agrees(l, h) for l in recorded)]
            lines = lines or ["the same lines in another order or number"]
        problems = [line for line in lines if not allowed("view", name, line)]
        (self.failed if problems else self.passed).append(name)
        print(("FAIL " if problems else "ok   ") + name, flush=True)
        for line in problems:
            print("       " + line[:600], flush=True)
        if self.options.verbose:
            for line in set(lines) - set(problems):
                print("       (known) " + line[:300], flush=True)

    def kubectl(self, *args, stdin=None, timeout=60):
        return self.cluster.kubectl("-n", NAMESPACE, *args, stdin=stdin, timeout=timeout)

    def ask(self, pod, **commands):
        """The output lines of several shell commands in a pod's container, by one exec."""
        script = "\n".join(f"echo '=={key}'; {command}" for key, command in commands.items())
        code, out, err = self.kubectl("exec", "-i", pod, "--", "sh", "-s", stdin=script + "\n")
        if "==" not in out:
            raise RuntimeError(f"exec in {pod}: {err}")
        found = re.split(r"^==(\w+)\n", out, flags=re.M)[1:]
        return {key: text.splitlines() for key, text in zip(found[::2], found[1::2])}

    def make(self, thing):
        self.cluster.create(f"/api/v1/namespaces/{NAMESPACE}/{thing['kind'].lower()}s", thing)

    def wait(self, condition, what, timeout=60):
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise RuntimeError(f"waited for {what}")
            time.sleep(0.1)

    def start(self):
        self.cluster.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
        self.wait(lambda: self.cluster.get(f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts")["items"], "the service account")
        for thing in OBJECTS:
            self.make(thing)
        self.service = self.cluster.get(f"/api/v1/namespaces/{NAMESPACE}/services/my-svc")["spec"]["clusterIP"]
        time.sleep(0.5)  # the services are in the variables of pods that come after them
        for thing in (*PODS, *(volume_pod(name, security) for name, security in VOLUME_CONTEXTS.items())):
            self.make(thing)
        self.wait(self.all_run, "the pods", 120)

    def all_run(self):
        pods = self.cluster.get(f"/api/v1/namespaces/{NAMESPACE}/pods")["items"]
        self.pods = {p["metadata"]["name"]: p for p in pods}
        return all(c.get("ready") or p["metadata"]["name"] == "multi" and c["restartCount"] >= 3 for p in pods for c in p["status"].get("containerStatuses", [{}]))

    def environments(self):
        for pod, recorded in self.facts["env"].items():
            if pod == "agentimg":
                here = {"exec: env": self.kubectl("exec", pod, "--", "env")[1].splitlines()}
            else:
                here = self.ask(pod, environ="tr '\\0' '\\n' < /proc/1/environ")
                here = {"process environment in order (/proc/1/environ)": here["environ"], "process environment in order": here["environ"]}
                here["exec: env"] = self.kubectl("exec", pod, "--", *(("env",) if pod == "aghost" else ("sh", "-c", "env")))[1].splitlines()
            for key, lines in recorded.items():
                found = [line.replace(self.service, "<svcIP>").replace(self.cluster.node, "vm") for line in here[key]]
                self.check(f"env {pod}: {key}", lines, found, order=False)

    def files(self):
        for pod, recorded in self.facts["files"].items():
            here = self.ask(
                pod,
                hosts="cat /etc/hosts",
                resolv="cat /etc/resolv.conf",
                hostname="cat /etc/hostname",
                command="hostname",
                ls="ls -lan /dev/termination-log /etc/hostname /etc/hosts /etc/resolv.conf /dev/shm",
                mounts="cat /proc/mounts",
            )
            for key, lines in {"/etc/hosts": "hosts", "/etc/resolv.conf": "resolv", "/etc/hostname": "hostname", "hostname": "command", "ls": "ls", "/proc/mounts": "mounts"}.items():
                here_lines = here[lines]
                if pod != "hostnet":
                    here_lines = [line.replace(self.pods[pod]["status"]["podIP"], "<podIP>") for line in here_lines]
                elif key == "/etc/hosts":
                    continue  # the machine's own
                # The pod's address is a part of the file, and may be longer or shorter.
                wanted = [re.sub(r"\d+(?= <time> /etc/hosts$)", "<size>", line) for line in recorded[key]]
                self.check(f"files {pod}: {key}", wanted, [line.replace(self.cluster.node, "vm") if pod == "hostnet" else line for line in here_lines], order="mounts" not in key)

    def processes(self):
        for pod, recorded in self.facts["process"].items():
            here = self.ask(
                pod,
                id="id",
                pwd="pwd",
                status="grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp)' /proc/1/status",
                limits="cat /proc/1/limits",
                cgroup="cat /proc/1/cgroup",
                oom_score_adj="cat /proc/1/oom_score_adj",
                root="ls -lan /",
                dev="ls -lan /dev",
                shm="df /dev/shm",
                sysctl="cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/net/ipv4/ping_group_range; ls -ld /proc/sys; echo; ls /proc/kcore 2>&1; (echo 1 > /proc/sys/net/ipv4/ip_forward) 2>&1",
            )
            here |= {"ls /": here["root"], "ls /dev": here["dev"]}
            for key, lines in recorded.items():
                self.check(f"process {pod}: {key}", lines, here[key], order=key != "cgroup")

    def volumes(self, facts, what, contexts):
        for context in contexts:
            recorded = facts[what.format(context)] if what else facts[context]
            listings = recorded if what else recorded["ls -lanR --full-time"]
            here = self.ask(f"vol-{context}", **{f"p{i}": f"ls -lanR {path}" for i, path in enumerate(listings)}, id="id", mounts="grep -E ' (/v|/one|/ro|/var/run)' /proc/mounts", write="(echo x > /v/cm/x) 2>/dev/null; echo rc $?")
            for i, (path, lines) in enumerate(listings.items()):
                self.check(f"volumes {what.format(context) or context}: {path}", lines, here[f"p{i}"])
            if not what:
                self.check(f"volumes {context}: id", recorded["id"], here["id"])
            if "/proc/mounts" in recorded:
                self.check(f"volumes {context}: /proc/mounts", recorded["/proc/mounts"], here["mounts"], order=False)
                self.check(f"volumes {context}: write to configMap mount", recorded["write to configMap mount"], here["write"])
                texts = self.ask(f"vol-{context}", texts='for f in labels annotations r/cpu name; do echo "== $f"; cat /v/down/$f; echo; done')["texts"]
                texts = [re.sub(r'config.seen=.*', 'config.seen="<microtime>"', t) for t in texts if t]
                self.check(f"volumes {context}: downward contents", recorded["downward contents"], texts)

    def updates(self):
        inodes = 'cd /v; for d in cm cm-items sec proj down subp; do find $d -exec stat -c "%n %i %Y" {} \\; ; done'
        before = self.ask("vol-root", inodes=inodes)["inodes"]
        for thing in UPDATED:
            self.cluster.text("PUT", f"/api/v1/namespaces/{NAMESPACE}/{thing['kind'].lower()}s/{thing['metadata']['name']}", thing)
        self.kubectl("label", "pod", "vol-root", "app=y", "--overwrite")
        for pod in (f"vol-{context}" for context in VOLUME_CONTEXTS):
            self.wait(lambda: self.ask(pod, seen="ls /v/cm/added /v/sec/added /v/proj/added 2>/dev/null; cat /v/subp/k")["seen"][3:] == ["v2"], f"the update in {pod}", 20)
        self.wait(lambda: any("app" in l and "y" in l for l in self.ask("vol-root", l="cat /v/down/labels")["l"]), "the label", 20)
        self.volumes(self.facts["update"], "after {}", ["root", "user1000-fsgroup3000"])
        path = f"/api/v1/namespaces/{NAMESPACE}/events?fieldSelector=involvedObject.name=vol-root,reason=FailedMount"
        self.wait(lambda: self.cluster.get(path)["items"], "the event of the missing key", 20)
        missing = self.facts["after deletion"]["events"][-1]
        self.check("update: event of the missing key", [missing["reason"], missing["message"]], [[e["reason"], e["message"]] for e in self.cluster.get(path)["items"]][0])
        self.check("update: subPath file", self.facts["update"]["subPath file after update"], self.ask("vol-root", t="cat /one/file; echo; cat /v/subp/k; echo")["t"])
        after = self.ask("vol-root", inodes=inodes)["inodes"]
        recorded = {f"{volume.split('/')[1]}/{path}".removesuffix("/."): fate for volume, paths in self.facts["update"]["inode comparison, vol-root (before -> after)"].items() for path, fate in paths.items()}
        self.check("update: what is made anew", {k: v for k, v in recorded.items() if v != "gone"}, {k: v for k, v in fates(before, after).items() if v != "gone"})

    def streams(self):
        recorded = self.facts["exec and logs"]
        for name, args, stdin in EXECS:
            code, out, err = self.kubectl(*args, stdin=stdin)
            here = {"exit": code, "out": out.replace(self.service, "<svcIP>"), "err": re.sub(r"\b[0-9a-f]{64}\b", "<id64>", err.strip())}
            if "timestamps" in name:
                here["out"] = re.sub(r"^\S+Z ", "<microtime> ", here["out"], flags=re.M)
            theirs = recorded[name] | {"err": recorded[name]["err"].strip()}
            if "err line" in here["out"]:
                theirs["out"], here["out"] = sorted(theirs["out"].splitlines()), sorted(here["out"].splitlines())
            self.check(f"streams: {name}", theirs, here)

    def log_files(self):
        recorded = self.facts["pod logs on the node"]
        root = os.path.join(self.cluster.data, "node", "logs")
        name = next(n for n in os.listdir(root) if n.startswith(f"{NAMESPACE}_multi_"))
        self.check("log files: directory", recorded["dir name"], re.sub("_[0-9a-f-]{36}$", "_<uid>", name))
        tree = []
        for folder, folders, files in os.walk(os.path.join(root, name)):
            for entry in folders + files:
                path = os.path.join(folder, entry)
                s = os.lstat(path)
                kind = "d" if os.path.isdir(path) else "f"
                tree.append(f"{os.path.relpath(path, os.path.join(root, name))} {kind} {s.st_mode & 0o7777:04o} {s.st_uid}:{s.st_gid}" + (f" size={s.st_size}" if kind == "f" else ""))
        self.check("log files: tree", recorded["tree"], sorted({re.sub(r"^a/\d+\.log (.*) size=\d+", r"a/0.log \1", t) for t in tree}), order=False)
        for key in ("head of b/0.log", "head of init1/0.log"):
            with open(os.path.join(root, name, key.split()[-1])) as f:
                lines = [shortened(line) for line in f.read().splitlines()]
            self.check(f"log files: {key}", recorded[key], lines)

    def tokens(self):
        for key, recorded in self.facts["service account token"].items():
            if key == "namespace file":
                self.check("token: namespace file", recorded, "".join(self.ask("plain", n="cat /var/run/secrets/kubernetes.io/serviceaccount/namespace")["n"]))
                continue
            pod, path = key.split(":")
            token = "".join(self.ask(pod, t=f"cat {path}")["t"])
            header, claims = (json.loads(base64.urlsafe_b64decode(part + "===")) for part in token.split(".")[:2])
            claims["iat < exp, seconds"] = claims["exp"] - claims["iat"]
            if "warnafter" in claims["kubernetes.io"]:
                claims["warnafter - nbf"] = claims["kubernetes.io"]["warnafter"] - claims["nbf"]
            here = json.loads(json.dumps({"header": header, "claims": claims}).replace(self.cluster.node, "node1"))
            for where in (here["claims"], here["claims"]["kubernetes.io"]):
                for field in ("exp", "iat", "nbf", "warnafter"):
                    if field in where:
                        where[field] = "<seconds>"
            self.check(f"token: {key}", recorded, here)

    def after_deletion(self):
        self.kubectl("delete", "configmap", "k-gone")
        time.sleep(1)
        recorded = self.facts["after deletion"]
        here = self.ask("vol-root", l="ls -lan /v/imm; cat /v/imm/k")["l"]
        self.check("after deletion: listing", recorded["listing"], here)
        status = self.cluster.get(f"/api/v1/namespaces/{NAMESPACE}/pods/vol-root")["status"]["conditions"]
        self.check("after deletion: status", [{k: c[k] for k in c if k not in ("lastTransitionTime", "observedGeneration")} for c in recorded["status"]], [{k: c[k] for k in c if k not in ("lastTransitionTime", "observedGeneration")} for c in status])

    def run(self):
        self.start()
        self.environments()
        self.files()
        self.processes()
        self.volumes(self.facts["volumes"], "", VOLUME_CONTEXTS)
        self.streams()
        self.log_files()
        self.tokens()
        self.updates()
        self.after_deletion()


def fates(before, after):
    """What became of each path: (path: inode and time, before and after)."""

    def table(lines):
        found = {}
        for line in lines:
            path, inode, time = line.rsplit(" ", 2)
            found[re.sub(r"\.\.\d{4}_[^/]*", "..<time dir>", path)] = (inode, time, path)
        return found

    old, new = table(before), table(after)
    result = {}
    for path in {**old, **new}:
        if path not in new:
            result[path] = "gone"
        elif path not in old or "..<time dir>" in path and old[path][2] != new[path][2]:
            result[path] = "added"
        else:
            (i, t, _), (j, u, _) = old[path], new[path]
            result[path] = f"{'same' if i == j else 'new'} inode, {'same' if t == u else 'changed'} target/mtime"
    return result


UPDATED = [
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cm"}, "data": {"app.properties": "a=1\n", "log.level": "debug", "added": "new"}, "binaryData": {"bin": "AQID"}},
    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "sec"}, "stringData": {"user": "u2", "pass.word": "p", "added": "x"}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "k"}, "data": {"k": "v2"}},
]

EXECS = [
    ("exec without -t: stty size", ("exec", "plain", "--", "stty", "size"), None),
    ("exec -i without -t, stdin closed: cat", ("exec", "-i", "plain", "--", "cat"), "hello"),
    ("exec exit code 7", ("exec", "plain", "--", "sh", "-c", "echo o; echo e >&2; exit 7"), None),
    ("exec absent command", ("exec", "plain", "--", "nope"), None),
    ("exec absent container", ("exec", "plain", "-c", "zz", "--", "true"), None),
    ("exec absent pod", ("exec", "zz", "--", "true"), None),
    ("logs --timestamps multi -c a", ("logs", "--timestamps", "multi", "-c", "a"), None),
    ("logs of a pod with two containers, no -c", ("logs", "multi"), None),
    ("logs -c absent", ("logs", "multi", "-c", "zz"), None),
    ("logs absent pod", ("logs", "zz"), None),
]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--purser", required=True)
    options.add_argument("--images", required=True)
    options.add_argument("--work", required=True)
    options.add_argument("--only", default="")
    options.add_argument("--verbose", action="store_true")
    options = options.parse_args()
    with open(os.path.join(HERE, "facts", "container-view.json")) as f:
        facts = json.load(f)
    cluster = Cluster(options.purser, os.path.join(options.work, "view"), options.images)
    view = View(cluster, facts, options)
    try:
        cluster.up()
        view.run()
    finally:
        cluster.down()
    print(f"{len(view.passed)} passed, {len(view.failed)} failed")
    return 1 if view.failed else 0


if __name__ == "__main__":
    sys.exit(main())
