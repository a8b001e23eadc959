"""The addresses of Services: how pods reach the API server."""
import os
import shutil

from .cluster import KUBECTL, container
from .suite import check, has


def beyond(name):
    return check("beyond: " + name, "services")


def client(script, **fields):
    """A container that has the machine's kubectl, which is one static program, and no configuration for it."""
    return container(script, mounts=[{"name": "kubectl", "mountPath": "/bin/kubectl", "readOnly": True}], **fields)


KUBECTL_VOLUME = {"name": "kubectl", "hostPath": {"path": os.path.realpath(shutil.which(KUBECTL) or KUBECTL), "type": "File"}}


def allow_reading(space):
    rbac = f"/apis/rbac.authorization.k8s.io/v1/namespaces/{space.name}"
    space.cluster.request("POST", rbac + "/roles", {"metadata": {"name": "reader"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]})
    binding = {"metadata": {"name": "reader"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"}, "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": space.name}]}
    space.cluster.request("POST", rbac + "/rolebindings", binding)


@beyond("a client in a pod finds the API server by its environment and reads what its account may")
def in_cluster(space):
    allow_reading(space)
    space.configmap("config", {"prompt": "hello"})
    script = "kubectl get configmap config -o jsonpath={.data.prompt}; echo; kubectl get secrets 2>&1; kubectl get --raw /version"
    got = space.output("p", [client(script)], [KUBECTL_VOLUME])
    has(got, "hello\n", f'User "system:serviceaccount:{space.name}:default" cannot list resource "secrets"', "gitVersion")


@beyond("a client in a pod on the machine's network does so, too")
def on_host_network(space):
    allow_reading(space)
    space.configmap("config", {"prompt": "hello"})
    has(space.output("p", [client("kubectl get configmap config -o jsonpath={.data.prompt}")], [KUBECTL_VOLUME], hostNetwork=True), "hello")


@beyond("the Service kubernetes has endpoints")
def api_endpoints(space):
    endpoints = space.cluster.request("GET", "/api/v1/namespaces/default/endpoints/kubernetes")
    piece = space.cluster.request("GET", "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes")
    subset = endpoints["subsets"][0]
    assert piece["endpoints"][0]["addresses"] == [subset["addresses"][0]["ip"]] and piece["endpoints"][0]["conditions"] == {"ready": True}, piece
    assert piece["ports"] == subset["ports"] and subset["ports"][0]["name"] == "https", (piece, endpoints)
