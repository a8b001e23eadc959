#!/usr/bin/env python3
"""What people do with kubectl, done with one stock kubectl against a running server with a node.

    kubectl.py --kubectl PATH --kubeconfig FILE [--results FILE] [--only REGEX] [--without-node]

The node must have the images of acceptance/images.sh. Exit 1 when a check fails.
"""
import argparse, base64, json, os, re, shutil, socket, subprocess, tempfile, time, urllib.request
from checks import Checks, Result, run

IMAGE = "docker.io/myregistry/agent:v1.0"

ap = argparse.ArgumentParser()
ap.add_argument("--kubectl", required=True)
ap.add_argument("--kubeconfig", required=True)
ap.add_argument("--results")
ap.add_argument("--only", default="")
ap.add_argument("--without-node", action="store_true", help="leave out what needs running containers")
opt = ap.parse_args()

version = json.loads(run(opt.kubectl, "version", "--client", "-o", "json").out)["clientVersion"]
minor = int(re.match(r"\d+", version["minor"])[0])
checks = Checks("kubectl", version["gitVersion"].lstrip("v"))
space = f"clients-{minor}"
work = tempfile.mkdtemp(prefix="kc.")
# A home of its own keeps what one kubectl has learned of a server from the next.
environment = {**os.environ, "HOME": work, "KUBECONFIG": opt.kubeconfig}
if minor == 22:
    # Its watches in `run` and `delete` see nothing when it sends the headers (kubernetes/kubectl issue 1098, mended in 1.22.3).
    environment["KUBECTL_COMMAND_HEADERS"] = "false"


def k(*args, stdin=None, timeout=60, namespace=space, env=None):
    where = ["-n", namespace] if namespace else []
    return run(opt.kubectl, *where, *args, stdin=None if stdin is None else stdin.encode(), timeout=timeout, env={**environment, **(env or {})})


def started(*args, **more):
    return subprocess.Popen([opt.kubectl, "-n", space, *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, **more)


def held(*args):
    """A command whose input stays open: at its end an attachment without stdinOnce lets go."""
    process = started(*args, stdin=subprocess.PIPE)
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
    return ended(process)


def until(name, *args, out="", timeout=30):
    return checks.until(name, lambda: k(*args), out, timeout)


def since(wanted, name):
    """Whether this kubectl is new enough; notes it when not."""
    if minor >= wanted:
        return True
    checks.skip(name, f"needs kubectl 1.{wanted}")
    return False


def file(name, text):
    path = os.path.join(work, name)
    with open(path, "w") as f:
        f.write(text)
    return path


def objects(*manifests):
    """JSON documents, one after the other, as -f reads them."""
    return "\n".join(json.dumps(m) for m in manifests)


def config_map(name, data, **more):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **more}, "data": data}


expect = checks.expect


def configuration():
    """ConfigMaps and Secrets: made, shown, changed, compared."""
    path = file("app.properties", "color=blue\nsize=3\n")
    expect("create configmap from literals and files", k("create", "configmap", "app", "--from-literal=mode=fast", f"--from-file={path}"), "configmap/app created")
    expect("create configmap twice", k("create", "configmap", "app"), err=r'(?i)error.*configmaps "app" already exists', code=1)
    env = file("app.env", "A=1\nB=2\n")
    expect("create configmap from an env file", k("create", "cm", "env", f"--from-env-file={env}"), "created")
    expect("create secret generic", k("create", "secret", "generic", "login", "--from-literal=user=me", "--from-literal=password=pässword"), "secret/login created")
    expect("create secret docker-registry", k("create", "secret", "docker-registry", "pull", "--docker-username=u", "--docker-password=p", "--docker-email=e@x"), "created")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{work}/k.pem", "-out", f"{work}/c.pem", "-subj", "/CN=x", "-days", "1")
    expect("create secret tls", k("create", "secret", "tls", "cert", f"--cert={work}/c.pem", f"--key={work}/k.pem"), "created")
    expect("create with client dry run prints YAML", k("create", "cm", "dry", "--from-literal=a=b", "--dry-run=client", "-o", "yaml"), r"^kind: ConfigMap.*name: dry")
    expect("create with server dry run", k("create", "cm", "dry", "--from-literal=a=b", "--dry-run=server"), r"configmap/dry created \(server dry run\)")
    expect("dry runs leave nothing", k("get", "cm", "dry"), err=r'Error from server \(NotFound\): configmaps "dry" not found', code=1)
    expect("get as a table", k("get", "cm", "app", "env"), r"^NAME +DATA +AGE\napp +2 +\S+\nenv +2")
    expect("get secrets as a table", k("get", "secrets"), r"^NAME +TYPE +DATA +AGE\ncert +kubernetes.io/tls +2 .*\nlogin +Opaque +2 .*\npull +kubernetes.io/dockerconfigjson +1")
    expect("get -o jsonpath", k("get", "secret", "login", "-o", "jsonpath={.data.password}"), base64.b64encode("pässword".encode()).decode())
    expect("get -o go-template", k("get", "cm", "app", "-o", "go-template={{.data.mode}}"), "^fast$")
    expect("get -o custom-columns", k("get", "cm", "app", "-o", "custom-columns=N:.metadata.name,M:.data.mode"), r"^N +M\napp +fast")
    expect("get -o name", k("get", "cm", "app", "-o", "name"), "^configmap/app$")
    expect("get -o wide", k("get", "cm", "app", "-o", "wide"), "^NAME +DATA +AGE")
    expect("get -o yaml", k("get", "cm", "app", "-o", "yaml"), r"^apiVersion: v1\ndata:\n  app.properties: \|\n    color=blue")
    expect("get -o json of a list", k("get", "cm", "-o", "json"), r'"kind": "(List|ConfigMapList)"')
    expect("describe configmap", k("describe", "cm", "app"), r"Name: +app.*Data\n====\n.*color=blue")
    expect("describe secret hides values", k("describe", "secret", "login"), r"password: +9 bytes")
    expect("label", k("label", "cm", "app", "tier=web"), "configmap/app labeled")
    expect("label again refuses", k("label", "cm", "app", "tier=db"), err="already has a value", code=1)
    expect("label --overwrite", k("label", "cm", "app", "tier=db", "--overwrite"), "labeled")
    expect("annotate", k("annotate", "cm", "app", "note=hello"), "annotated?")
    expect("get -l", k("get", "cm", "-l", "tier in (db,web)", "-o", "name"), "^configmap/app$")
    expect("get --show-labels -L", k("get", "cm", "app", "--show-labels", "-L", "tier"), r"TIER +LABELS\napp .* db +tier=db")
    expect("remove a label", k("label", "cm", "app", "tier-"), "label(ed|removed)|unlabeled|labeled")
    expect("patch merge", k("patch", "cm", "app", "--type=merge", "-p", '{"data":{"mode":"slow"}}'), "patched")
    expect("patch strategic", k("patch", "cm", "app", "-p", '{"data":{"x":"1"}}'), "patched")
    expect("patch json", k("patch", "cm", "app", "--type=json", "-p", '[{"op":"remove","path":"/data/x"}]'), "patched")
    expect("patch without change", k("patch", "cm", "app", "--type=merge", "-p", '{"data":{"mode":"slow"}}'), r"patched \(no change\)")
    expect("edit", k("edit", "cm", "app", env={"KUBE_EDITOR": "sed -i s/slow/edited/"}), "configmap/app edited")
    same = k("edit", "cm", "app", env={"KUBE_EDITOR": "true"})
    checks.note("edit without change", same.code == 0 and "cancelled, no changes made" in same.out + same.err, same)
    expect("get after edit", k("get", "cm", "app", "-o", "jsonpath={.data.mode}"), "^edited$")
    expect("replace", k("replace", "-f", "-", stdin=objects(config_map("env", {"C": "3"}))), "configmap/env replaced")
    expect("replace --force", k("replace", "--force", "-f", "-", stdin=objects(config_map("env", {"C": "4"}))), r'(configmap )?"env" deleted.*configmap/env replaced')
    expect("sort-by and field-selector", k("get", "cm", "--sort-by=.metadata.name", "--field-selector=metadata.name!=app", "-o", "name"), r"configmap/env\n")
    expect("chunks", k("get", "cm", "--chunk-size=1", "-o", "name"), "configmap/app\nconfigmap/env\n")
    expect("get --raw", k("get", "--raw", f"/api/v1/namespaces/{space}/configmaps/app", namespace=None), '"kind":"ConfigMap"')
    expect("several kinds at once", k("get", "cm,secret", "-o", "name"), r"configmap/app.*secret/login")
    expect("delete", k("delete", "cm", "env"), r'configmap "env" deleted')
    expect("delete --ignore-not-found", k("delete", "cm", "env", "--ignore-not-found"))
    expect("immutable", k("create", "-f", "-", stdin=objects({**config_map("fixed", {"a": "b"}), "immutable": True})), "created")
    expect("immutable refuses", k("patch", "cm", "fixed", "-p", '{"data":{"a":"c"}}'), err=r"data: Forbidden: field is immutable when `immutable` is set", code=1)


def application():
    """apply, diff, prune, server-side apply."""
    web = {"a": "1", "b": "2"}
    part = {"labels": {"part": "pruned"}}
    login = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web", **part}, "stringData": {"token": "t1"}}
    manifest = file("app.json", objects(config_map("web", web, **part), login))
    expect("diff of what is not there", k("diff", "-f", manifest), r"^\+kind: ConfigMap", code=1)
    expect("apply", k("apply", "-f", manifest), r"configmap/web created\nsecret/web created")
    expect("apply again", k("apply", "-f", manifest), "configmap/web unchanged")
    changed = file("changed.json", objects(config_map("web", {"a": "1", "c": "3"}, **part)))
    expect("diff", k("diff", "-f", changed), r'^-  b: "2"\n\+  c: "3"', code=1)
    secret = k("diff", "-f", file("login.json", objects({**login, "stringData": {"token": "t2"}})))
    expect("diff of a secret", secret, r"^-  token: ", code=1)
    if since(21, "diff hides secrets"):
        expect("diff hides secrets", secret, r"^-  token: '?\*\*\*", code=1)
    expect("apply a change", k("apply", "-f", changed), "configmap/web configured")
    expect("diff without difference", k("diff", "-f", changed))
    expect("apply removes what is gone", k("get", "cm", "web", "-o", "jsonpath={.data}"), r'^\{"a":"1","c":"3"\}$')
    expect("apply view-last-applied", k("apply", "view-last-applied", "cm/web"), 'c: "3"')
    expect("apply with server dry run", k("apply", "-f", manifest, "--dry-run=server"), r"configmap/web configured \(server dry run\)")
    # Older ones ask, unless told otherwise, for kinds that Kubernetes 1.37 does not have any more.
    kinds = [] if minor > 20 else ["--prune-whitelist=core/v1/ConfigMap", "--prune-whitelist=core/v1/Secret"]
    pruned = k("apply", "--prune", "-l", "part=pruned", "-f", changed, *kinds, timeout=120)
    expect("apply --prune", pruned, "configmap/web unchanged.*secret/web pruned")
    expect("what was pruned is gone", k("get", "secret", "web"), err="NotFound", code=1)
    if since(27, "apply --prune --applyset"):
        alpha = {"KUBECTL_APPLYSET": "true"}
        first, second = config_map("set-1", {}), config_map("set-2", {})
        both, one = file("set.json", objects(first, second)), file("set1.json", objects(first))
        expect("apply --applyset", k("apply", "--prune", "--applyset=set", "-f", both, env=alpha), "set-1 created.*set-2 created")
        expect("apply --prune --applyset", k("apply", "--prune", "--applyset=set", "-f", one, env=alpha), "configmap/set-2 pruned")


def server_side():
    """Server-side apply: ownership, conflicts, force."""
    one = file("ssa.json", objects(config_map("ssa", {"a": "1", "b": "2"})))
    two = file("ssa2.json", objects(config_map("ssa", {"a": "other"})))
    expect("apply --server-side", k("apply", "--server-side", "-f", one), "configmap/ssa serverside-applied")
    expect("conflict", k("apply", "--server-side", "--field-manager=rival", "-f", two), code=1,
           err=r'Apply failed with 1 conflict: conflict with "kubectl": .data.a\n.*Please review the fields above--they currently have other managers')
    expect("--force-conflicts", k("apply", "--server-side", "--field-manager=rival", "--force-conflicts", "-f", two), "serverside-applied")
    expect("ownership moved", k("get", "cm", "ssa", "-o", "jsonpath={.data.a}{.metadata.managedFields[?(@.manager=='rival')].fieldsV1}" if minor > 20 else "jsonpath={.data.a} rival"), "^other.*(f:a|rival)")
    expect("server-side dry run", k("apply", "--server-side", "--dry-run=server", "--field-manager=rival", "-f", two), r"serverside-applied \(server dry run\)")
    expect("server-side diff", k("diff", "--server-side", "--force-conflicts", "-f", one), r'-  a: other\n\+  a: "1"', code=1)
    k("apply", "-f", file("csa.json", objects(config_map("csa", {"a": "1", "b": "2"}))))
    expect("from client-side to server-side apply", k("apply", "--server-side", "-f", file("csa2.json", objects(config_map("csa", {"a": "1"})))), "serverside-applied")
    if since(26, "client-side fields are taken over"):
        expect("client-side fields are taken over", k("get", "cm", "csa", "-o", "jsonpath={.data}"), r'^\{"a":"1"\}$')


def reading():
    """What describes the API itself."""
    everywhere = {"namespace": None}
    expect("version", k("version", **everywhere), r"1\.37\.2|GitVersion:\"v1\.37\.2")
    expect("cluster-info", k("cluster-info", **everywhere), "is running at")
    expect("api-versions", k("api-versions", **everywhere), r"^apps/v1\n.*^v1$")
    expect("api-resources", k("api-resources", **everywhere), r"^configmaps +cm +.*true +ConfigMap.*^deployments +deploy")
    expect("api-resources --verbs --namespaced -o name", k("api-resources", "--verbs=list,watch", "--namespaced=false", "-o", "name", **everywhere), "^namespaces$.*^clusterroles.rbac.authorization.k8s.io$")
    expect("api-resources --api-group", k("api-resources", "--api-group=apps", "-o", "wide", **everywhere), "^deployments .*(create|delete)")
    expect("explain", k("explain", "configmap", **everywhere), r"KIND: +ConfigMap.*VERSION: +v1.*data\s+<map\[string\]string>.*metadata\s+<(ObjectMeta|Object)>")
    expect("explain a field", k("explain", "pod.spec.containers.imagePullPolicy", **everywhere), r"imagePullPolicy( |\s+)<string>")
    expect("explain a list", k("explain", "deploy.spec.template.spec.volumes", **everywhere), r"<\[\](Object|Volume)>.*configMap\s+<.*name\s+<string>.*required")
    expect("explain --recursive", k("explain", "secret", "--recursive", **everywhere), r"stringData\s+<map\[string\]string>\n +type\s+<string>")
    expect("explain of a group", k("explain", "ingress.spec.rules", **everywhere), r"host\s+<string>")
    expect("explain what is not there", k("explain", "pod.spec.nothing", **everywhere), err='field "nothing" does not exist', code=1)
    if since(27, "explain --output=plaintext-openapiv2"):
        expect("explain --output=plaintext-openapiv2", k("explain", "cm", "--output=plaintext-openapiv2", **everywhere), r"data\s+<map\[string\]string>")
    expect("auth can-i", k("auth", "can-i", "create", "pods"), "^yes")
    expect("auth can-i no", k("auth", "can-i", "delete", "secrets", "--as=nobody"), "^no", code=1)
    expect("auth can-i --list", k("auth", "can-i", "--list"), r"\*\.\* +\[\] +\[\] +\[\*\]")
    expect("auth can-i of a subresource", k("auth", "can-i", "get", "pods", "--subresource=log"), "^yes")
    if since(28, "auth whoami"):
        expect("auth whoami", k("auth", "whoami", **everywhere), r"Username +\S+.*Groups +\[system:masters")
    expect("auth reconcile", k("auth", "reconcile", "-f", "-", stdin=objects(
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "reader", "namespace": space}, "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]})),
        "role.rbac.authorization.k8s.io/reader reconciled")
    expect("unknown kind", k("get", "nothing"), err="the server doesn't have a resource type \"nothing\"", code=1)
    wrong = objects({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "bad"}, "dat": {"a": "b"}})
    expect("validation", k("apply", "-f", "-", stdin=wrong), code=1, err='unknown field "dat"')
    expect("validation can be left out", k("apply", "--validate=false", "-f", "-", stdin=wrong), "created")


def template(label):
    return {"selector": {"matchLabels": {"a": label}},
            "template": {"metadata": {"labels": {"a": label}}, "spec": {"nodeSelector": {"none": "here"}, "containers": [{"name": "a", "image": "none"}]}}}


KINDS = [
    {"apiVersion": version, "kind": kind, "metadata": {"name": "made"}, "spec": spec} for version, kind, spec in [
        ("v1", "LimitRange", {"limits": [{"type": "PersistentVolumeClaim", "max": {"storage": "5Gi"}}]}),
        ("v1", "PersistentVolumeClaim", {"accessModes": ["ReadWriteOnce"], "storageClassName": "none", "resources": {"requests": {"storage": "1Gi"}}}),
        ("networking.k8s.io/v1", "NetworkPolicy", {"podSelector": {}, "policyTypes": ["Ingress"]}),
        ("apps/v1", "StatefulSet", {"replicas": 0, "serviceName": "made", **template("b")}),
        ("apps/v1", "DaemonSet", template("c")),
    ]]


def creation():
    """Everything that `kubectl create` and its kin know, and what describe makes of it."""
    for name, *args in [
        ("role", "--verb=get,list", "--resource=pods,configmaps"),
        ("rolebinding", "--role=made", "--user=jane", "--serviceaccount=default:x"),
        ("serviceaccount",),
        ("deployment", f"--image={IMAGE}", "--replicas=0"),
        ("job", f"--image={IMAGE}", "--", "true"),
        ("cronjob", f"--image={IMAGE}", "--schedule=0 0 1 1 *", "--", "true"),
        ("service clusterip", "--tcp=80:8080"),
        ("ingress", "--rule=example.com/path*=made:80"),
        ("poddisruptionbudget", "--selector=app=none", "--min-available=1"),
        ("quota", "--hard=persistentvolumeclaims=9"),
    ]:
        kind, *more = name.split(" ")
        if kind in ("cronjob", "poddisruptionbudget") and not since(21, f"create {kind}"):
            continue
        expect(f"create {name}", k("create", kind, *more, "made", *args), "made created")
        expect(f"describe {kind}", k("describe", kind, "made"), r"Name: +made")
    for kind, args in [("clusterrole", ["--verb=get", "--resource=nodes"]), ("clusterrolebinding", ["--clusterrole=view", "--user=jane"]), ("priorityclass", ["--value=10", "--description=x"])]:
        name = f"{space}-made"
        expect(f"create {kind}", k("create", kind, name, *args, namespace=None), "created")
        expect(f"describe {kind}", k("describe", kind, name, namespace=None), f"Name: +{name}")
        expect(f"delete {kind}", k("delete", kind, name, namespace=None), "deleted")
    expect("create -f of several", k("apply", "-f", "-", stdin=objects(*KINDS)), "limitrange/made.*persistentvolumeclaim/made.*networkpolicy.*statefulset.*daemonset")
    for kind in ["limitrange", "pvc", "networkpolicy", "statefulset", "daemonset", "endpointslices", "leases", "replicaset"]:
        expect(f"describe {kind}", k("describe", kind), r"Name: +made|^$|No resources found|Name:")
    expect("describe namespace", k("describe", "ns", space, namespace=None), f"Name: +{space}.*Resource Quotas.*persistentvolumeclaims")
    expect("get all", k("get", "all"), "deployment.apps/made.*statefulset.apps/made")
    expect("expose", k("expose", "deployment", "made", "--name=exposed", "--port=80", "--target-port=8080"), "service/exposed exposed")
    expect("autoscale", k("autoscale", "deployment", "made", "--min=1", "--max=3", *(["--cpu=80%"] if minor >= 34 else ["--cpu-percent=80"])), "made autoscaled")
    expect("get hpa", k("get", "hpa"), r"made +Deployment/made +.*1 +3 +0")
    expect("describe hpa", k("describe", "hpa", "made"), "Name: +made.*Max replicas: +3")
    if since(24, "create token"):
        expect("create token", k("create", "token", "made", "--duration=10m"), r"^[\w-]+\.[\w-]+\.[\w-]+$")
    expect("set serviceaccount", k("set", "serviceaccount", "deployment/made", "made"), "serviceaccount updated")
    expect("set subject", k("set", "subject", "rolebinding", "made", "--user=joe"), "subjects updated")
    expect("set selector", k("set", "selector", "service", "exposed", "app=else"), "selector updated")


def signing():
    """A certificate request on its way through kubectl; signing it is a controller's work."""
    name = f"{space}-jane"
    run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{work}/j.pem", "-out", f"{work}/j.csr", "-subj", "/CN=jane/O=dev")
    for verb, condition in [("approve", "Approved"), ("deny", "Denied")]:
        with open(f"{work}/j.csr", "rb") as f:
            request = base64.b64encode(f.read()).decode()
        k("create", "-f", "-", namespace=None, stdin=json.dumps(
            {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": {"name": name},
             "spec": {"request": request, "signerName": "example.com/none", "usages": ["client auth"]}}))
        expect(f"certificate {verb}", k("certificate", verb, name, namespace=None), f"{name} {condition.lower()}")
        expect(f"{condition} shows", k("get", "csr", name, namespace=None), condition)
        expect(f"describe csr {condition}", k("describe", "csr", name, namespace=None), "Common Name: +jane")
        k("delete", "csr", name, namespace=None)


def rollouts():
    """Deployments: set, scale, roll out, undo, wait."""
    expect("create deployment", k("create", "deployment", "agent", f"--image={IMAGE}", "--replicas=2"), "created")
    # A second for SIGTERM is plenty here, and makes the rest quick.
    expect("set env", k("set", "env", "deployment/agent", "A=1"), "env updated")
    expect("set env --from", k("set", "env", "deployment/agent", "--from=configmap/app", "--prefix=APP_"), "env updated")
    expect("set env --list", k("set", "env", "deployment/agent", "--list"), r"A=1.*APP_MODE from configmap app, key mode")
    expect("set env --list --resolve", k("set", "env", "deployment/agent", "--list", "--resolve"), "APP_MODE=edited")
    expect("set resources", k("set", "resources", "deployment/agent", "--limits=memory=64Mi", "--requests=cpu=10m"), "resource requirements updated")
    expect("rollout status", k("rollout", "status", "deployment/agent", "--timeout=60s", timeout=90), "successfully rolled out")
    expect("annotate a change", k("annotate", "deployment/agent", "kubernetes.io/change-cause=second"), "annotated?")
    expect("set image", k("set", "image", "deployment/agent", "agent=docker.io/myregistry/ai-agent:1.0.0"), "image updated")
    expect("rollout status again", k("rollout", "status", "deployment/agent", "--timeout=60s", timeout=90), "successfully rolled out")
    expect("rollout history", k("rollout", "history", "deployment/agent"), r"REVISION +CHANGE-CAUSE\n.*second")
    expect("rollout history --revision", k("rollout", "history", "deployment/agent", "--revision=1"), "revision #1.*Image:\\s+" + IMAGE)
    expect("rollout undo", k("rollout", "undo", "deployment/agent"), "rolled back")
    expect("image is back", k("get", "deployment", "agent", "-o", "jsonpath={..image}"), f"^{IMAGE}$")
    expect("rollout undo --to-revision", k("rollout", "undo", "deployment/agent", "--to-revision=2"), "rolled back")
    expect("rollout pause", k("rollout", "pause", "deployment/agent"), "paused")
    expect("rollout restart of a paused one", k("rollout", "restart", "deployment/agent"), err="(?i)can't restart paused deployment", code=1)
    expect("rollout resume", k("rollout", "resume", "deployment/agent"), "resumed")
    expect("rollout restart", k("rollout", "restart", "deployment/agent"), "restarted")
    expect("rollout status after restart", k("rollout", "status", "deployment/agent", "--timeout=60s", timeout=90), "successfully rolled out")
    expect("scale", k("scale", "deployment/agent", "--replicas=1", "--current-replicas=2"), "scaled")
    expect("scale with the wrong count", k("scale", "deployment/agent", "--replicas=1", "--current-replicas=9"), err="Expected replicas to be 9, was 1", code=1)
    expect("wait for a condition", k("wait", "--for=condition=Available", "deployment/agent", "--timeout=60s", timeout=90), "condition met")
    expect("wait that ends in vain", k("wait", "--for=condition=Never", "deployment/agent", "--timeout=1s"), err="timed out waiting", code=1)
    if since(23, "wait --for=jsonpath"):
        expect("wait --for=jsonpath", k("wait", "--for=jsonpath={.status.readyReplicas}=1", "deployment/agent", "--timeout=30s"), "condition met")
    if since(31, "wait --for=create"):
        waiting = started("wait", "--for=create", "cm/later", "--timeout=20s")
        k("create", "cm", "later")
        checks.note("wait --for=create", "condition met" in (waiting.communicate(timeout=30)[0]).decode(), "")
    expect("describe deployment", k("describe", "deployment", "agent"), r"Name: +agent.*NewReplicaSet: +agent-.*Events:.*ScalingReplicaSet")
    expect("describe replicaset", k("describe", "rs", "-l", "app=agent"), r"Controlled By: +Deployment/agent")
    expect("get deployment", k("get", "deployment", "agent", "-o", "wide"), r"^NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\nagent +1/1 +1 +1 +")
    watching = started("get", "deployment", "agent", "--watch", "--output-watch-events")
    time.sleep(0.5)
    k("label", "deployment", "agent", "seen=yes")
    time.sleep(0.5)
    watching.terminate()
    checks.expect("get --watch --output-watch-events", Result(0, ended(watching).out, ""), r"ADDED +agent.*MODIFIED +agent")


def ended(process):
    """What a command that was started has written."""
    out = process.communicate(timeout=30)[0].decode(errors="replace")
    return Result(max(0, process.returncode), out, "")


def pods():
    """What needs running containers."""
    expect("run", k("run", "shell", f"--image={IMAGE}", "--labels=app=shell", "--env=A=1", "--port=8080", *(["--serviceaccount=default"] if minor < 24 else [])), "pod/shell created")
    expect("wait for a pod", k("wait", "--for=condition=Ready", "pod/shell", "--timeout=60s", timeout=90), "condition met")
    expect("get pods", k("get", "pods", "shell", "-o", "wide"), r"shell +1/1 +Running +0 +\S+ +\d+\.\d+\.\d+\.\d+ +\S+ +<none> +<none>")
    expect("get pods by status", k("get", "pods", "--field-selector=status.phase=Running,spec.restartPolicy=Always", "-o", "name"), "pod/shell")
    expect("describe pod", k("describe", "pod", "shell"), r"Name: +shell.*State: +Running.*Events:.*Started")
    expect("exec", k("exec", "shell", "--", "sh", "-c", "echo out; echo err >&2"), "^out$", "^err$")
    expect("exec with an exit code", k("exec", "shell", "--", "sh", "-c", "exit 7"), err="exit code 7", code=7)
    expect("exec with stdin", k("exec", "-i", "shell", "--", "cat", stdin="through\n"), "^through$")
    expect("exec of no program", k("exec", "shell", "--", "nothing"), code=None, err="(?i)executable file not found|exec failed|no such file")
    expect("exec in no container", k("exec", "shell", "-c", "none", "--", "true"), code=1, err='container not found|container none is not valid|container.*none')
    expect("exec by owner", k("exec", "deploy/agent", "--", "printenv", "A"), "^1$")
    expect("exec with a terminal", run("script", "-qec", f"{opt.kubectl} exec -it shell -n {space} -- sh -c 'tty && echo done'", "/dev/null", env=environment), "/dev/pts/.*done")
    path = file("local.txt", "line\n" * 5000)
    expect("cp to a pod", k("cp", path, f"{space}/shell:/tmp/there.txt", namespace=None))
    expect("cp from a pod", k("cp", f"{space}/shell:/tmp/there.txt", path + ".back", namespace=None))
    checks.note("cp keeps the content", open(path).read() == open(path + ".back").read() if os.path.exists(path + ".back") else False, "content differs")
    expect("run --rm -i", k("run", "once", f"--image={IMAGE}", "--restart=Never", "--rm", "-i", "--", "sh", "-c", "cat; echo bye", stdin="hello\n", timeout=90), "hello.*bye|bye")
    expect("run with an exit code", k("run", "once7", f"--image={IMAGE}", "--restart=Never", "--rm", "-i", "--", "sh", "-c", "exit 7", timeout=90), code=7)
    k("run", "chatty", f"--image={IMAGE}", "--restart=Never", "--", "sh", "-c", "for i in 1 2 3 4 5; do echo line $i; done; sleep 1; echo last")
    until("pod completes", "get", "pod", "chatty", out="Completed")
    expect("logs", k("logs", "chatty"), "line 1\n.*line 5\nlast\n")
    expect("logs --tail", k("logs", "chatty", "--tail=2"), "^line 5\nlast\n$")
    expect("logs --timestamps --since", k("logs", "chatty", "--timestamps", "--since=1h"), r"^\d{4}-\d\d-\d\dT\S+ line 1")
    expect("logs -f", k("logs", "-f", "chatty"), "last")
    expect("logs -l --prefix", k("logs", "-l", "run=chatty", "--prefix", "--tail=1"), r"^\[pod/chatty/chatty\] last")
    expect("logs of a deployment", k("logs", "deploy/agent", "--all-containers"))
    expect("logs -p without one", k("logs", "-p", "shell"), err="previous terminated container", code=1)
    attached = started("attach", "-i", "shell", stdin=subprocess.PIPE)
    time.sleep(1)
    attached.terminate()
    checks.note("attach", "error" not in ended(attached).out.lower(), "")
    forwarding("port-forward", "pod/shell")
    expect("expose a pod", k("expose", "pod", "shell", "--port=80", "--target-port=8080"), "service/shell exposed")
    forwarding("port-forward to a service", "service/shell", port="80")
    proxy()
    if since(23, "events"):
        expect("events", k(*(["events"] if minor >= 26 else ["alpha", "events"])), "LAST SEEN +TYPE +REASON.*Started")
    expect("get events", k("get", "events", "--field-selector=involvedObject.name=shell", "--sort-by=.lastTimestamp"), r"LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n.*pod/shell")
    debugging()
    metrics()
    draining()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def forwarding(name, target, port="8080"):
    local = free_port()
    process = started("port-forward", target, f"{local}:{port}")
    checks.note(name, fetched(f"http://127.0.0.1:{local}/health") == "ok", f"nothing from {target}")
    process.terminate()
    process.wait()


def proxy():
    local = free_port()
    process = started("proxy", f"--port={local}")
    checks.note("proxy", '"name": "app"' in (fetched(f"http://127.0.0.1:{local}/api/v1/namespaces/{space}/configmaps/app?pretty=true") or ""))
    process.terminate()
    process.wait()


def fetched(url):
    for _ in range(50):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode().strip()
        except OSError:
            time.sleep(0.1)
    return None


def debugging():
    """kubectl debug: ephemeral containers, copies, nodes."""
    if since(22, "debug with an ephemeral container"):
        checks.expect("debug with an ephemeral container", held("debug", "shell", f"--image={IMAGE}", "--target=shell", "-i", "--", "sh", "-c", "sleep 1; echo debugged"), "debugged")
        expect("ephemeral container shows", k("describe", "pod", "shell"), "Ephemeral Containers:\n +debugger-")
    expect("debug --copy-to", k("debug", "shell", "--copy-to=copy", f"--image={IMAGE}", "--share-processes", "--", "sleep", "60"))
    until("copy runs", "get", "pod", "copy", out="2/2 +Running", timeout=60)
    k("delete", "pod", "copy", "--grace-period=1", "--wait=false")
    node = k("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}", namespace=None).out
    checks.expect("debug of a node", held("debug", f"node/{node}", f"--image={IMAGE}", "-i", "--", "sh", "-c", "sleep 1; ls /host"), "^etc$")


def metrics():
    """kubectl top; measuring takes a while to begin."""
    checks.until("top pods", lambda: k("top", "pods"), r"NAME +CPU\(cores\) +MEMORY\(bytes\).*\nshell +\d+m +\d+Mi", timeout=60)
    expect("top pods --containers", k("top", "pods", "--containers"), r"POD +NAME +CPU\(cores\).*\nshell +shell +\d+m")
    expect("top pod NAME", k("top", "pod", "shell"), r"shell +\d+m")
    expect("top pods -l", k("top", "pods", "-l", "app=shell"), r"\nshell +\d+m")
    expect("top nodes", k("top", "nodes", namespace=None), r"NAME +CPU\(cores\) +CPU(%|\(%\)) +MEMORY\(bytes\) +MEMORY(%|\(%\)).*\n\S+ +\d+m +\d+% +\d+Mi +\d+%")


def draining():
    node = k("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}", namespace=None).out
    everywhere = {"namespace": None}
    expect("taint", k("taint", "node", node, f"{space}=x:PreferNoSchedule", **everywhere), "tainted")
    expect("untaint", k("taint", "node", node, f"{space}-", **everywhere), "untainted")
    expect("cordon", k("cordon", node, **everywhere), "cordoned")
    expect("cordoned node shows", k("get", "node", node, **everywhere), "Ready,SchedulingDisabled")
    expect("describe node", k("describe", "node", node, **everywhere), "Unschedulable: +true.*Allocated resources:")
    expect("drain", k("drain", node, "--ignore-daemonsets", "--force", f"--pod-selector=app=shell", "--timeout=60s", "--grace-period=1",
                      *(["--delete-local-data"] if minor < 20 else ["--delete-emptydir-data"]), timeout=90, **everywhere), "(pod/shell evicted|evicting pod).*(drained|evicted)", "")
    expect("drained pod is gone", k("get", "pod", "shell"), err="NotFound", code=1)
    expect("uncordon", k("uncordon", node, **everywhere), "uncordoned")


def deleting():
    """What delete leaves and takes."""
    def owned(name):
        k("create", "deployment", name, f"--image={IMAGE}", "--replicas=0")
        until(f"{name} has a replica set", "get", "rs", "-l", f"app={name}", "-o", "name", out="replicaset")
    owned("orphaner")
    expect("delete --cascade=orphan", k("delete", "deployment", "orphaner", "--cascade=orphan"), "deleted")
    expect("the orphan stays", k("get", "rs", "-l", "app=orphaner", "-o", "name"), "replicaset")
    owned("front")
    expect("delete --cascade=foreground", k("delete", "deployment", "front", "--cascade=foreground"), "deleted")
    expect("foreground leaves nothing", k("get", "rs", "-l", "app=front", "-o", "name"), "^$")
    owned("back")
    expect("delete --cascade=background", k("delete", "deployment", "back", "--cascade=background"), "deleted")
    checks.until("background leaves nothing in the end", lambda: k("get", "rs", "-l", "app=back", "-o", "name"), r"\A\Z")
    expect("delete by label", k("delete", "rs", "-l", "app=orphaner"), "deleted")
    expect("delete --now of pods", k("delete", "pods", "--all", "--now", timeout=90))
    expect("delete --dry-run", k("delete", "cm", "app", "--dry-run=server"), r"deleted( from \S+ namespace)? \(server dry run\)")
    expect("wait --for=delete", k("wait", "--for=delete", "pod/shell", "--timeout=30s"), code=0 if minor >= 22 else None)
    expect("delete --all of several kinds", k("delete", "deploy,sts,ds,svc,job,cronjob", "--all", timeout=90), "deleted")
    expect("delete namespace", k("delete", "ns", space, namespace=None, timeout=90), f'namespace "{space}" deleted')
    expect("namespace is gone", k("get", "ns", space, namespace=None), err="NotFound", code=1)


def main():
    parts = [configuration, application, server_side, reading, creation, signing, *([] if opt.without_node else [rollouts, pods]), deleting]
    expect("create namespace", k("create", "namespace", space, namespace=None), "created")
    until("default service account", "get", "serviceaccount", "default", out="default")
    for part in parts:
        if re.search(opt.only, part.__name__):
            part()
    k("delete", "ns", space, "--ignore-not-found", "--wait=false", namespace=None)
    shutil.rmtree(work, ignore_errors=True)
    checks.finish(opt.results)


main()
