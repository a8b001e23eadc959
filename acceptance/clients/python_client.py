#!/usr/bin/env python3
"""The official Python client (PyPI: kubernetes) doing what scripts and operators do with it.

    python_client.py --kubeconfig FILE [--results FILE] [--without-node]

Exit 1 when a check fails.
"""
import argparse, base64, threading, time
from checks import Checks
import kubernetes
from kubernetes import client, config, dynamic, watch
from kubernetes.client.exceptions import ApiException
from kubernetes.stream import stream

ap = argparse.ArgumentParser()
ap.add_argument("--kubeconfig", required=True)
ap.add_argument("--results")
ap.add_argument("--without-node", action="store_true")
opt = ap.parse_args()

config.load_kube_config(opt.kubeconfig)
core, apps = client.CoreV1Api(), client.AppsV1Api()
space = f"python-{int(time.time())}"
checks = Checks("Python client", kubernetes.__version__)
note = checks.note


def config_map(name, data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "labels": {"app": name}}, "data": data}


def refused(name, code, text, call):
    """The call fails with this status."""
    try:
        note(name, False, call())
    except ApiException as e:
        note(name, e.status == code and text in (e.body or ""), e)


def objects():
    core.create_namespace({"metadata": {"name": space}})
    made = core.create_namespaced_config_map(space, config_map("app", {"a": "1"}))
    note("create", made.data == {"a": "1"} and made.metadata.uid, made)
    refused("create twice", 409, "already exists", lambda: core.create_namespaced_config_map(space, config_map("app", {})))
    note("strategic merge patch", core.patch_namespaced_config_map("app", space, {"data": {"b": "2"}}).data == {"a": "1", "b": "2"})
    note("JSON patch", core.patch_namespaced_config_map("app", space, [{"op": "remove", "path": "/data/b"}]).data == {"a": "1"})
    made.data = {"stale": "yes"}
    refused("stale replace", 409, "the object has been modified", lambda: core.replace_namespaced_config_map("app", space, made))
    secret = core.create_namespaced_secret(space, client.V1Secret(metadata=client.V1ObjectMeta(name="keys"), string_data={"k": "välue"}))
    note("secret", base64.b64decode(secret.data["k"]).decode() == "välue" and secret.type == "Opaque", secret.type)
    refused("validation", 422, "Invalid", lambda: core.create_namespaced_config_map(space, config_map("Bad_Name", {})))
    refused("not found", 404, 'configmaps \\"none\\" not found', lambda: core.read_namespaced_config_map("none", space))
    dry = core.create_namespaced_config_map(space, config_map("dry", {}), dry_run="All")
    note("dry run", dry.metadata.uid and not [m for m in core.list_namespaced_config_map(space).items if m.metadata.name == "dry"])


def apply():
    """Server-side apply, which this client sends by its dynamic part."""
    maps = dynamic.DynamicClient(client.ApiClient()).resources.get(api_version="v1", kind="ConfigMap")
    one = maps.server_side_apply(body=config_map("ssa", {"a": "1"}), name="ssa", namespace=space, field_manager="first")
    note("server-side apply", one.data.a == "1")
    try:
        maps.server_side_apply(body=config_map("ssa", {"a": "2"}), name="ssa", namespace=space, field_manager="second")
        note("conflict", False)
    except dynamic.exceptions.ConflictError as e:
        note("conflict", 'conflict with \\"first\\"' in e.body, e)
    forced = maps.server_side_apply(body=config_map("ssa", {"a": "2"}), name="ssa", namespace=space, field_manager="second", force_conflicts=True)
    note("forced apply", forced.data.a == "2")
    note("dynamic list", [m.metadata.name for m in maps.get(namespace=space, label_selector="app=ssa").items] == ["ssa"])


def lists():
    for i in range(5):
        core.create_namespaced_config_map(space, config_map(f"page-{i}", {}))
    first = core.list_namespaced_config_map(space, limit=3)
    rest = core.list_namespaced_config_map(space, limit=500, _continue=first.metadata._continue)
    names = [m.metadata.name for m in first.items + rest.items]
    note("pages", len(first.items) == 3 and len(names) == len(set(names)) and "page-4" in names, names)
    note("selectors", len(core.list_namespaced_config_map(space, label_selector="app in (page-1,page-2)", field_selector="metadata.name!=page-1").items) == 1)


def watching():
    seen = []
    begin = core.list_namespaced_config_map(space).metadata.resource_version

    def follow():
        watcher = watch.Watch()
        for event in watcher.stream(core.list_namespaced_config_map, space, resource_version=begin, timeout_seconds=20):
            seen.append((event["type"], event["object"].metadata.name))
            if event["type"] == "DELETED":
                watcher.stop()
    thread = threading.Thread(target=follow)
    thread.start()
    core.create_namespaced_config_map(space, config_map("seen", {}))
    core.patch_namespaced_config_map("seen", space, {"data": {"x": "y"}})
    core.delete_namespaced_config_map("seen", space)
    thread.join()
    note("watch", seen == [("ADDED", "seen"), ("MODIFIED", "seen"), ("DELETED", "seen")], seen)
    try:
        list(watch.Watch().stream(core.list_namespaced_config_map, space, resource_version="999999999", timeout_seconds=1))
        note("watch from the future", True)
    except ApiException as e:
        note("watch from the future", e.status in (410, 504), e)


def access():
    review = client.AuthorizationV1Api().create_self_subject_access_review(
        client.V1SelfSubjectAccessReview(spec=client.V1SelfSubjectAccessReviewSpec(resource_attributes=client.V1ResourceAttributes(verb="get", resource="pods"))))
    note("access review", review.status.allowed)
    core.create_namespaced_service_account(space, {"metadata": {"name": "mine"}})
    token = core.create_namespaced_service_account_token("mine", space, client.AuthenticationV1TokenRequest(spec=client.V1TokenRequestSpec(audiences=[], expiration_seconds=600)))
    note("token", token.status.token.count(".") == 2)
    settings = client.Configuration.get_default_copy()
    settings.cert_file = settings.key_file = None
    settings.api_key = {"authorization": "Bearer " + token.status.token}
    refused("token has no rights of its own", 403, f"system:serviceaccount:{space}:mine", lambda: client.CoreV1Api(client.ApiClient(settings)).list_namespaced_secret(space))


def pods():
    container = {"name": "c", "image": "docker.io/myregistry/agent:v1.0", "command": ["sh", "-c", "echo begun; sleep 600"]}
    core.create_namespaced_pod(space, {"metadata": {"name": "shell"}, "spec": {"terminationGracePeriodSeconds": 1, "containers": [container]}})
    for event in watch.Watch().stream(core.list_namespaced_pod, space, field_selector="metadata.name=shell", timeout_seconds=60):
        if event["object"].status.phase == "Running":
            break
    got = stream(core.connect_get_namespaced_pod_exec, "shell", space, command=["sh", "-c", "echo out"], stdout=True, stderr=True, stdin=False, tty=False)
    note("exec", got == "out\n", got)
    note("log", core.read_namespaced_pod_log("shell", space) == "begun\n")
    metrics = client.CustomObjectsApi()
    note("metrics", [n["usage"]["cpu"] for n in metrics.list_cluster_custom_object("metrics.k8s.io", "v1beta1", "nodes")["items"]])


for part in [objects, apply, lists, watching, access, *([] if opt.without_node else [pods])]:
    part()
core.delete_namespace(space)
checks.finish(opt.results)
