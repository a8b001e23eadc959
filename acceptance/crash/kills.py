"""How a Purser, its containerd, or the whole machine dies."""
import glob, json, os, re, shutil, signal, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
import leaks


def alive(pid):
    return leaks.content(f"/proc/{pid}/stat").rpartition(")")[2].split()[:1] not in ([], ["Z"])


def kill(pids):
    """Kills processes, and returns once they are gone."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    end = time.monotonic() + 20
    while any(alive(pid) for pid in pids):
        if time.monotonic() > end:
            raise RuntimeError(f"processes do not die: {[p for p in pids if alive(p)]}")
        time.sleep(0.005)


def pids(*words):
    """Processes whose command line has all these words."""
    found = []
    for pid in filter(str.isdigit, leaks.names("/proc")):
        line = leaks.content(f"/proc/{pid}/cmdline").split("\0")
        if all(any(word == each for each in line) for word in words):
            found.append(int(pid))
    return found


class Victim:
    """What runs for one data directory."""

    def __init__(self, data):
        self.data, self.name = os.path.realpath(data), leaks.bridge(data)
        self.socket = self.data + "/node/containerd/containerd.sock"

    def purser(self):
        return int(leaks.content(self.data + "/purser.lock").strip() or 0)

    def containerd(self):
        return pids("--config", self.data + "/node/containerd/config.toml")

    def shims(self):
        return [p for p in pids("-address", self.socket) if "start" not in leaks.content(f"/proc/{p}/cmdline").split("\0")]

    def runc(self):
        return pids("--root", self.data + "/node/containerd/state/runc/k8s.io")

    def contained(self):
        return [int(p) for p in filter(str.isdigit, leaks.names("/proc")) if "/" + self.name in leaks.content(f"/proc/{p}/cgroup") and alive(p)]

    def kill_purser(self):
        kill([self.purser()])

    def kill_runc(self, rng, patience=5):
        """Kills the next runc that comes along."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = self.runc()
            if found:
                time.sleep(rng.uniform(0, 0.02))
                kill(found)
                return True
            time.sleep(0.002)
        return False

    def restart_machine(self):
        """What a machine's restart does to a Purser: no process, mount, interface, rule, or file in memory is left."""
        kill([p for p in [self.purser(), *self.containerd()] if p])
        for _ in range(100):
            left = self.shims() + self.runc() + self.contained() + pids("-address", self.socket)
            if not left:
                break
            kill(left)
        for _ in range(3):
            points = [line.split(" ")[4].encode().decode("unicode_escape") for line in leaks.content("/proc/self/mountinfo").splitlines()]
            for point in sorted((p for p in points if p.startswith(self.data + "/")), key=len, reverse=True):
                subprocess.run(["umount", "-l", point], capture_output=True)
        for port in leaks.names(f"/sys/class/net/{self.name}/brif"):
            subprocess.run(["ip", "link", "delete", port], capture_output=True)
        subprocess.run(["ip", "link", "delete", self.name], capture_output=True)
        self.forget_rules()
        end = time.monotonic() + 10
        while time.monotonic() < end and self.forget_cgroups():
            time.sleep(0.05)
        for sandbox in leaks.shim_sockets(self.data):
            if os.path.exists("/run/containerd/s/" + sandbox):
                os.remove("/run/containerd/s/" + sandbox)
        shutil.rmtree(self.data + "/node/containerd/state", ignore_errors=True)
        self.forget_run()

    def forget_rules(self):
        rules = [l for l in leaks.text("iptables-save", "-t", "nat").splitlines() if l.startswith("-A ")]
        own = [l for l in rules if f'name: \\"{self.name}\\"' in l]
        chains = {c for l in own for c in re.findall(r"-j (CNI-\S+)", l)}
        lines = ["-D" + l[2:] for l in own if l.split(" ")[1] not in chains] + [f"-F {c}" for c in chains] + [f"-X {c}" for c in chains]
        if lines:
            subprocess.run(["iptables-restore", "--noflush", "-w", "5"], input="\n".join(["*nat", *lines, "COMMIT", ""]), text=True, capture_output=True)

    def forget_cgroups(self):
        left = False
        for top in glob.glob(f"/sys/fs/cgroup/*/{self.name}") + glob.glob(f"/sys/fs/cgroup/{self.name}"):
            for folder, _, _ in os.walk(top, topdown=False):
                try:
                    os.rmdir(folder)
                except FileNotFoundError:
                    pass
                except OSError:
                    left = True
        return left

    def forget_run(self):
        """The notes in /run, and what they say of the machine if no other Purser runs on it."""
        shutil.rmtree(f"/run/purser/nodes/{self.name}", ignore_errors=True)
        if os.path.exists(f"/run/purser/{self.name}.home"):
            os.remove(f"/run/purser/{self.name}.home")
        if glob.glob("/run/purser/*.home") or not os.path.exists("/run/purser/before.json"):
            return
        before = json.loads(leaks.content("/run/purser/before.json"))
        with open("/proc/sys/net/ipv4/ip_forward", "w") as f:
            f.write(before["forwarding"])
        for each in reversed(before["absent"]):
            if each.startswith("run/"):
                shutil.rmtree("/" + each, ignore_errors=True)
        shutil.rmtree("/run/purser", ignore_errors=True)
