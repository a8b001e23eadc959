"""What the list does not demand, and clients rely on."""
from .cluster import ENVIRONMENT, FOREVER, Refused, container, repeat
from .environment import reference, variables_of, waiting
from .suite import check, equal, has, has_lines

SECRET_VOLUME = {"name": "v", "secret": {"secretName": "config"}}
CONFIG_VOLUME = {"name": "v", "configMap": {"name": "config"}}
MOUNT = [("v", "/v")]


def beyond(name, group="beyond"):
    return check("beyond: " + name, group)


@beyond("a sizeLimit bounds an emptyDir in memory")
def size_limit(space):
    script = "df -k /v | tail -n 1 | awk '{print $2}'; dd if=/dev/zero of=/v/file bs=1M count=8 2>&1; ls -l /v/file | awk '{print $5}'"
    got = space.output("p", [container(script, mounts=MOUNT)], [{"name": "v", "emptyDir": {"medium": "Memory", "sizeLimit": "4Mi"}}])
    equal((got.split()[0], got.split()[-1]), ("4096", str(4 << 20)), "size and what was written")
    has(got, "No space left on device")


@beyond("an emptyDir in memory without a sizeLimit is bounded by the container's memory limit of the pod")
def memory_bound(space):
    script = "df -k /v | tail -n 1 | awk '{print $2}'"
    got = space.output("p", [container(script, mounts=MOUNT, resources={"limits": {"memory": "16Mi"}})], [{"name": "v", "emptyDir": {"medium": "Memory"}}])
    equal(got.strip(), str(16 << 10), "the size")


@beyond("an emptyDir outlives its container's restart")
def restarted(space):
    space.pod("p", [container("test -f /v/mark && exec sleep 3600; touch /v/mark; exit 1", mounts=MOUNT)], [{"name": "v", "emptyDir": {}}], restartPolicy="OnFailure")
    space.wait("p", lambda pod: pod and (pod["status"].get("containerStatuses") or [{}])[0].get("restartCount") == 1 and pod["status"]["containerStatuses"][0]["state"].get("running"), "running again")


@beyond("files of an emptyDir get the pod's fsGroup")
def group_of_files(space):
    security = {"runAsUser": 1000, "runAsGroup": 2000, "fsGroup": 3000}
    got = space.output("p", [container("touch /v/f; stat -c '%a %u %g' /v /v/f; id -G", mounts=MOUNT)], [{"name": "v", "emptyDir": {}}], securityContext=security)
    equal(got.splitlines(), ["2777 0 3000", "644 1000 3000", "2000 3000"], "the output")


@beyond("a file of mode 0400 is closed to a user without fsGroup")
def closed(space):
    space.secret("config", {"key": "value"})
    volume = {"name": "v", "secret": {"secretName": "config", "defaultMode": 0o400}}
    equal(space.output("p", [container("cat /v/key 2>/dev/null || echo closed", mounts=MOUNT)], [volume], securityContext={"runAsUser": 1000}), "closed\n", "the output")


@beyond("a changed ConfigMap is not in a file mounted by subPath")
def fixed_subpath(space):
    space.configmap("config", {"key": "value-1"})
    mounts = [{"name": "v", "mountPath": "/one/key", "subPath": "key"}, ("v", "/all")]
    space.pod("p", [container(repeat("/all/key"), mounts=mounts)], [CONFIG_VOLUME])
    space.running("p")
    space.update("configmaps", {"metadata": {"name": "config"}, "data": {"key": "value-2"}})
    space.until_log("p", "value-2\n")
    equal(space.execute("p", "cat", "/one/key"), "value-1", "the file")


@beyond("files of a volume are replaced at once, keys that went included")
def replaced(space):
    space.configmap("config", {"a": "1", "b": "1", "gone": "1"})
    script = "while :; do d=$(readlink /v/..data); echo $(cat /v/$d/a 2>/dev/null)$(cat /v/$d/b 2>/dev/null); [ -e /v/gone ] || echo went; sleep 0.05; done"
    space.pod("p", [container(script, mounts=MOUNT)], [CONFIG_VOLUME])
    space.running("p")
    for value in "2345":
        space.update("configmaps", {"metadata": {"name": "config"}, "data": {"a": value, "b": value}})
        log = space.until_log("p", value + value + "\n")
    log = space.until_log("p", "went\n")
    mixed = {line for line in log.splitlines() if line} - {"11", "22", "33", "44", "55", "went"}
    assert not {line for line in mixed if len(line) == 2}, f"mixed files: {mixed}"


@beyond("an immutable object that was deleted and made again is read anew, and not before a pod asks for it")
def immutable_anew(space):
    def make(value):
        space.configmap("config", {"key": value}, immutable=True)

    make("old")
    space.pod("before", [container(repeat("/v/key"), mounts=MOUNT)], [CONFIG_VOLUME])
    space.running("before")
    space.delete("configmaps", "config")
    make("new")
    # Another object's change reaches the same node meanwhile; had the immutable one been watched, its own would be there too.
    space.configmap("other", {"key": "1"})
    space.pod("witness", [container(repeat("/v/key"), mounts=MOUNT)], [{"name": "v", "configMap": {"name": "other"}}])
    space.running("witness")
    space.update("configmaps", {"metadata": {"name": "other"}, "data": {"key": "2"}})
    space.until_log("witness", "2\n")
    equal(space.execute("before", "cat", "/v/key"), "old", "the file of the pod that was there before")
    equal(space.output("after", [container("cat /v/key", mounts=MOUNT)], [CONFIG_VOLUME]), "new", "the file of a new pod")


@beyond("an immutable Secret that became a changing one is followed again")
def mutable_again(space):
    space.secret("config", {"key": "old"}, immutable=True)
    space.pod("before", [container(FOREVER, mounts=MOUNT)], [SECRET_VOLUME])
    space.running("before")
    space.delete("secrets", "config")
    space.secret("config", {"key": "new"})
    space.pod("after", [container(repeat("/v/key"), mounts=MOUNT)], [SECRET_VOLUME])
    space.until_log("after", "new\n") if space.running("after") else None
    space.patch("secrets", "config", {"stringData": {"key": "newer"}})
    space.until_log("after", "newer\n")


@beyond("optional objects and keys that are missing leave variables out, and are there after a restart")
def optional_variables(space):
    space.configmap("config", {"there": "1"})
    env = [{"name": n, "valueFrom": {"configMapKeyRef": {"name": o, "key": k, "optional": True}}} for n, o, k in (("A", "config", "there"), ("B", "config", "missing"), ("C", "missing", "x"))]
    script = ENVIRONMENT + "; echo end; until [ -e /v/go ]; do sleep 0.1; done; rm /v/go; sleep 1; exit 1"
    space.pod("p", [container(script, env=env, envFrom=[{"secretRef": {"name": "missing", "optional": True}}], mounts=MOUNT)], [{"name": "v", "emptyDir": {}}], restartPolicy="OnFailure")
    space.running("p")
    first = space.until_log("p", "end\n").splitlines()
    equal([line for line in first if line[:2] in ("A=", "B=", "C=", "D=")], ["A=1"], "the variables")
    space.update("configmaps", {"metadata": {"name": "config"}, "data": {"there": "2", "missing": "3"}})
    space.configmap("missing", {"x": "4"})
    space.secret("missing", {"D": "5"})
    space.execute("p", "touch", "/v/go")
    space.wait("p", lambda pod: pod and pod["status"]["containerStatuses"][0]["restartCount"] == 1 and pod["status"]["containerStatuses"][0]["state"].get("running"), "running again")
    second = space.until_log("p", "end\n").splitlines()
    equal(sorted(line for line in second if line[:2] in ("A=", "B=", "C=", "D=")), ["A=2", "B=3", "C=4", "D=5"], "the variables after the restart")


@beyond("a required key that is missing is said, and its pod starts when it comes")
def required_key(space):
    space.configmap("config", {"other": "1"})
    space.pod("p", [container(FOREVER, env=[{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "config", "key": "key"}}}])])
    pod = space.wait("p", lambda pod: pod and waiting(pod) == "CreateContainerConfigError", "refused its key")
    equal(pod["status"]["containerStatuses"][0]["state"]["waiting"]["message"], f"couldn't find key key in ConfigMap {space.name}/config", "the message")
    space.patch("configmaps", "config", {"data": {"key": "2"}})
    space.running("p")


@beyond("a volume waits for its object and for its keys, and says so")
def required_volume(space):
    space.pod("p", [container("cat /v/file", mounts=MOUNT)], [{"name": "v", "configMap": {"name": "config", "items": [{"key": "key", "path": "file"}]}}])
    space.eventually(lambda: any(r == "FailedMount" and 'configmap "config" not found' in m for r, m in space.events("p")), "an event about the missing object")
    space.configmap("config", {"other": "1"})
    space.eventually(lambda: any(r == "FailedMount" and "references non-existent config key: key" in m for r, m in space.events("p")), "an event about the missing key")
    space.patch("configmaps", "config", {"data": {"key": "value"}})
    space.wait("p", lambda pod: pod and pod["status"].get("phase") == "Succeeded", "at its end")
    equal(space.log("p"), "value", "the file")


@beyond("of several sources of a variable the last one counts, and env before envFrom")
def order(space):
    space.configmap("first", {"A": "first", "B": "first", "C": "first"})
    space.secret("second", {"B": "second", "C": "second"})
    env = [{"name": "C", "value": "own"}, {"name": "D", "value": "$(A) $(B) $(C)"}, {"name": "E", "value": "1"}, {"name": "E", "value": "2"}]
    got = space.output("p", [container(ENVIRONMENT, env=env, envFrom=[{"configMapRef": {"name": "first"}}, {"secretRef": {"name": "second"}}])])
    has_lines(got, "A=first", "B=second", "C=own", "D=first second own", "E=2")
    equal(len([line for line in got.splitlines() if line[:2] in ("A=", "B=", "C=", "E=")]), 4, "the number of them")


@beyond("expansion leaves escapes, unknown names and half references as they are")
def escapes(space):
    values = {"A": "a", "B": "$$(A)", "C": "$(NOWHERE)", "D": "$(A", "E": "$A ${A} $", "F": "$$$(A)", "G": "$(H)", "H": "later"}
    got = variables_of(space, [{"name": n, "value": v} for n, v in values.items()])
    has_lines(got, "B=$(A)", "C=$(NOWHERE)", "D=$(A", "E=$A ${A} $", "F=$a", "G=$(H)")


@beyond("names of variables have any printable character but =")
def odd_names(space):
    names = ["!\"#$%&'()", "* +,-./0123456789", ":;<>?@", "[\\]^_`{}|~"]
    got = variables_of(space, [{"name": n, "value": f"value-{i}"} for i, n in enumerate(names)])
    has_lines(got, *(f"{n}=value-{i}" for i, n in enumerate(names)))
    try:
        space.pod("refused", [container(FOREVER, env=[{"name": "a=b", "value": "c"}])])
    except Refused as e:
        equal(e.code, 422, "the answer")
    else:
        raise AssertionError("a name with = was accepted")


@beyond("values keep every byte: many lines, trailing newlines, spaces, characters of all languages")
def whole_values(space):
    value = "  first\n\tsecond ü€漢字🙂\n\n"
    space.configmap("config", {"key": value})
    env = [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "config", "key": "key"}}}]
    got = space.output("p", [container('printf %s "$A" | md5sum; md5sum < /v/key', env=env, mounts=MOUNT)], [CONFIG_VOLUME])
    one, other = (line.split()[0] for line in got.splitlines())
    equal(one, other, "the variable's sum")
    equal(space.cluster.request("GET", space.path("configmaps", "config"))["data"]["key"], value, "the object's value")


@beyond("a service account's token, authority and namespace are mounted, and a projected token has its audience")
def tokens(space):
    import base64
    import json

    volume = {"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "token", "audience": "vault", "expirationSeconds": 600}}]}}
    got = space.output("p", [container("cd /var/run/secrets/kubernetes.io/serviceaccount; ls; cat namespace; echo; head -n 1 ca.crt; cat /v/token", mounts=MOUNT)], [volume]).splitlines()
    equal(got[:5], ["ca.crt", "namespace", "token", space.name, "-----BEGIN CERTIFICATE-----"], "the account's files")
    part = got[5].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    equal((claims["aud"], claims["sub"]), (["vault"], f"system:serviceaccount:{space.name}:default"), "the token's claims")


@beyond("a label with a slash and dots is one variable and one file")
def odd_labels(space):
    field = "metadata.labels['app.kubernetes.io/name']"
    volume = {"name": "v", "downwardAPI": {"items": [{"path": "label", "fieldRef": {"fieldPath": field}}]}}
    script = ENVIRONMENT + "; cat /v/label"
    got = space.output("p", [container(script, env=[{"name": "A"} | reference(field)], mounts=MOUNT)], [volume], labels={"app.kubernetes.io/name": "it"})
    has_lines(got, "A=it", "it")
