"""What goes on while something is killed: deployments that stay and that are rolled, pods of many kinds that come and go, changes of
configuration, execs. Each worker follows its own random numbers, so that a seed repeats what it does as far as time allows.
"""
import random, subprocess, threading

from .kube import Refused

PODS = "/api/v1/namespaces/default/pods"
MAPS = "/api/v1/namespaces/default/configmaps"
DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"

# Each life of a container has files of its own: .start when it began, .beat for as long as it lives. Two lives of a container whose
# times overlap are work that was done twice at once.
LIFE = ("read id < /proc/sys/kernel/random/uuid; life=/lives/$POD.$C.$id; : > $life.start; "
        "(while :; do : > $life.beat; sleep 0.1; done) & ")


def container(name, script, **more):
    return {"name": name, "image": "alpine", "imagePullPolicy": "IfNotPresent", "command": ["sh", "-c", LIFE + script],
            "env": [{"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.uid"}}}, {"name": "C", "value": name}]
            + more.pop("env", []),
            "volumeMounts": [{"name": "lives", "mountPath": "/lives"}] + more.pop("mounts", []), **more}


def spec(lives, *containers, volumes=(), **more):
    return {"terminationGracePeriodSeconds": 1, "containers": list(containers),
            "volumes": [{"name": "lives", "hostPath": {"path": lives}}, *volumes], **more}


def steady(lives):
    """A pod that nothing but a kill of its own processes may restart."""
    probe = {"exec": {"command": ["test", "-f", "/config/n"]}, "periodSeconds": 1, "failureThreshold": 2}
    return spec(
        lives,
        container("c", "echo begun >> /memory/main; while :; do sleep 1; done", livenessProbe=probe, readinessProbe=probe,
                  env=[{"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "steady", "key": "password"}}}],
                  mounts=[{"name": "config", "mountPath": "/config"}, {"name": "secret", "mountPath": "/secret"},
                          {"name": "memory", "mountPath": "/memory"}, {"name": "disk", "mountPath": "/disk"},
                          {"name": "config", "mountPath": "/pinned", "subPath": "fixed"}]),
        initContainers=[container("i", "echo init >> /memory/init; echo init >> /disk/init",
                                  mounts=[{"name": "memory", "mountPath": "/memory"}, {"name": "disk", "mountPath": "/disk"}])],
        volumes=[{"name": "config", "configMap": {"name": "steady"}}, {"name": "secret", "secret": {"secretName": "steady"}},
                 {"name": "memory", "emptyDir": {"medium": "Memory"}}, {"name": "disk", "emptyDir": {}}])


def deployment(name, template, replicas=2):
    labels = {"app": name}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
            "spec": {"replicas": replicas, "selector": {"matchLabels": labels},
                     "template": {"metadata": {"labels": labels}, "spec": template}}}


def some_pod(rng, name, lives):
    """One of the kinds of pods that come and go."""
    kind = rng.choice(["plain", "plain", "port", "init", "sidecar", "job", "job", "fails", "crashes", "unwell", "slow", "hook"])
    stay = "while :; do sleep 1; done"
    if kind == "port":
        what = spec(lives, container("c", stay, ports=[{"containerPort": 80, "hostPort": rng.randrange(30000, 32000)}]))
    elif kind == "init":
        what = spec(lives, container("c", stay), initContainers=[container("i", "sleep 0.3"), container("j", "sleep 0.3")])
    elif kind == "sidecar":
        what = spec(lives, container("c", stay), initContainers=[container("s", stay, restartPolicy="Always")])
    elif kind in ("job", "fails"):
        end = 0 if kind == "job" else 3
        what = spec(lives, container("c", f"echo run >> /lives/$POD.runs; sleep {rng.choice([0, 0.5, 2])}; exit {end}"), restartPolicy="Never")
    elif kind == "crashes":
        what = spec(lives, container("c", "sleep 0.5; exit 1"))
    elif kind == "unwell":
        what = spec(lives, container("c", stay, livenessProbe={"exec": {"command": ["false"]}, "periodSeconds": 1, "failureThreshold": 2}))
    elif kind == "slow":
        what = spec(lives, container("c", "trap '' TERM; " + stay))
    elif kind == "hook":
        what = spec(lives, container("c", stay, lifecycle={"postStart": {"exec": {"command": ["sleep", "0.3"]}},
                                                            "preStop": {"exec": {"command": ["sleep", "0.3"]}}}))
    else:
        what = spec(lives, container("c", stay, mounts=[{"name": "memory", "mountPath": "/memory"}]),
                    volumes=[{"name": "memory", "emptyDir": {"medium": "Memory"}}])
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"kind": kind}}, "spec": what}


class Work:
    """All workers of one round. What the server acknowledged is noted."""

    def __init__(self, kube, lives, kubectl, seed):
        self.kube, self.lives, self.kubectl, self.seed = kube, lives, kubectl, seed
        self.stop = threading.Event()
        self.made, self.gone, self.config = {}, set(), 0
        self.unknown = set()
        self.threads = [threading.Thread(target=self.repeat, args=(step, pause)) for step, pause in
                        ((self.pods, 0.4), (self.roll, 1.5), (self.configure, 0.1), (self.write, 0.05), (self.execute, 1.0))]

    def start(self):
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def repeat(self, step, pause):
        rng = random.Random(f"{self.seed} {step.__name__}")
        n = 0
        while not self.stop.wait(pause * rng.uniform(0.3, 1.7)):
            try:
                step(rng, n)
            except (OSError, Refused, subprocess.TimeoutExpired):
                pass  # the server is away, or an object is: both are expected here
            n += 1

    def pods(self, rng, n):
        """At most six of them."""
        names = [p["metadata"]["name"] for p in self.kube.pods() if "kind" in p["metadata"].get("labels", {}) and "deletionTimestamp" not in p["metadata"]]
        if len(names) < 6 and rng.random() < 0.7:
            self.kube.create(PODS, some_pod(rng, f"r{self.seed.split('-')[-1]}-{n}", self.lives))
        elif names:
            self.kube.delete(f"{PODS}/{rng.choice(sorted(names))}", rng.choice([None, None, 0]))

    def roll(self, rng, n):
        self.kube.merge(f"{DEPLOYMENTS}/rolled", {"spec": {"template": {"metadata": {"annotations": {"roll": f"{self.seed}-{n}"}}}}})

    def configure(self, rng, n):
        value = self.kube.get(f"{MAPS}/steady")["data"]["n"]
        self.kube.merge(f"{MAPS}/steady", {"data": {"n": str(int(value) + 1)}})
        self.config = int(value) + 1

    def write(self, rng, n):
        """Objects that are only there to be lost."""
        name = f"kept-{self.seed}-{n}"
        self.unknown.add(name)
        if self.made and rng.random() < 0.3:
            name = rng.choice(sorted(self.made))
            self.unknown.add(name)
            self.kube.delete(f"{MAPS}/{name}")
            del self.made[name]
            self.gone.add(name)
        else:
            value = str(rng.random())
            self.kube.create(MAPS, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "labels": {"kept": "yes"}}, "data": {"v": value}})
            self.made[name] = value
        self.unknown.discard(name)

    def execute(self, rng, n):
        names = [p["metadata"]["name"] for p in self.kube.pods() if p["metadata"].get("labels", {}).get("app") == "steady"]
        subprocess.run([*self.kubectl, "exec", rng.choice(sorted(names)), "--", "sh", "-c", "sleep 0.5; echo done"],
                       capture_output=True, timeout=20)
