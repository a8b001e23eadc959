"""The addresses of Services: how pods reach the API server and each other."""
import os
import shutil
import socket
import subprocess
import sys

from .cluster import ENVIRONMENT, FOREVER, KUBECTL, container
from .suite import check, equal, has, has_lines


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


def machine_is_shared():
    """Whether several Pursers have an API server at the same address: for the machine itself the first one's counts."""
    rules = subprocess.run(["iptables", "-w", "10", "-t", "nat", "-S", "OUTPUT"], capture_output=True, text=True).stdout
    return len([line for line in rules.splitlines() if line.endswith("-SVC")]) > 1


@beyond("a client in a pod on the machine's network does so, too")
def on_host_network(space):
    if machine_is_shared():
        return
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


# busybox's own wget needs a resolver that a static program has not.
ASK = "ask() { printf 'GET /name HTTP/1.0\\r\\n\\r\\n' | nc -w 5 $1 $2 | tail -n 1; }; "
SERVE = "mkdir /w; hostname > /w/name; touch /w/ready; httpd -p 8080 -h /w; " + FOREVER
WEB_PORT = {"name": "http", "port": 80, "targetPort": "web"}


def web(space, name, **fields):
    """A pod that tells its name on port 8080; it is ready while it has the file /w/ready."""
    probe = {"exec": {"command": ["test", "-e", "/w/ready"]}, "periodSeconds": 1, "failureThreshold": 1}
    server = container(SERVE, ports=[{"name": "web", "containerPort": 8080}], readinessProbe=probe)
    space.pod(name, [server], labels={"app": "web"}, **fields)


def service(space, name="web", **spec):
    return space.create("services", name, spec={"selector": {"app": "web"}, "ports": [WEB_PORT]} | spec)["spec"]


def ready(space, *names):
    for name in names:
        space.wait(name, lambda pod: pod and any(c["type"] == "Ready" and c["status"] == "True" for c in pod["status"].get("conditions", [])), "ready")


def answers(space, pod, address, port=80, times=12):
    """Who answered, asked from inside a pod."""
    return space.execute(pod, "sh", "-c", ASK + f"for i in $(seq {times}); do ask {address} {port}; done 2>&1").split("\n")[:-1]


def from_machine(address, port):
    """What the address answers to the machine itself, or the error's name."""
    try:
        with socket.create_connection((address, port), timeout=5) as connection:
            connection.sendall(b"GET /name HTTP/1.0\r\n\r\n")
            return connection.makefile().read().split("\n")[-2]
    except OSError as e:
        return type(e).__name__


@beyond("a Service leads to all of its ready pods and to no other, as they come and go")
def balanced(space):
    web(space, "one")
    web(space, "two")
    space.pod("client", [container(FOREVER)])
    address = service(space)["clusterIP"]
    ready(space, "one", "two")
    space.running("client")
    space.eventually(lambda: set(answers(space, "client", address)) == {"one", "two"}, "both pods answer")
    space.execute("one", "rm", "/w/ready")
    space.eventually(lambda: set(answers(space, "client", address)) == {"two"}, "only the ready pod answers")
    space.execute("one", "touch", "/w/ready")
    space.eventually(lambda: set(answers(space, "client", address)) == {"one", "two"}, "both answer again")
    space.delete("pods", "two")
    space.eventually(lambda: set(answers(space, "client", address)) == {"one"}, "the one that is left answers")


@beyond("a pod reaches itself by its Service, and the machine and its network reach it, too")
def hairpin(space):
    web(space, "one")
    address = service(space)["clusterIP"]
    ready(space, "one")
    space.eventually(lambda: answers(space, "one", address) == ["one"] * 12, "it answers itself")
    equal(from_machine(address, 80), "one", "what the machine is answered")


@beyond("pods see each other's addresses through a Service")
def source_address(space):
    server = container("while :; do nc -l -p 8080 -e netstat -tn; done & " + FOREVER, ports=[{"name": "web", "containerPort": 8080}])
    space.pod("server", [server], labels={"app": "web"})
    space.pod("client", [container(FOREVER)])
    address = service(space)["clusterIP"]
    space.running("server")
    client = space.running("client")["status"]["podIP"]
    space.eventually(lambda: endpoints(space, "web"), "there are endpoints")
    got = space.eventually(lambda: space.execute("client", "sh", "-c", f"nc -w 5 {address} 80 </dev/null || true"), "it answers")
    assert client in got or not os.path.exists("/proc/sys/net/bridge"), f"the client is {client}, but: {got}"


def endpoints(space, name):
    found = space.cluster.request("GET", f"/apis/discovery.k8s.io/v1/namespaces/{space.name}/endpointslices?labelSelector=kubernetes.io/service-name%3D{name}")["items"]
    return [e for piece in found for e in piece.get("endpoints") or []]


@beyond("a Service without endpoints refuses at once, and its address is nobody's after it")
def refused(space):
    address = service(space)["clusterIP"]
    space.pod("client", [container(FOREVER)])
    space.running("client")
    space.eventually(lambda: from_machine(address, 80) == "ConnectionRefusedError", "the machine is refused")
    space.eventually(lambda: "refused" in " ".join(answers(space, "client", address, times=1)), "the pod is refused")
    web(space, "one")
    ready(space, "one")
    space.eventually(lambda: answers(space, "client", address, times=1) == ["one"], "it answers once there is an endpoint")
    space.delete("services", "web")
    space.eventually(lambda: "one" not in answers(space, "client", address, times=1), "it does not answer any more")


@beyond("a node port leads to a Service from the machine's addresses, loopback included")
def node_port(space):
    web(space, "one")
    port = service(space, type="NodePort")["ports"][0]["nodePort"]
    ready(space, "one")
    machine = space.get("pods", "one")["status"]["hostIP"]
    for address in ("127.0.0.1", machine):
        space.eventually(lambda: from_machine(address, port) == "one", f"{address}:{port} answers")
    space.eventually(lambda: answers(space, "one", machine, port, times=1) == ["one"], "a pod reaches the node port")


@beyond("a Service with client affinity keeps a client with one pod")
def affinity(space):
    web(space, "one")
    web(space, "two")
    space.pod("client", [container(FOREVER)])
    address = service(space, sessionAffinity="ClientIP")["clusterIP"]
    ready(space, "one", "two")
    space.running("client")
    space.eventually(lambda: len([e for e in endpoints(space, "web") if e["conditions"]["ready"]]) == 2, "two endpoints")
    space.eventually(lambda: answers(space, "client", address, times=1) in (["one"], ["two"]), "it answers")
    got = set(answers(space, "client", address, times=20))
    assert len(got) == 1, f"several pods answered: {got}"


@beyond("a Service leads UDP, too")
def udp(space):
    program = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('', 5300)); [s.sendto(d.upper(), a) for d, a in iter(lambda: s.recvfrom(99), 0)]"
    # The machine's own Python, on the pod's network.
    server = container(["chroot", "/machine", sys.executable, "-c", program], mounts=[("machine", "/machine")], ports=[{"name": "web", "containerPort": 5300, "protocol": "UDP"}])
    space.pod("one", [server], [{"name": "machine", "hostPath": {"path": "/"}}], labels={"app": "web"})
    address = service(space, ports=[{"port": 53, "protocol": "UDP", "targetPort": "web"}])["clusterIP"]
    space.running("one")

    def echoed():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(1)
            client.connect((address, 53))
            try:
                client.send(b"hello")
                return client.recv(99) == b"HELLO"
            except OSError:
                return False

    space.eventually(echoed, "it echoes")


@beyond("a Service without a selector leads to the endpoints that it is given")
def given_endpoints(space):
    web(space, "one")
    ready(space, "one")
    address = service(space, selector=None, ports=[{"name": "http", "port": 80}])["clusterIP"]
    piece = {"metadata": {"name": "own", "labels": {"kubernetes.io/service-name": "web"}}, "addressType": "IPv4", "ports": [{"name": "http", "port": 8080}], "endpoints": [{"addresses": [space.get("pods", "one")["status"]["podIP"]]}]}
    space.cluster.request("POST", f"/apis/discovery.k8s.io/v1/namespaces/{space.name}/endpointslices", piece)
    space.eventually(lambda: answers(space, "one", address, times=1) == ["one"], "it answers")


@beyond("a Service without a selector leads to hand-made Endpoints, which are mirrored")
def mirrored_endpoints(space):
    web(space, "one")
    ready(space, "one")
    address = service(space, selector=None, ports=[{"name": "http", "port": 80}])["clusterIP"]
    space.create("endpoints", "web", subsets=[{"addresses": [{"ip": space.get("pods", "one")["status"]["podIP"]}], "ports": [{"name": "http", "port": 8080}]}])
    space.eventually(lambda: answers(space, "one", address, times=1) == ["one"], "it answers")
    space.delete("endpoints", "web")
    space.eventually(lambda: from_machine(address, 80) == "ConnectionRefusedError", "it refuses")


@beyond("a container finds the Services of its namespace in its environment, unless it declines")
def variables(space):
    address = service(space, name="my-web")["clusterIP"]
    service(space.another(), name="foreign")
    # The node learns of a Service a moment after it was made; what a container lacks then, a later one has.
    names = iter(range(100))
    space.eventually(lambda: f"MY_WEB_SERVICE_HOST={address}" in space.output(f"p{next(names)}", [container(ENVIRONMENT)]).splitlines(), "the variable is there")
    got = space.output("linked", [container(ENVIRONMENT)])
    has_lines(got, f"MY_WEB_SERVICE_HOST={address}", "MY_WEB_SERVICE_PORT=80", "MY_WEB_SERVICE_PORT_HTTP=80", f"MY_WEB_PORT=tcp://{address}:80", "KUBERNETES_SERVICE_HOST=10.96.0.1")
    assert "FOREIGN_" not in got, got
    got = space.output("alone", [container(ENVIRONMENT)], enableServiceLinks=False)
    assert "MY_WEB" not in got and "KUBERNETES_SERVICE_PORT=443" in got, got



# Who asks needs a resolver, which busybox as a static program has not: the machine's Python, on the pod's network.
ASKING = """
import socket, struct, sys
server = [l.split()[1] for l in open(sys.argv[1]) if l.startswith("nameserver")][0]
kind = {"A": 1, "SRV": 33}[sys.argv[2]]

def skip(message, at):
    while message[at]:
        at += 1 + message[at]
    return at + 1

for name in sys.argv[3:]:
    question = b"".join(bytes([len(p)]) + p.encode() for p in name.split(".")) + struct.pack(">BHH", 0, kind, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.sendto(struct.pack(">HHHHHH", 7, 256, 1, 0, 0, 0) + question, (server, 53))
        message = client.recv(4096)
    found, at = [], skip(message, 12) + 4
    for _ in range(struct.unpack(">H", message[6:8])[0]):
        at = skip(message, at) + 10
        length = struct.unpack(">H", message[at - 2:at])[0]
        found.append(".".join(map(str, message[at:at + 4])) if kind == 1 else str(struct.unpack(">HHH", message[at:at + 6])[2]))
        at += length
    print({3: "NXDOMAIN", 2: "SERVFAIL"}.get(message[3] & 15, "") or " ".join(sorted(found)) or "nothing")
"""


def names_are_served(space):
    """Whether the cluster has a name service: `up --cluster-dns`."""
    return any(address.startswith("10.96.") for address in resolver(space))


def resolver(space):
    got = space.output("resolver", [container("cat /etc/resolv.conf")])
    return [line.split()[1] for line in got.splitlines() if line.startswith("nameserver")]


@beyond("with a name service, Services, their ports and their pods have the names of Kubernetes")
def names(space):
    if not names_are_served(space):
        return
    web(space, "one", hostname="first", subdomain="headless")
    asker = container("mkdir /machine/tmp/asker-$HOSTNAME; cp /etc/resolv.conf /machine/tmp/asker-$HOSTNAME/; " + FOREVER, mounts=[("machine", "/machine")])
    space.pod("asker-" + space.name, [asker], [{"name": "machine", "hostPath": {"path": "/"}}])
    address = service(space)["clusterIP"]
    service(space, name="headless", clusterIP="None")
    ready(space, "one")
    space.running("asker-" + space.name)
    pod = space.get("pods", "one")["status"]["podIP"]
    zone = f"{space.name}.svc.cluster.local"
    copied = f"/tmp/asker-asker-{space.name}"

    def ask(kind, *wanted):
        return space.execute("asker-" + space.name, "chroot", "/machine", sys.executable, "-c", ASKING, copied + "/resolv.conf", kind, *wanted).split("\n")[:-1]

    try:
        space.eventually(lambda: ask("A", f"headless.{zone}") == [pod], "the headless Service has its pod's address")
        equal(ask("A", f"web.{zone}", f"first.headless.{zone}", f"{pod.replace('.', '-')}.{space.name}.pod.cluster.local", f"absent.{zone}", "kubernetes.default.svc.cluster.local"), [address, pod, pod, "NXDOMAIN", "10.96.0.1"], "the addresses")
        equal(ask("SRV", f"_http._tcp.web.{zone}", f"_http._tcp.headless.{zone}", f"web.{zone}"), ["80", "8080", "80"], "the ports")
        has(space.execute("asker-" + space.name, "cat", "/etc/resolv.conf"), f"search {zone} svc.cluster.local cluster.local", "ndots:5")
    finally:
        space.execute("asker-" + space.name, "rm", "-r", "/machine" + copied)
