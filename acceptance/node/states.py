#!/usr/bin/env python3
"""What a node reports about a pod, compared with what a kubelet 1.37.2 reported in 127 recorded situations.

    states.py --purser PATH --images DIR --work DIR [--only WORD]... [--at-once N] [--verbose]

Each situation of facts/pod-states.json is made again in a fresh Purser: the objects of `before`, the pod, the steps. The rule:

- The state before the end and the last one (status, row of the table, generation, labels, grace period) are the recorded ones.
- Each state that a watch delivers is a recorded one, and they come in the recorded order. Recorded ones may be skipped:
  kubelet polls and writes some changes one by one that are one change here.
- The events are the recorded ones, in the recorded order of first sight, however often each.
- The row of `get pod -o wide`, the logs and the errors of logs are the recorded ones.

What may differ is in EXCEPTIONS, with its reason. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, concurrent.futures, json, os, re, sys, threading, time, urllib.parse
from cluster import ApiError, Cluster, agrees, differences
from exceptions import allowed

HERE = os.path.dirname(os.path.abspath(__file__))
NAMESPACE = "nf-pods"
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"
KINDS = {"ConfigMap": "configmaps", "Secret": "secrets"}


def load():
    """The situations, with the statuses of their states put together again from the changes that the file has."""
    with open(os.path.join(HERE, "facts", "pod-states.json")) as f:
        text = f.read()
    # The recorded node ran one pod at a time; here those of other situations use something, too.
    situations = json.loads(re.sub(r"used: 0, capacity", "used: <used>, capacity", text))
    for situation in situations:
        status = {}
        for state in situation["states"]:
            status = {k: v for k, v in (status | state["status"]).items() if v is not None}
            state["status"] = status
            state.pop("at")
    return situations


TIMES = ("startedAt", "finishedAt", "startTime")


def canonical(value, node):
    """A part of a status with the recording's placeholders for what differs from run to run."""
    if isinstance(value, list):
        return [canonical(v, node) for v in value]
    if not isinstance(value, dict):
        return value
    if value.get("mountPath") == "/var/run/secrets/kubernetes.io/serviceaccount":
        wanted = {"name", "mountPath", "readOnly", "recursiveReadOnly"}
        whole = value.keys() == wanted and value["name"].startswith("kube-api-access-") and value["readOnly"] is True and value["recursiveReadOnly"] == "Disabled"
        return "<token mount>" if whole else value
    result = {}
    for key, v in value.items():
        if key in TIMES and v:
            v = "<time>"
        elif key in ("hostIP", "podIP") and v:
            v = f"<{key}>"
        elif key in ("hostIPs", "podIPs"):
            v = [{"ip": f"<{key[:-1]}>"} for _ in v]
        elif key == "containerID" and re.fullmatch("containerd://[0-9a-f]{64}", v):
            v = "containerd://<containerID>"
        elif key == "imageID" and re.fullmatch("sha256:[0-9a-f]{64}", v):
            v = "sha256:<hash>"
        result[key] = canonical(v, node)
    if {"type", "status", "lastTransitionTime"} <= result.keys():  # always set in the recordings, and left out there
        if result.get("lastTransitionTime") and result.get("lastProbeTime", 0) is None:
            del result["lastTransitionTime"], result["lastProbeTime"]
    return result


def state_of(kind, row, node):
    """What the recordings keep of one event of a watch that delivers rows with their objects."""
    pod, cells = row["object"], row["cells"]
    meta = pod["metadata"]
    status = json.loads(json.dumps(pod["status"]).replace(f"for container {node}", "for container node1"))
    state = {"row": f"{cells[1]}  {cells[2]}  " + re.sub(r" \(.*ago\)", "", str(cells[3])), "generation": meta.get("generation"), "status": canonical(status, node)}
    for key in ("labels", "deletionGracePeriodSeconds"):
        if key in meta:
            state[key] = meta[key]
    if "nodeName" in pod["spec"]:
        state["node"] = True
    if kind == "DELETED":
        state["gone"] = True
    return state


def exact(recorded, seen):
    """Whether a state is the recorded one, but that an address may be told sooner: with the sandbox, and not a write later."""
    if "podIP" in seen["status"] and "podIP" not in recorded["status"] and "hostIP" in recorded["status"]:
        seen = seen | {"status": {k: v for k, v in seen["status"].items() if k not in ("podIP", "podIPs")}}
    return agrees(recorded, seen)


def same_state(recorded, seen):
    """Whether a state is the recorded one, but that a container's pause is told at once here, and by kubelet when it looks again."""
    return exact(recorded, seen) or exact(recorded, looked_again(recorded, seen))


def looked_again(recorded, seen):
    """The state with CrashLoopBackOff taken back to the end of the container that it follows, where the recording has that."""
    lists = {}
    row = seen["row"]
    for key in ("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"):
        theirs = {c["name"]: c for c in recorded["status"].get(key, [])}
        lists[key] = []
        for c in seen["status"].get(key, []):
            their = theirs.get(c["name"], {"state": {}})
            reason = their["state"].get("waiting", {}).get("reason")
            if backs_off_rightly(c) and ("terminated" in their["state"] or reason in ("RunContainerError", "PostStartHookError")):
                c = c | ({"state": c["lastState"]} if "terminated" in their["state"] else {"state": their["state"]})
                c = c | ({"lastState": their["lastState"]} if "terminated" in their["state"] else {})
                row = re.sub(r"(Init:)?CrashLoopBackOff", recorded["row"].split("  ")[1], row)
            elif reason == "ErrImagePull" and pauses_after(their["state"]["waiting"], c):
                c = c | {"state": their["state"]}
                row = row.replace("ImagePullBackOff", "ErrImagePull")
            lists[key].append(c)
    return seen | {"row": row, "status": seen["status"] | {k: v for k, v in lists.items() if v}}


def backs_off_rightly(container):
    """Whether a container waits with the pause that belongs to its count: 10, 20, 40, ... seconds."""
    waiting = container["state"].get("waiting", {})
    seconds = 10 << max(0, container["restartCount"] - 1)
    pause = f"{seconds // 60}m{seconds % 60}s" if seconds >= 60 else f"{seconds}s"
    return waiting.get("reason") == "CrashLoopBackOff" and waiting.get("message", "").startswith(f"back-off {pause} restarting failed container={container['name']} ")


def pauses_after(failure, container):
    """Whether a container waits after this failure to fetch its image."""
    waiting = container["state"].get("waiting", {})
    message = f'Back-off pulling image "{container["image"]}": ErrImagePull: {failure["message"]}'
    return waiting.get("reason") == "ImagePullBackOff" and agrees(message, waiting["message"])


LISTED = (r"\b[A-Z][a-z]{2} [ 0-3]\d \d\d:\d\d\b|<time>", "<time>"), (r" +\d+ <time> \.\.(data|\d)", r" <n> <time> ..\1"), (r"\.\.\d{4}(_\d\d){5}\.\d+", "..<time dir>")


def lines_of(log):
    """A log's lines without times; sorted, since the order of a container's two streams, and of an environment, is chance."""
    for pattern, text in LISTED:
        log = re.sub(pattern, text, log)
    return sorted(log.splitlines())


class Recorder:
    """What the watches of pods and events delivered, by the pod's name. Thread-safe."""

    def __init__(self, cluster):
        self.cluster, self.changed = cluster, threading.Condition()
        self.states, self.events, self.starts = {}, {}, {}

    def start(self):
        self.cluster.watch(f"{PODS}?watch=true&includeObject=Object", self.pod, accept=TABLE)
        self.cluster.watch(f"/api/v1/namespaces/{NAMESPACE}/events?watch=true", self.event)

    def pod(self, event):
        for row in event["object"].get("rows", []):
            name, state = row["object"]["metadata"]["name"], state_of(event["type"], row, self.cluster.node)
            with self.changed:
                states = self.states.setdefault(name, [])
                if not states or states[-1] != state:
                    states.append(state)
                self.changed.notify_all()

    def event(self, event):
        thing = event["object"]
        if event["type"] == "DELETED" or "involvedObject" not in thing:
            return
        at = thing["involvedObject"]
        seen = {k: thing[k] for k in ("type", "reason", "message", "reportingComponent") if thing.get(k)}
        seen["message"] = seen.get("message", "").replace(self.cluster.node, "node1")
        if at.get("fieldPath"):
            seen["fieldPath"] = at["fieldPath"]
        with self.changed:
            events = self.events.setdefault(at["name"], [])
            if seen not in events:
                events.append(seen)
            self.changed.notify_all()

    def wait(self, condition, timeout):
        with self.changed:
            return self.changed.wait_for(condition, timeout)


class Replay:
    """One situation, made again and compared. `problems` has a line for each difference."""

    def __init__(self, cluster, recorder, situation):
        self.cluster, self.recorder, self.situation = cluster, recorder, situation
        self.title = situation["situation"]
        self.pod = json.loads(json.dumps(situation["pod"]).replace('"node1"', json.dumps(cluster.node)))
        self.name = self.pod["metadata"]["name"]
        self.recorded = situation["states"]
        self.problems, self.followed, self.known = [], {}, []

    def run(self):
        try:
            self.play()
        except Exception as e:  # a broken connection is this situation's failure, not the end of all
            self.problem("broke", f"{type(e).__name__}: {e}")
        return self

    def problem(self, what, text):
        reason = allowed(self.title, what, text)
        (self.known if reason else self.problems).append(f"{what}: {text}")

    def play(self):
        for thing in self.situation.get("before", []):
            self.make(thing)
        begin = time.monotonic()
        try:
            self.cluster.create(PODS, self.pod)
        except ApiError as e:
            return self.same("rejected", self.situation.get("rejected"), e.status)
        if "rejected" in self.situation:
            return self.problem("rejected", "was accepted")
        for step in self.situation["steps"]:
            time.sleep(max(0, begin + step["at"] - time.monotonic()))
            self.recorder.wait(lambda: self.position() >= step["after"], 20)
            self.step(step)
        if "last" in self.situation:
            self.before_the_end()
            self.delete(None)
        if not self.recorder.wait(lambda: self.seen()[-1:] and "gone" in self.seen()[-1], 90):
            self.problem("end", f"the pod is not gone; last {self.seen()[-1]['row']}")
        for thread in self.followed.values():
            thread.join(20)
        self.compare_states()
        self.compare_events()

    def seen(self):
        return self.recorder.states.get(self.name, [])

    def position(self):
        """The index of the recorded state that was seen last; -1 at first."""
        at = -1
        for state in list(self.seen()):
            at = self.find(state, max(at, 0), at)
        return at

    def find(self, state, start, otherwise):
        """The index of the recorded state that this is, at best to the letter."""
        for same in (exact, same_state):
            for i in range(start, len(self.recorded)):
                if same(self.recorded[i], state):
                    return i
        return otherwise

    def make(self, thing):
        try:
            self.cluster.create(f"/api/v1/namespaces/{NAMESPACE}/{KINDS[thing['kind']]}", thing)
        except ApiError as e:
            if e.code != 409:  # situations share some objects
                raise

    def delete(self, grace):
        self.cluster.text("DELETE", f"{PODS}/{self.name}", {"kind": "DeleteOptions", "apiVersion": "v1"} | ({} if grace is None else {"gracePeriodSeconds": grace}))

    def step(self, step):
        try:
            if "create" in step:
                self.make(step["create"])
            elif "evict" in step:
                self.follow()
                self.cluster.create(f"{PODS}/{self.name}/eviction", {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": self.name}})
            elif "delete" in step:
                self.follow()
                self.delete(step["delete"])
            else:
                self.cluster.text("PATCH", f"{PODS}/{self.name}" + (f"/{step['patch']}" if step["patch"] else ""), step["body"], content=step["type"])
            if "error" in step:
                self.problem("step", "was accepted")
        except ApiError as e:
            if "error" not in step:
                return self.problem("step", str(e))
            self.same("step", self.situation[step["error"]], e.status)

    def before_the_end(self):
        last = self.recorded[self.situation["last"]]
        at = self.situation["last"]
        if not self.recorder.wait(lambda: self.position() >= at, self.patience()):
            closest = self.seen()[-1] if self.seen() else {}
            self.problem("last state", "; ".join(differences(last, closest))[:1500])
        elif self.situation.get("settled"):
            time.sleep(0.7)
        self.recorder.wait(lambda: not [e for e in self.situation["events"] if e["reason"] != "Killing" and not self.was_told(e)], self.situation["held"])
        self.compare_table()
        self.compare_logs()

    def was_told(self, event):
        return any(agrees(event, seen) for seen in self.recorder.events.get(self.name, []))

    def patience(self):
        return self.situation["patience"]

    def follow(self):
        for key in self.situation.get("logs", {}):
            if key.startswith("-f ") and not self.followed.get(key):
                self.followed[key] = threading.Thread(target=self.follow_one, args=(key,))
                self.followed[key].start()
                time.sleep(0.3)  # the log is followed before the container ends, as in the recording

    def follow_one(self, key):
        self.compare_log(key, {"follow": "true", "container": key.split()[-1]})

    def compare_table(self):
        """The wide row: all but the age, and how long ago the last restart was."""
        table = self.cluster.get(f"{PODS}?fieldSelector=metadata.name={self.name}", accept=TABLE)
        cells = [str(c) for c in table["rows"][0]["cells"]]
        recorded = re.sub(r" \(.*ago\)", "", self.situation["table"][1]).split("  ")
        here = re.sub(r" \(.*ago\)", "", "  ".join(cells)).replace(self.cluster.node, "node1").split("  ")
        recorded[4] = here[4] = "<age>"
        row = "  ".join(here[1:4])
        if self.recorder.wait(lambda: any(state["row"] == row for state in self.seen()[-3:]), 5):
            recorded[1:4] = here[1:4]  # the row of a state that the watch delivers, sooner or later than this; judged as a state
        if here[5] != "<none>":
            here[5] = "<podIP>"
        self.same("table", recorded, here)

    def compare_logs(self):
        for key in self.situation.get("logs", {}):
            if not key.startswith("-f"):
                options = {"tailLines": "60"} | ({"previous": "true"} if key == "previous" else {})  # as the recorder did
                options["container"] = key.split()[-1] if key.startswith("-c") else self.pod["spec"]["containers"][0]["name"]
                self.compare_log(key, options)

    def compare_log(self, key, options):
        recorded = self.situation["logs"][key]
        if isinstance(recorded, dict):
            error = [line for line in recorded["err"].splitlines() if not line.startswith("Defaulted container")]
            recorded = recorded.get("out", "") + "\n".join(error)
        if self.pod["spec"].get("hostNetwork"):
            return  # shows the machine's own files
        try:
            here = self.cluster.text("GET", f"{PODS}/{self.name}/log?" + urllib.parse.urlencode(options), timeout=120)
        except ApiError as e:
            here = f"Error from server ({e.status['reason']}): {e.status['message']}" if "reason" in e.status else str(e)
        if "<podIP>" in recorded:
            here = here.replace(self.cluster.get(f"{PODS}/{self.name}")["status"]["podIP"], "<podIP>")
        self.same(f"log {key}", lines_of(recorded), lines_of(here))

    def same(self, what, recorded, here):
        for line in differences(recorded, here):
            self.problem(what, line[:1500])

    def compare_states(self):
        at = 0
        for state in self.seen():
            found = self.find(state, at, None)
            if found is None:
                closest = min(self.recorded[at:] or self.recorded[-1:], key=lambda r: len(differences(r, state)))
                self.problem("state", f"{state['row']} differs from {self.recorded.index(closest)}, {closest['row']}: " + "; ".join(differences(closest, state))[:1500])
            else:
                at = found
        if at != len(self.recorded) - 1:
            self.problem("end", f"ends with recorded state {at} of {len(self.recorded) - 1}")

    def compare_events(self):
        recorded = self.situation["events"]
        self.recorder.wait(lambda: len(self.recorder.events.get(self.name, [])) >= len(recorded), 3)
        here = list(self.recorder.events.get(self.name, []))
        first = []
        for event in here:
            index = next((i for i, r in enumerate(recorded) if agrees(r, event)), None)
            if index is None:
                self.problem("event", f"only here: {json.dumps(event)}")
            elif index not in first:
                first.append(index)
        for i, event in enumerate(recorded):
            if i not in first:
                self.problem("event", f"missing: {json.dumps(event)}")
        for component in {event["reportingComponent"] for event in recorded}:  # components tell theirs side by side
            order = [i for i in first if recorded[i]["reportingComponent"] == component]
            if order != sorted(order):
                self.problem("order of events", f"{[recorded[i]['reason'] for i in order]}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--purser", required=True)
    options.add_argument("--images", required=True)
    options.add_argument("--work", required=True)
    options.add_argument("--only", action="append", default=[])
    options.add_argument("--at-once", type=int, default=16)
    options.add_argument("--verbose", action="store_true")
    options = options.parse_args()
    situations = [s for s in load() if not options.only or any(word in s["situation"] for word in options.only)]
    situations.sort(key=lambda s: -s.get("patience", 0))
    cluster = Cluster(options.purser, os.path.join(options.work, "states"), options.images)
    failed = []
    try:
        cluster.up()
        cluster.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
        while not cluster.get(f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts")["items"]:
            time.sleep(0.05)
        recorder = Recorder(cluster)
        recorder.start()
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(options.at_once) as pool:
            replays = [pool.submit(Replay(cluster, recorder, s).run) for s in situations]
            for n, done in enumerate(concurrent.futures.as_completed(replays), 1):
                replay = done.result()
                print(f"{'FAIL' if replay.problems else 'ok  '} {replay.title}  ({n}/{len(replays)}, {time.monotonic() - begin:.0f} s)", flush=True)
                for line in replay.problems:
                    print(f"       {line}", flush=True)
                if options.verbose:
                    for line in replay.known:
                        print(f"       (known) {line}", flush=True)
                    for state in replay.seen():
                        print("       saw " + json.dumps(state), flush=True)
                if replay.problems:
                    failed.append(replay.title)
    finally:
        cluster.down()
    print(f"{len(situations) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
