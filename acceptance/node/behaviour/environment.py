"""Environment variables from ConfigMaps, Secrets, fields and resources, and their use in commands and paths; the two kinds of objects by the API."""
import re

from .cluster import ENVIRONMENT, FOREVER, Refused, container
from .suite import check, equal, has, has_lines

DATA = {"data-1": "value-1", "data-2": "value-2", "data-3": "value-3"}
KINDS = {"ConfigMap": ("configmaps", "configMapKeyRef", "configMapRef"), "Secrets": ("secrets", "secretKeyRef", "secretRef")}
PREFIXES = ("", "1-", "$_-", "ABC_", "#@!")


def make(space, kind, name, data, **fields):
    return space.configmap(name, data, **fields) if kind == "ConfigMap" else space.secret(name, data, **fields)


def reference(field, **more):
    return {"valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": field}}} | more


def variables_of(space, env, **fields):
    return space.output("p", [container(ENVIRONMENT, env=env, **fields)])


def by_key(kind):
    def run(space):
        make(space, kind, "config", DATA)
        source = {"valueFrom": {KINDS[kind][1]: {"name": "config", "key": "data-1"}}}
        has_lines(variables_of(space, [{"name": "CONFIG_DATA_1"} | source]), "CONFIG_DATA_1=value-1")

    return run


def whole(kind, prefixes):
    def run(space):
        make(space, kind, "config", DATA)
        sources = [({"prefix": p} if p else {}) | {KINDS[kind][2]: {"name": "config"}} for p in prefixes]
        got = space.output("p", [container(ENVIRONMENT, envFrom=sources)])
        has_lines(got, *(f"{p}{k}={v}" for p in prefixes for k, v in DATA.items()))

    return run


def empty_key(kind):
    def run(space):
        try:
            make(space, kind, "config", {"": "value"})
        except Refused as e:
            equal(e.code, 422, "the answer")
        else:
            raise AssertionError("an empty key was accepted")

    return run


for kind, env_key, various in (("ConfigMap", "via environment variable", "names with"), ("Secrets", "from pods in env vars", "names variable names with")):
    check(f"[sig-node] {kind} should be consumable {env_key}", "environment")(by_key(kind))
    check(f"[sig-node] {kind} should be consumable via the environment", "environment")(whole(kind, ("", "p-")))
    check(f"[sig-node] {kind} should be consumable as environment variable {various} various prefixes", "environment")(whole(kind, PREFIXES))
check("[sig-node] ConfigMap should fail to create ConfigMap with empty key", "objects")(empty_key("ConfigMap"))
check("[sig-node] Secrets should fail to create secret due to empty secret key", "objects")(empty_key("Secrets"))


@check("[sig-node] ConfigMap should update ConfigMap successfully", "objects")
def update(space):
    space.configmap("config", DATA)
    space.update("configmaps", {"metadata": {"name": "config"}, "data": {"data": "value"}})
    equal(space.get("configmaps", "config")["data"], {"data": "value"}, "the data")


@check("[sig-node] ConfigMap should run through a ConfigMap lifecycle", "objects")
def lifecycle(space):
    made = space.configmap("config", {"valueName": "value"}, metadata={"labels": {"static": "true"}})
    found = space.get("configmaps", "config")
    equal((found["data"], found["metadata"]["labels"]), ({"valueName": "value"}, {"static": "true"}), "what was created")
    changed = space.patch("configmaps", "config", {"metadata": {"labels": {"by": "patch"}}, "data": {"valueName": "value1"}})
    assert int(changed["metadata"]["resourceVersion"]) > int(made["metadata"]["resourceVersion"]), "a patched object has no newer version"
    everywhere = space.cluster.request("GET", "/api/v1/configmaps?labelSelector=by%3Dpatch")["items"]
    mine = [o for o in everywhere if o["metadata"]["namespace"] == space.name]
    equal([(o["data"], o["metadata"]["labels"]) for o in mine], [({"valueName": "value1"}, {"static": "true", "by": "patch"})], "the list of all namespaces")
    selected = space.path("configmaps") + "?labelSelector=static%3Dtrue"
    space.cluster.request("DELETE", selected)
    equal(space.cluster.request("GET", selected)["items"], [], "what is left")


@check("[sig-node] Secrets should patch a secret", "objects")
def patch(space):
    space.secret("config", {"key": "value"}, metadata={"labels": {"constant": "true"}}, type="Opaque")
    everywhere = space.cluster.request("GET", "/api/v1/secrets?labelSelector=constant%3Dtrue")["items"]
    assert any(o["metadata"]["namespace"] == space.name for o in everywhere), "not in the list of all namespaces"
    space.patch("secrets", "config", {"metadata": {"labels": {"changed": space.name}}, "data": {"key": "dmFsdWUx"}})
    equal(space.get("secrets", "config")["data"], {"key": "dmFsdWUx"}, "the data")
    space.cluster.request("DELETE", space.path("secrets") + f"?labelSelector=changed%3D{space.name}")
    everywhere = space.cluster.request("GET", "/api/v1/secrets?labelSelector=constant%3Dtrue")["items"]
    assert not any(o["metadata"]["namespace"] == space.name for o in everywhere), "still there after its deletion"


def immutable(kind):
    resource = KINDS[kind][0]

    def refused(space, body):
        try:
            space.update(resource, body)
        except Refused as e:
            equal((e.code, e.reason), (422, "Invalid"), "the answer")
        else:
            raise AssertionError("an immutable object was changed")

    def run(space):
        make(space, kind, "immutable", DATA)
        now = space.get(resource, "immutable")
        now["data"]["data-4"] = now["data"]["data-1"]
        now = space.update(resource, now)
        fixed = space.update(resource, now | {"immutable": True})
        refused(space, fixed | {"data": fixed["data"] | {"data-5": fixed["data"]["data-1"]}})
        assert space.get(resource, "immutable")["immutable"], "it is not immutable any more"
        refused(space, fixed | {"immutable": False})
        space.update(resource, fixed | {"metadata": fixed["metadata"] | {"labels": {"may": "change"}}})
        space.delete(resource, "immutable")

    return run


for kind in KINDS:
    check(f"[sig-storage] {kind} should be immutable if `immutable` field is set", "objects")(immutable(kind))


@check("[sig-node] Downward API should provide pod name, namespace and IP address as env vars", "environment")
def pod_names(space):
    got = variables_of(space, [{"name": "POD_NAME"} | reference("metadata.name"), {"name": "POD_NAMESPACE"} | reference("metadata.namespace"), {"name": "POD_IP"} | reference("status.podIP")])
    has_lines(got, "POD_NAME=p", f"POD_NAMESPACE={space.name}", f"POD_IP={space.get('pods', 'p')['status']['podIP']}")
    assert re.search(r"^POD_IP=\d+\.\d+\.\d+\.\d+$", got, re.M), got


def host_address(field):
    def run(space):
        got = variables_of(space, [{"name": "HOST_IP"} | reference(field)])
        has_lines(got, f"HOST_IP={space.get('pods', 'p')['status']['hostIP']}")
        assert re.search(r"^HOST_IP=\d+\.\d+\.\d+\.\d+$", got, re.M), got

    return run


check("[sig-node] Downward API should provide host IP as an env var", "environment")(host_address("status.hostIP"))
check("[sig-node] Downward API should provide hostIPs as an env var", "environment")(host_address("status.hostIPs"))


@check("[sig-node] Downward API should provide pod UID as env vars", "environment")
def pod_uid(space):
    has_lines(variables_of(space, [{"name": "POD_UID"} | reference("metadata.uid")]), f"POD_UID={space.get('pods', 'p')['metadata']['uid']}")


def amounts(*names):
    return [{"name": n.replace(".", "_"), "valueFrom": {"resourceFieldRef": {"resource": n}}} for n in names]


@check("[sig-node] Downward API should provide container's limits.cpu/memory and requests.cpu/memory as env vars", "environment")
def resources(space):
    sizes = {"requests": {"cpu": "250m", "memory": "32Mi"}, "limits": {"cpu": "1250m", "memory": "64Mi"}}
    got = variables_of(space, amounts("limits.cpu", "limits.memory", "requests.cpu", "requests.memory"), resources=sizes)
    has_lines(got, "limits_cpu=2", "limits_memory=67108864", "requests_cpu=1", "requests_memory=33554432")


@check("[sig-node] Downward API should provide default limits.cpu/memory from node allocatable", "environment")
def default_resources(space):
    got = dict(line.split("=", 1) for line in variables_of(space, amounts("limits.cpu", "limits.memory")).splitlines())
    allocatable = space.cluster.request("GET", "/api/v1/nodes")["items"][0]["status"]["allocatable"]
    equal(got["limits_cpu"], allocatable["cpu"], "the processors")
    memory = allocatable["memory"]
    equal(int(got["limits_memory"]), int(memory[:-2]) * 1024 if memory.endswith("Ki") else int(memory), "the memory")


@check("[sig-node] Variable Expansion should allow composing env vars into new env vars", "expansion")
def composing(space):
    env = [{"name": "FOO", "value": "foo-value"}, {"name": "BAR", "value": "bar-value"}, {"name": "FOOBAR", "value": "$(FOO);;$(BAR)"}]
    has_lines(variables_of(space, env), "FOO=foo-value", "BAR=bar-value", "FOOBAR=foo-value;;bar-value")


# The shell's own variable has another value, so that only the expansion before the start gives this one.
SUBSTITUTION = 'TEST_VAR=wrong; echo "$(TEST_VAR)"'


@check("[sig-node] Variable Expansion should allow substituting values in a container's command", "expansion")
def in_command(space):
    equal(space.output("p", [container(SUBSTITUTION, env=[{"name": "TEST_VAR", "value": "test-value"}])]), "test-value\n", "the output")


@check("[sig-node] Variable Expansion should allow substituting values in a container's args", "expansion")
def in_args(space):
    equal(space.output("p", [container(["sh", "-c"], args=[SUBSTITUTION], env=[{"name": "TEST_VAR", "value": "test-value"}])]), "test-value\n", "the output")


WORK = {"name": "work", "emptyDir": {}}


@check("[sig-node] Variable Expansion should allow substituting values in a volume subpath", "expansion")
def in_subpath(space):
    mounts = [{"name": "work", "mountPath": "/logs", "subPathExpr": "$(POD_NAME)"}, ("work", "/whole")]
    equal(space.output("p", [container("test -d /whole/p; echo $?", env=[{"name": "POD_NAME", "value": "p"}], mounts=mounts)], [WORK]), "0\n", "the output")


def bad_subpath(value):
    def run(space):
        mounts = [{"name": "work", "mountPath": "/logs", "subPathExpr": "$(POD_NAME)"}]
        space.pod("p", [container(FOREVER, env=[{"name": "POD_NAME", "value": value}], mounts=mounts)], [WORK])
        pod = space.wait("p", lambda pod: pod and waiting(pod) == "CreateContainerConfigError", "refused its subpath")
        equal(pod["status"]["phase"], "Pending", "the phase")

    return run


def waiting(pod):
    statuses = pod["status"].get("containerStatuses") or [{}]
    return statuses[0].get("state", {}).get("waiting", {}).get("reason")


check("[sig-node] Variable Expansion should fail substituting values in a volume subpath with backticks", "expansion")(bad_subpath(".."))
check("[sig-node] Variable Expansion should fail substituting values in a volume subpath with absolute path", "expansion")(bad_subpath("/tmp"))


def annotated(space, annotations):
    env = [{"name": "POD_NAME", "value": "foo"}, {"name": "ANNOTATION"} | reference("metadata.annotations['mysubpath']")]
    mounts = [{"name": "work", "mountPath": "/part", "subPathExpr": "$(ANNOTATION)/$(POD_NAME)"}, ("work", "/whole")]
    space.pod("p", [container(FOREVER, env=env, mounts=mounts)], [WORK], annotations=annotations)


@check("[sig-node] Variable Expansion should verify that a failing subpath expansion can be modified during the lifecycle of a container", "expansion")
def mended_subpath(space):
    annotated(space, {"notmysubpath": "mypath"})
    space.wait("p", lambda pod: pod and waiting(pod) == "CreateContainerConfigError", "refused its subpath")
    space.patch("pods", "p", {"metadata": {"annotations": {"mysubpath": "mypath"}}})
    space.running("p")
    equal(space.execute("p", "ls", "/whole/mypath"), "foo\n", "the directory")
    space.delete("pods", "p")
    space.gone("p")


@check("[sig-node] Variable Expansion should succeed in writing subpaths in container", "expansion")
def written_subpath(space):
    annotated(space, {"mysubpath": "mypath"})
    first = space.running("p")
    space.execute("p", "touch", "/whole/mypath/foo/test.log")
    space.execute("p", "test", "-f", "/part/test.log")
    space.patch("pods", "p", {"metadata": {"annotations": {"mysubpath": "mynewpath"}}})
    now = space.running("p")
    equal(now["status"]["containerStatuses"][0]["containerID"], first["status"]["containerStatuses"][0]["containerID"], "the container")
    space.delete("pods", "p")
    space.gone("p")
