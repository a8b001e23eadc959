"""Volumes of the downward API, by themselves and projected."""
from .cluster import container, repeat
from .suite import check, equal

TITLES = {False: "Downward API volume", True: "Projected downwardAPI"}
SIZES = {"requests": {"cpu": "250m", "memory": "32Mi"}, "limits": {"cpu": "1250m", "memory": "128Mi"}}


def field(path, field):
    return {"path": path, "fieldRef": {"apiVersion": "v1", "fieldPath": field}}


def volume(projected, items, mode=None):
    own = {"defaultMode": mode} if mode is not None else {}
    if projected:
        return {"name": "v", "projected": {"sources": [{"downwardAPI": {"items": items}}]} | own}
    return {"name": "v", "downwardAPI": {"items": items} | own}


def printed(space, projected, items, script, mode=None, **fields):
    return space.output("p", [container(script, mounts=[("v", "/etc/podinfo")], **fields)], [volume(projected, items, mode)])


def name_only(projected):
    return lambda space: equal(printed(space, projected, [field("podname", "metadata.name")], "cat /etc/podinfo/podname; echo; ls /etc/podinfo"), "p\npodname\n", "the output")


def default_mode(projected):
    return lambda space: equal(printed(space, projected, [field("podname", "metadata.name")], "stat -L -c %a /etc/podinfo/podname", 0o400), "400\n", "the mode")


def item_mode(projected):
    items = [field("podname", "metadata.name") | {"mode": 0o400}, field("other", "metadata.uid")]
    return lambda space: equal(printed(space, projected, items, "stat -L -c %a /etc/podinfo/podname /etc/podinfo/other"), "400\n644\n", "the modes")


def modified(projected, what):
    def run(space):
        values = {what: {"builder": "bar", "odd": 'a "quoted"\tvalue'} if what == "annotations" else {"builder": "bar"}}
        space.pod("p", [container(repeat("/etc/podinfo/it"), mounts=[("v", "/etc/podinfo")])], [volume(projected, [field("it", f"metadata.{what}")])], **values)
        space.running("p")
        log = space.until_log("p", 'builder="bar"\n')
        if what == "annotations":
            assert 'odd="a \\"quoted\\"\\tvalue"\n' in space.until_log("p", "odd="), log
        space.patch("pods", "p", {"metadata": {what: {"builder": "foo"}}})
        space.until_log("p", 'builder="foo"\n')

    return run


def amount(projected, resource, wanted):
    def run(space):
        items = [{"path": "amount", "resourceFieldRef": {"containerName": "c", "resource": resource}}]
        equal(printed(space, projected, items, "cat /etc/podinfo/amount", resources=SIZES), wanted, "the amount")

    return run


def allocatable(projected, resource):
    def run(space):
        items = [{"path": "amount", "resourceFieldRef": {"containerName": "c", "resource": f"limits.{resource}"}}]
        got = printed(space, projected, items, "cat /etc/podinfo/amount")
        node = space.cluster.request("GET", "/api/v1/nodes")["items"][0]["status"]["allocatable"][resource]
        equal(int(got), int(node[:-2]) * 1024 if node.endswith("Ki") else int(node), "the amount")

    return run


for projected, title in TITLES.items():
    storage = f"[sig-storage] {title} "
    check(storage + "should provide podname only", "downward")(name_only(projected))
    check(storage + "should set DefaultMode on files", "downward")(default_mode(projected))
    check(storage + "should set mode on item file", "downward")(item_mode(projected))
    check(storage + "should update labels on modification", "updates")(modified(projected, "labels"))
    check(storage + "should update annotations on modification", "updates")(modified(projected, "annotations"))
    for what, resource, wanted in (("cpu limit", "limits.cpu", "2"), ("memory limit", "limits.memory", "134217728"), ("cpu request", "requests.cpu", "1"), ("memory request", "requests.memory", "33554432")):
        check(storage + f"should provide container's {what}", "downward")(amount(projected, resource, wanted))
    for resource in ("cpu", "memory"):
        check(storage + f"should provide node allocatable ({resource}) as default {resource} limit if the limit is not set", "downward")(allocatable(projected, resource))
