#!/usr/bin/env python3
"""Kills Purser, containerd, or all that a restart of the machine ends, again and again at random moments of busy times, and then
looks whether everything is as the API says: no container twice, none restarted without need, nothing lost, nothing left over.

    crash.py --purser PATH --images DIR --work DIR --kind purser|containerd|machine [--rounds N] [--seed N] [--first N]

A round goes by `seed-number`, so `--first N --rounds 1` repeats one, as far as the moments of real kills can be repeated. All 50
of each kind: `--rounds 50`, about 10 minutes a kind. Needs root and the archives of images.sh in DIR; another Purser may run
beside it. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, glob, json, os, random, signal, socket, subprocess, sys, time, traceback

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import leaks
from crash import audit, work
from crash.kills import Victim, kill
from crash.kube import Kube, Refused

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--purser", required=True)
ap.add_argument("--images", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--kind", required=True, choices=("purser", "containerd", "machine"))
ap.add_argument("--rounds", type=int, default=5)
ap.add_argument("--first", type=int, default=0)
ap.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
ap.add_argument("--keep", action="store_true", help="wait after a failure, and leave everything as it is")
REST = 90  # seconds that a loaded machine may take until everything is at rest
BACK_OFF = 300  # seconds that a container may have to wait before it is started again, as with kubelet


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Run:
    def __init__(self, opt):
        self.opt, self.failures, self.passed, self.times = opt, 0, 0, []
        self.data, self.lives = os.path.join(opt.work, "d"), os.path.join(opt.work, "lives")
        os.makedirs(self.lives, exist_ok=True)
        os.chmod(self.lives, 0o777)
        self.port, self.victim = free_port(), Victim(self.data)
        self.boots = 0

    def command(self, *args, timeout=240):
        return subprocess.run([self.opt.purser, *args, "--data-dir", self.data], capture_output=True, text=True, timeout=timeout)

    def up(self):
        start = time.monotonic()
        result = self.command("up", "--port", str(self.port))
        if result.returncode:
            raise RuntimeError(f"up failed: {result.stdout + result.stderr}")
        self.kube = Kube(self.data + "/admin.kubeconfig")
        self.kubectl = [os.environ.get("KUBECTL", "kubectl"), "--kubeconfig", self.data + "/admin.kubeconfig"]
        return time.monotonic() - start

    def prepare(self):
        self.up()
        result = self.command("image", "load", *sorted(glob.glob(self.opt.images + "/*.tar")))
        if result.returncode:
            raise RuntimeError(result.stdout + result.stderr)
        self.kube.create(work.MAPS, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "steady"}, "data": {"n": "0", "fixed": "f"}})
        self.kube.create("/api/v1/namespaces/default/secrets", {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "steady"}, "stringData": {"password": "steady-password"}})
        self.kube.create(work.DEPLOYMENTS, work.deployment("steady", work.steady(self.lives)))
        self.kube.create(work.DEPLOYMENTS, work.deployment("rolled", work.spec(self.lives, work.container("c", "while :; do sleep 1; done"))))
        problem = self.rest()
        if problem:
            raise RuntimeError("the pods did not start: " + problem)

    def note(self, name, problems):
        problems = list(problems)
        self.passed += not problems
        self.failures += bool(problems)
        print(("ok   " if not problems else "FAIL ") + name, flush=True)
        for problem in problems[:20]:
            print("       " + problem, flush=True)
        return not problems

    def restless(self):
        """Why not everything is at rest; empty once it is."""
        try:
            pods = self.kube.pods()
            for name in ("steady", "rolled"):
                d = self.kube.get(f"{work.DEPLOYMENTS}/{name}")
                s = d["status"]
                if (s.get("observedGeneration"), s.get("updatedReplicas"), s.get("availableReplicas"), s.get("replicas")) != (d["metadata"]["generation"], 2, 2, 2):
                    return f"deployment {name}: {json.dumps(s)[:300]}"
            nodes = self.kube.get("/api/v1/nodes")["items"]
        except (OSError, Refused) as e:
            return f"the server does not answer: {e}"
        if not all(c["status"] == "True" for n in nodes for c in n["status"]["conditions"] if c["type"] == "Ready"):
            return "the node is not ready: " + json.dumps([c for n in nodes for c in n["status"]["conditions"] if c["type"] == "Ready"])
        for pod in pods:
            kind, phase = pod["metadata"].get("labels", {}).get("kind"), pod["status"].get("phase")
            if "deletionTimestamp" in pod["metadata"]:
                return f"pod {pod['metadata']['name']} is being deleted"
            if kind in ("job", "fails") and phase not in ("Succeeded", "Failed"):
                return f"pod {pod['metadata']['name']} ({kind}) has not ended: {json.dumps(pod['status'])[:600]}"
            if kind not in ("job", "fails", "crashes", "unwell") and not self.is_ready(pod):
                return f"pod {pod['metadata']['name']} ({kind}) is not ready: {json.dumps(pod['status'])[:600]}"
        return self.unnoticed(pods)

    def unnoticed(self, pods):
        """Which container is shown to run though it does not: right after a kill statuses are still those of before."""
        running = audit.running_tasks(self.victim)
        for pod in pods:
            for status in pod["status"].get("containerStatuses", []):
                if "running" in status["state"] and status["containerID"].rpartition("/")[2] not in running:
                    return f"{pod['metadata']['name']}: {status['containerID']} does not run, or containerd does not answer"
        return ""

    @staticmethod
    def is_ready(pod):
        return any(c["type"] == "Ready" and c["status"] == "True" for c in pod["status"].get("conditions", []))

    def rest(self):
        """Waits for rest; why there is none. Containers that end with their shims round after round have to wait at last, and that
        time is added."""
        begin, problem = time.monotonic(), self.restless()
        end, latest = begin + REST, begin + REST + BACK_OFF
        while problem and time.monotonic() < end:
            time.sleep(0.1)
            problem = self.restless()
            if problem and self.backs_off():
                end = min(time.monotonic() + REST, latest)
        return problem

    def backs_off(self):
        """Whether a container of the pods that stay ended so often that its next start, or that of its init container, has to wait."""
        try:
            return any(status.get("restartCount", 0) >= 3 and "running" not in status.get("state", {})
                       for pod in self.kube.pods() if "app" in pod["metadata"].get("labels", {})
                       for status in pod["status"].get("containerStatuses", []))
        except (OSError, Refused):
            return False

    def steady(self):
        return {p["metadata"]["uid"]: p for p in self.kube.pods() if p["metadata"].get("labels", {}).get("app") == "steady"}

    def remove_others(self):
        for pod in self.kube.pods():
            if "kind" in pod["metadata"].get("labels", {}):
                try:
                    self.kube.delete(f"{work.PODS}/{pod['metadata']['name']}")
                except Refused as e:
                    if e.code != 404:
                        raise

    def round(self, number):
        seed = f"{self.opt.seed}-{number}"
        rng = random.Random(seed)
        before = self.steady()
        busy = work.Work(self.kube, self.lives, self.kubectl, seed)
        busy.start()
        try:
            time.sleep(rng.uniform(0.5, 4))
            self.died = time.time()
            killed, restarts = getattr(self, "kill_" + self.opt.kind)(rng)
        finally:
            busy.end()
        name = f"{self.opt.kind} {seed}, {killed}: "
        problem = self.rest()
        took = time.monotonic() - self.killed
        good = self.note(f"{name}at rest after {took:.1f} s", [problem] if problem else [])
        good &= self.note(name + "containers were restarted only where they had to be", self.restarts(before, restarts))
        good &= self.note(name + f"{len(busy.made)} objects are there, {len(busy.gone)} are gone", self.objects(busy))
        good &= self.note(name + "files of volumes are as they should be", self.files(busy))
        good &= self.note(name + "nothing is left over", self.leftovers())
        good &= self.note(name + "nothing ran twice", audit.lives(self.lives, 0 if self.opt.kind == "purser" else self.died))
        if not good and self.opt.keep:
            print(f"left as it is in {self.data}; process {os.getpid()} waits", flush=True)
            signal.pause()
        for each in os.listdir(self.lives):
            if not any(uid in each for uid in before):
                os.remove(os.path.join(self.lives, each))
        self.remove_others()
        problem = self.rest()
        if problem:
            self.note(name + "pods can be deleted", [problem])

    def kill_purser(self, rng):
        self.killed = time.monotonic()
        self.victim.kill_purser()
        time.sleep(rng.choice([0, 0, rng.uniform(0, 2)]))
        begin = time.monotonic()
        self.up()
        self.times.append(time.monotonic() - begin)
        return "kill -9", 0

    def kill_containerd(self, rng):
        how = rng.choice(["alone", "alone", "with its shims", "one shim", "runc"])
        self.killed = time.monotonic()
        if how == "runc":
            self.victim.kill_runc(rng)
        elif how == "one shim":
            shims = self.victim.shims()
            kill([rng.choice(sorted(shims))] if shims else [])
        else:
            kill(self.victim.containerd())
            if how == "with its shims":
                kill(self.victim.shims())
        # Without containerd the others go on for a while.
        time.sleep(rng.uniform(0.5, 2.5))
        return f"containerd {how}" if how in ("alone", "with its shims") else how, None if how == "runc" else {"alone": 0, "with its shims": 1}.get(how)

    def kill_machine(self, rng):
        self.killed = time.monotonic()
        self.victim.restart_machine()
        self.reboot()
        begin = time.monotonic()
        self.up()
        self.times.append(time.monotonic() - begin)
        return "restart", 1

    def reboot(self):
        """A new boot id, for those who look at it here: the run has mounts of its own."""
        self.boots += 1
        path = os.path.join(self.opt.work, f"boot{self.boots}")
        with open(path, "w") as f:
            f.write(f"00000000-0000-4000-8000-{self.boots:012}\n")
        subprocess.run(["mount", "--bind", path, "/proc/sys/kernel/random/boot_id"], check=True)

    def restarts(self, before, expected):
        """How often the containers of the pods that nothing but a kill should touch were started again.

        Expected is a number, or none where one of them may have been hit: then at most once."""
        after = self.steady()
        if after.keys() != before.keys():
            yield f"pods were replaced: {sorted(before)} by {sorted(after)}"
            return
        for uid, pod in after.items():
            old, new = before[uid]["status"]["containerStatuses"][0], pod["status"]["containerStatuses"][0]
            count = new["restartCount"] - old["restartCount"]
            if count != expected and not (expected is None and count in (0, 1)):
                yield f"{pod['metadata']['name']} was restarted {count} times, not {expected}: {json.dumps(new)[:700]}"
            elif (count == 0) != (old["containerID"] == new["containerID"]):
                yield f"{pod['metadata']['name']} has restart count {new['restartCount']}, and container {new['containerID']} after {old['containerID']}"
            elif count and new.get("lastState", {}).get("terminated", {}).get("containerID") != old["containerID"]:
                yield f"the last state is not that of the life before: {json.dumps(new)[:700]}"
            elif count and self.opt.kind == "machine" and new["lastState"]["terminated"].get("exitCode") != 255:
                yield f"a life that ended with the machine is shown as {json.dumps(new['lastState'])}"

    def objects(self, busy):
        there = {m["metadata"]["name"]: m["data"]["v"] for m in self.kube.get(work.MAPS + "?labelSelector=kept%3Dyes")["items"]}
        for name, value in busy.made.items():
            if name not in busy.unknown and there.get(name) != value:
                yield f"ConfigMap {name} was acknowledged and is {'another' if name in there else 'lost'}"
        for name in busy.gone - busy.unknown:
            if name in there:
                yield f"ConfigMap {name} was deleted and is there"
        if int(self.kube.get(f"{work.MAPS}/steady")["data"]["n"]) < busy.config:
            yield f"a change to {busy.config} was acknowledged and is lost"
        self.kube.delete(work.MAPS + "?labelSelector=kept%3Dyes")

    def files(self, busy):
        wanted = self.kube.get(f"{work.MAPS}/steady")["data"]["n"]
        for pod in self.steady().values():
            name = pod["metadata"]["name"]
            end = time.monotonic() + 20
            script = "cat /config/n /secret/password /pinned; sort -u /memory/init; echo $PASSWORD"
            while True:
                result = subprocess.run([*self.kubectl, "exec", name, "--", "sh", "-c", script], capture_output=True, text=True)
                lines = result.stdout.split()
                if lines[:1] == [wanted] or lines[:1] and lines[0].startswith(wanted) or time.monotonic() > end:
                    break
                time.sleep(0.1)
            if "".join(lines) != f"{wanted}steady-passwordfinitsteady-password":
                yield f"in {name}: {lines} {result.stderr.strip()}, and {wanted} was wanted"

    def leftovers(self):
        """What stays, look after look: pods that crash go on meanwhile. What nobody knows any more is removed within a minute, or
        within the next one if it was busy."""
        end = time.monotonic() + 140
        look = lambda: list(audit.Node(self.victim, self.kube.pods()).problems())
        problems = look()
        while problems and time.monotonic() < end:
            time.sleep(0.3)
            now = set(look())
            problems = [each for each in problems if each in now]
        return problems

    def main(self):
        print(f"kind {self.opt.kind}, seed {self.opt.seed}, rounds {self.opt.first} to {self.opt.first + self.opt.rounds - 1}", flush=True)
        snapshot = leaks.take([self.data])
        try:
            self.prepare()
            for number in range(self.opt.first, self.opt.first + self.opt.rounds):
                self.round(number)
        except Exception:
            self.note("the run goes on", traceback.format_exc().splitlines())
        finally:
            result = self.command("down", "--purge")
            self.note("down", [] if result.returncode == 0 else [result.stdout + result.stderr])
            self.note("nothing is left on the machine", leaks.settle(snapshot, [self.data]))
        if self.times:
            times = sorted(self.times)
            print(f"from `up` to a ready node: median {times[len(times) // 2]:.1f} s, longest {times[-1]:.1f} s")
        print(f"{self.passed} passed, {self.failures} failed")
        sys.exit(1 if self.failures else 0)


def main():
    opt = ap.parse_args()
    if opt.kind == "machine" and os.environ.get("PURSER_CRASH_MOUNTS") != "own":
        os.environ["PURSER_CRASH_MOUNTS"] = "own"
        os.execvp("unshare", ["unshare", "-m", sys.executable, *sys.argv])
    Run(opt).main()


if __name__ == "__main__":
    main()
