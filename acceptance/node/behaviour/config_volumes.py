"""Volumes of ConfigMaps and Secrets, by themselves and projected."""
import base64

from .cluster import FOREVER, container, repeat
from .environment import DATA
from .suite import check, equal, has, has_lines

CONFIGMAP, SECRET = "configmaps", "secrets"


class Kind:
    """One of the four ways to a file: a ConfigMap or Secret, alone or projected."""

    def __init__(self, title, resource, projected):
        self.title, self.resource, self.projected = title, resource, projected

    def make(self, space, name, data, **fields):
        return space.configmap(name, data, **fields) if self.resource == CONFIGMAP else space.secret(name, data, **fields)

    def replace(self, space, name, data):
        """An update that says all there is, without a version."""
        content = {"data": data} if self.resource == CONFIGMAP else {"stringData": data}
        space.update(self.resource, {"metadata": {"name": name}} | content)

    def volume(self, name, of, mode=None, **source):
        field = "configMap" if self.resource == CONFIGMAP else "secret"
        own = {"defaultMode": mode} if mode is not None else {}
        if self.projected:
            return {"name": name, "projected": {"sources": [{field: {"name": of} | source}]} | own}
        return {"name": name, field: {"name" if self.resource == CONFIGMAP else "secretName": of} | source | own}


KINDS = [Kind("ConfigMap", CONFIGMAP, False), Kind("Secrets", SECRET, False), Kind("Projected configMap", CONFIGMAP, True), Kind("Projected secret", SECRET, True)]


def look(path):
    return f"cat {path}; echo; stat -L -c '%a %u %g' {path}; id -u"


def plain(kind, mode=None, seen="644", user=None, group=None):
    """All keys as files: content, mode, and that the user of the container can read it."""

    def run(space):
        kind.make(space, "config", DATA)
        security = ({"runAsUser": user} if user else {}) | ({"fsGroup": group} if group else {})
        script = look("/etc/config/data-1") + "; ls /etc/config"
        got = space.output("p", [container(script, mounts=[("v", "/etc/config")])], [kind.volume("v", "config", mode)], securityContext=security)
        equal(got.split(), ["value-1", seen, "0", str(group or 0), str(user or 0), *DATA], "the output")

    return run


def mapped(kind, mode=None, seen="644", user=None):
    """One key under another path, with its mode; the others are not there."""

    def run(space):
        kind.make(space, "config", DATA)
        item = {"key": "data-2", "path": "path/to/data-2"} | ({"mode": mode} if mode is not None else {})
        script = look("/etc/config/path/to/data-2") + "; ls -R /etc/config"
        got = space.output("p", [container(script, mounts=[("v", "/etc/config")])], [kind.volume("v", "config", items=[item])], securityContext={"runAsUser": user} if user else {})
        equal(got.split()[:5], ["value-2", seen, "0", "0", str(user or 0)], "the output")
        assert "data-1" not in got and "data-3" not in got, f"keys that were not asked for: {got}"

    return run


def twice(kind):
    def run(space):
        kind.make(space, "config", DATA)
        mounts = [{"name": v, "mountPath": f"/etc/{v}", "readOnly": True} for v in ("one", "two")]
        got = space.output("p", [container("cat /etc/one/data-1 && echo && cat /etc/two/data-1 && echo && ls /etc/two", mounts=mounts)], [kind.volume("one", "config"), kind.volume("two", "config")])
        equal(got.split(), ["value-1", "value-1", *DATA], "the output")

    return run


def updated(kind):
    def run(space):
        kind.make(space, "config", {"data-1": "value-1"})
        space.pod("p", [container(repeat("/etc/config/data-1"), mounts=[("v", "/etc/config")])], [kind.volume("v", "config")])
        space.running("p")
        space.until_log("p", "value-1\n")
        kind.replace(space, "config", {"data-1": "value-2"})
        space.until_log("p", "value-2\n")

    return run


def optional(kind):
    """Three optional objects in one pod: one vanishes, one changes, one appears."""

    def run(space):
        for name in ("vanishes", "changes"):
            kind.make(space, name, {"data-1": "value-1"})
        files = {"vanishes": "data-1", "changes": "data-3", "appears": "data-1"}
        containers = [container(repeat(f"/etc/{n}/{f}"), name=n, mounts=[{"name": n, "mountPath": f"/etc/{n}", "readOnly": True}]) for n, f in files.items()]
        space.pod("p", containers, [kind.volume(n, n, optional=True) for n in files])
        space.running("p")
        space.until_log("p", "absent\n", "appears")
        space.until_log("p", "absent\n", "changes")
        space.until_log("p", "value-1\n", "vanishes")
        space.delete(kind.resource, "vanishes")
        kind.replace(space, "changes", {"data-3": "value-3"})
        kind.make(space, "appears", {"data-1": "value-1"})
        space.until_log("p", "value-1\n", "appears")
        space.until_log("p", "value-3\n", "changes")
        space.until_log("p", "absent\n", "vanishes")

    return run


for kind in KINDS:
    storage = f"[sig-storage] {kind.title} "
    item = "Item mode" if kind.resource == CONFIGMAP else "Item Mode"
    where = "in the same pod" if kind.resource == CONFIGMAP else "in a pod"
    check(storage + "should be consumable from pods in volume", "volumes")(plain(kind))
    check(storage + "should be consumable from pods in volume with defaultMode set", "volumes")(plain(kind, mode=0o400, seen="400"))
    check(storage + "should be consumable from pods in volume with mappings", "volumes")(mapped(kind))
    check(storage + f"should be consumable from pods in volume with mappings and {item} set", "volumes")(mapped(kind, mode=0o400, seen="400"))
    check(storage + f"should be consumable in multiple volumes {where}", "volumes")(twice(kind))
    check(storage + "optional updates should be reflected in volume", "updates")(optional(kind))
    if kind.resource == CONFIGMAP:
        check(storage + "should be consumable from pods in volume as non-root", "volumes")(plain(kind, user=1000))
        check(storage + "should be consumable from pods in volume with mappings as non-root", "volumes")(mapped(kind, user=1000))
        check(storage + "updates should be reflected in volume", "updates")(updated(kind))
    else:
        check(storage + "should be consumable from pods in volume as non-root with defaultMode and fsGroup set", "volumes")(plain(kind, mode=0o440, seen="440", user=1000, group=1001))


@check("[sig-storage] ConfigMap binary data should be reflected in volume", "volumes")
def binary(space):
    content = bytes([0xDE, 0xCA, 0xFE, 0xBA, 0xD0, 0xFE, 0xFF])
    space.configmap("config", {"data-1": "value-1"}, binaryData={"dump.bin": base64.b64encode(content).decode()})
    mounts = [("v", "/etc/config")]
    got = space.output("p", [container("hexdump -C /etc/config/dump.bin; cat /etc/config/data-1", mounts=mounts)], [KINDS[0].volume("v", "config")])
    has(got, "de ca fe ba d0 fe ff", "value-1")


@check("[sig-storage] Secrets should be able to mount in a volume regardless of a different secret existing with same name in different namespace", "volumes")
def namesake(space):
    space.another().secret("config", {"data-1": "the other one's", "only-there": "x"})
    plain(KINDS[1])(space)


@check("[sig-storage] Projected combined should project all components that make up the projection API", "volumes")
def combined(space):
    space.configmap("config", {"configmap-data": "configmap-value-1"})
    space.secret("hidden", {"secret-data": "secret-value-1"})
    downward = [{"path": "podname", "fieldRef": {"fieldPath": "metadata.name"}}] + [
        {"path": n.replace(".", "_"), "resourceFieldRef": {"containerName": "c", "resource": n}} for n in ("limits.cpu", "requests.cpu", "limits.memory", "requests.memory")]
    sources = [{"downwardAPI": {"items": downward}}, {"secret": {"name": "hidden"}}, {"configMap": {"name": "config"}}]
    sizes = {"requests": {"cpu": "250m", "memory": "32Mi"}, "limits": {"cpu": "1250m", "memory": "64Mi"}}
    script = "cd /all; for f in podname secret-data configmap-data limits_cpu requests_cpu limits_memory requests_memory; do cat $f && echo; done"
    got = space.output("p", [container(script, mounts=[("v", "/all")], resources=sizes)], [{"name": "v", "projected": {"sources": sources}}])
    equal(got.split(), ["p", "secret-value-1", "configmap-value-1", "2", "1", "67108864", "33554432"], "the output")


@check("[sig-storage] EmptyDir wrapper volumes should not conflict", "volumes")
def no_conflict(space):
    space.secret("same-name", {"data-1": "of the secret"})
    space.configmap("same-name", {"data-1": "of the configmap"})
    volumes = [KINDS[1].volume("secret", "same-name"), KINDS[0].volume("config", "same-name")]
    space.pod("p", [container(FOREVER, mounts=[("secret", "/etc/secret"), ("config", "/etc/config")])], volumes)
    space.running("p")
    equal(space.execute("p", "cat", "/etc/secret/data-1", "/etc/config/data-1"), "of the secretof the configmap", "the files")


@check("[sig-storage] EmptyDir wrapper volumes should not cause race condition when used for configmaps", "volumes")
def no_race(space):
    """Fifty ConfigMaps in each of five pods of a ReplicationController, three times over."""
    names = [f"config-{n}" for n in range(50)]
    for name in names:
        space.configmap(name, {"data-1": f"of {name}"})
    volumes = [KINDS[0].volume(n, n, items=[{"key": "data-1", "path": "data-1"}]) for n in names]
    for round in range(3):
        labels = {"name": f"race-{round}"}
        spec = {"containers": [container(FOREVER, mounts=[(n, f"/etc/{n}") for n in names])], "volumes": volumes, "terminationGracePeriodSeconds": 0, "dnsPolicy": "Default"}
        space.create("replicationcontrollers", f"race-{round}", spec={"replicas": 5, "selector": labels, "template": {"metadata": {"labels": labels}, "spec": spec}})
        selected = space.path("pods") + f"?labelSelector=name%3Drace-{round}"

        def all_five():
            pods = space.cluster.request("GET", selected)["items"]
            return len(pods) == 5 and pods

        pods = [space.running(pod["metadata"]["name"]) for pod in space.eventually(all_five, "five pods")]
        got = space.execute(pods[0]["metadata"]["name"], "sh", "-c", "cat /etc/config-*/data-1")
        equal(sorted(got.split("of ")[1:]), sorted(names), "the fifty files")
        space.delete("replicationcontrollers", f"race-{round}?propagationPolicy=Background")
        for pod in pods:
            space.gone(pod["metadata"]["name"])
