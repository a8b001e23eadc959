"""emptyDir volumes, and paths inside of volumes."""
from .cluster import FOREVER, container
from .suite import check, equal

MEDIA = {"default": {}, "tmpfs": {"medium": "Memory"}}


def file_of_mode(user, mode, medium):
    """A user makes a file of a mode, sees it so, and reads it back."""

    def run(space):
        script = f"umask 0; cd /test; echo content > file && chmod {mode} file && stat -c '%a %u' file && cat file; stat -f -c %T ."
        security = {"runAsUser": user} if user else {}
        got = space.output("p", [container(script, mounts=[("v", "/test")], securityContext=security)], [{"name": "v", "emptyDir": MEDIA[medium]}]).split()
        equal(got[:3], [mode[1:], str(user), "content"], "what the container sees")
        assert (got[3] == "tmpfs") == (medium == "tmpfs"), f"the file system is {got[3]}"

    return run


def directory_mode(medium):
    def run(space):
        got = space.output("p", [container("stat -c '%a %u %g' /test; stat -f -c %T /test", mounts=[("v", "/test")])], [{"name": "v", "emptyDir": MEDIA[medium]}]).split()
        equal((got[0][-3:], *got[1:3]), ("777", "0", "0"), "mode and owner")
        assert (got[3] == "tmpfs") == (medium == "tmpfs"), f"the file system is {got[3]}"

    return run


for medium in MEDIA:
    for who, user in (("root", 0), ("non-root", 1001)):
        for mode in ("0644", "0666", "0777"):
            check(f"[sig-storage] EmptyDir volumes should support ({who},{mode},{medium})", "emptyDir")(file_of_mode(user, mode, medium))
    on = "tmpfs" if medium == "tmpfs" else "default medium"
    check(f"[sig-storage] EmptyDir volumes volume on {on} should have the correct mode", "emptyDir")(directory_mode(medium))


@check("[sig-storage] EmptyDir volumes pod should support shared volumes between containers", "emptyDir")
def shared(space):
    main = container(FOREVER, name="main", mounts=[("v", "/usr/share/here")])
    writer = container("echo hello from the other > /there/file", name="writer", mounts=[("v", "/there")])
    space.pod("p", [main, writer], [{"name": "v", "emptyDir": {}}])
    space.wait("p", lambda pod: pod and any(c["name"] == "writer" and c["state"].get("terminated", {}).get("exitCode") == 0 for c in pod["status"].get("containerStatuses", [])), "written to")
    equal(space.execute("p", "cat", "/usr/share/here/file", container="main"), "hello from the other\n", "the file")


def subpath(volume, path, wanted, target="/test/file"):
    def run(space):
        space.secret("my-secret", {"secret-key": "secret-value"})
        space.configmap("my-configmap", {"configmap-key": "configmap-value"})
        mounts = [{"name": "v", "mountPath": target, "subPath": path}]
        equal(space.output("p", [container(f"cat {target}", mounts=mounts)], [{"name": "v"} | volume]), wanted, "the file")
        space.delete("pods", "p")
        space.gone("p")

    return run


CONFIG = {"configMap": {"name": "my-configmap"}}
SUBPATHS = {
    "secret pod": subpath({"secret": {"secretName": "my-secret"}}, "secret-key", "secret-value"),
    "configmap pod": subpath(CONFIG, "configmap-key", "configmap-value"),
    "configmap pod with mountPath of existing file": subpath(CONFIG, "configmap-key", "configmap-value", "/etc/resolv.conf"),
    "downward pod": subpath({"downwardAPI": {"items": [{"path": "downward/podname", "fieldRef": {"fieldPath": "metadata.name"}}]}}, "downward/podname", "p"),
    "projected pod": subpath({"projected": {"sources": [{"configMap": {"name": "my-configmap", "items": [{"key": "configmap-key", "path": "projected/configmap-key"}]}}]}}, "projected/configmap-key", "configmap-value"),
}
for name, run in SUBPATHS.items():
    check(f"[sig-storage] Subpath Atomic writer volumes should support subpaths with {name}", "subpath")(run)
