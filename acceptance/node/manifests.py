"""The objects whose containers facts/container-view.json was recorded in."""

SLEEP = ["sh", "-c", "sleep 3600"]


def config(name, data, **more):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data} | more


OBJECTS = [
    config("cm", {"app.properties": "a=1\n", "log.level": "info", "nested_key": "nest"}, binaryData={"bin": "AQID"}),
    config("k", {"k": "v1"}),
    config("k-gone", {"k": "v1"}, immutable=True),
    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "sec"}, "stringData": {"user": "u", "pass.word": "p"}},
    {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "my-svc"},
        "spec": {"selector": {"no": "pod"}, "ports": [{"name": "http", "port": 80}, {"name": "adm-in", "port": 9000, "protocol": "UDP"}]},
    },
    {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "headless"}, "spec": {"clusterIP": "None", "selector": {"no": "pod"}, "ports": [{"port": 80}]}},
]


def pod(name, containers=None, **spec):
    containers = containers or [{"name": "c", "image": "busybox", "imagePullPolicy": "IfNotPresent", "command": SLEEP}]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"terminationGracePeriodSeconds": 1, "containers": containers} | spec}


def container(name, script):
    return {"name": name, "image": "busybox", "imagePullPolicy": "IfNotPresent", "command": ["sh", "-c", script]}


PODS = [
    pod("plain"),
    pod("nolinks", enableServiceLinks=False, automountServiceAccountToken=False),
    pod("hostnet", hostNetwork=True),
    pod("user1000", securityContext={"runAsUser": 1000}),
    pod("aghost", [{"name": "c", "image": "busybox", "imagePullPolicy": "IfNotPresent", "command": ["sleep", "3600"]}]),
    pod("agentimg", [{"name": "c", "image": "docker.io/myregistry/agent:v1.0", "imagePullPolicy": "IfNotPresent"}]),
    pod(
        "multi",
        [container("a", "echo out line; echo err line >&2; printf 'no newline'"), container("b", "head -c 40000 /dev/zero | tr '\\0' x; echo; sleep 3600 & wait")],
        initContainers=[container("init1", "echo i")],
    ),
]

CM, SEC = {"name": "cm"}, {"secretName": "sec"}
VOLUMES = [
    {"name": "cm", "configMap": CM},
    {"name": "cm-0400", "configMap": CM | {"defaultMode": 0o400}},
    {"name": "cm-0755", "configMap": CM | {"defaultMode": 0o755}},
    {
        "name": "cm-items",
        "configMap": CM | {"items": [{"key": "app.properties", "path": "dir/sub/app.conf", "mode": 0o600}, {"key": "nested_key", "path": "dir/other"}, {"key": "log.level", "path": "level"}]},
    },
    {"name": "sec", "secret": SEC},
    {"name": "sec-items", "secret": SEC | {"items": [{"key": "user", "path": "a/user"}, {"key": "pass.word", "path": "a/pw", "mode": 0o440}], "defaultMode": 0o444}},
    {
        "name": "proj",
        "projected": {
            "defaultMode": 0o440,
            "sources": [
                {"secret": {"name": "sec"}},
                {"configMap": CM | {"items": [{"key": "log.level", "path": "cfg/level", "mode": 0o644}]}},
                {"downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
                {"serviceAccountToken": {"path": "tok/token", "audience": "me"}},
            ],
        },
    },
    {
        "name": "down",
        "downwardAPI": {
            "items": [
                {"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}},
                {"path": "annotations", "fieldRef": {"fieldPath": "metadata.annotations"}},
                {"path": "name", "fieldRef": {"fieldPath": "metadata.name"}, "mode": 0o400},
                {"path": "r/cpu", "resourceFieldRef": {"containerName": "c", "resource": "limits.cpu", "divisor": "1m"}},
            ]
        },
    },
    {"name": "empty", "emptyDir": {}},
    {"name": "mem", "emptyDir": {"medium": "Memory"}},
    {"name": "mem-lim", "emptyDir": {"medium": "Memory", "sizeLimit": "8Mi"}},
    {"name": "subp", "configMap": {"name": "k"}},
    {"name": "imm", "configMap": {"name": "k-gone"}},
]
MOUNTS = [{"name": v["name"], "mountPath": "/v/" + v["name"]} for v in VOLUMES] + [
    {"name": "subp", "mountPath": "/one/file", "subPath": "k"},
    {"name": "empty", "mountPath": "/one/sub", "subPath": "x/y"},
    {"name": "cm", "mountPath": "/ro/cm", "readOnly": True},
]

VOLUME_CONTEXTS = {
    "root": {},
    "user1000": {"runAsUser": 1000},
    "fsgroup3000": {"fsGroup": 3000},
    "user1000-fsgroup3000": {"runAsUser": 1000, "runAsGroup": 2000, "fsGroup": 3000},
    "fsgroup3000-onroot": {"fsGroup": 3000, "fsGroupChangePolicy": "OnRootMismatch"},
}


def volume_pod(name, security):
    """A pod with a volume of every kind. 64Mi of memory, which is the size of its memory-backed volumes too."""
    made = pod(
        f"vol-{name}",
        [
            {
                "name": "c",
                "image": "busybox",
                "imagePullPolicy": "IfNotPresent",
                "command": SLEEP,
                "resources": {"limits": {"cpu": "200m", "memory": "64Mi"}},
                "volumeMounts": MOUNTS,
            }
        ],
        securityContext=security,
        volumes=VOLUMES,
    )
    made["metadata"] |= {"labels": {"app": "x", "zone": "z1"}, "annotations": {"note": 'say "hi"\nline2'}}
    return made
