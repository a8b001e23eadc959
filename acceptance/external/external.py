#!/usr/bin/env python3
"""Secrets from elsewhere through a stock kubectl, with the providers that need no server of their own: fake, directory, kubernetes.

    external.py --purser PATH --images DIR --work DIR [--only WORD]

Last line: 'N passed, N failed'; exit 1 on any failure. A check is a function; those of CHECKS run in order, on one Purser without a
node that has a directory of files under the name "files".
"""
import argparse, base64, json, os, re, shutil, subprocess, sys, textwrap, time

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--images", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--only", default="")
opt = ap.parse_args()
KUBECTL = os.environ.get("KUBECTL", "kubectl")
HERE = os.path.dirname(os.path.abspath(__file__))
passed, failed = [], []


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + " | ".join(str(got).strip().splitlines())[:800]), flush=True)
    return ok


def run(*cmd, stdin=None, timeout=180):
    p = subprocess.run(cmd, input=stdin, capture_output=True, text=True, timeout=timeout)
    return p.returncode, p.stdout, p.stderr


class Purser:
    """One Purser with its own data directory and port."""

    def __init__(self, name):
        self.data = os.path.join(opt.work, name)
        self.config = os.path.join(self.data, "admin.kubeconfig")
        self.files = os.path.join(opt.work, name + ".files")
        os.makedirs(self.files, exist_ok=True)

    def command(self, *args, timeout=300):
        return run(opt.purser, *args, "--data-dir", self.data, timeout=timeout)

    def up(self, *args):
        code, out, err = self.command("up", "--port", "0", *args)
        if code:
            raise RuntimeError(out + err)

    def kubectl(self, *args, stdin=None, timeout=120):
        return run(KUBECTL, "--kubeconfig", self.config, *args, stdin=stdin, timeout=timeout)

    def apply(self, yaml):
        code, out, err = self.kubectl("apply", "-f", "-", stdin=textwrap.dedent(yaml))
        if code:
            raise RuntimeError(out + err)

    def until(self, *args, out, timeout=30):
        """Repeats a kubectl command until its output has a regular expression; the seconds it took, or None."""
        start = time.time()
        while time.time() < start + timeout:
            code, got, err = self.kubectl(*args)
            if code == 0 and re.search(out, got, re.S | re.M):
                return time.time() - start
            time.sleep(0.05)
        print("       last: " + (got + err)[:600])
        return None

    def secret(self, name, namespace="default"):
        """The data of a Secret, decoded; None when there is no such Secret."""
        code, out, _ = self.kubectl("get", "secret", name, "-n", namespace, "-o", "json")
        return {k: base64.b64decode(v).decode() for k, v in json.loads(out).get("data", {}).items()} if code == 0 else None

    def until_secret(self, name, wanted, namespace="default", timeout=30):
        """Waits until a Secret has exactly these keys and values; the last that was seen, if it never has."""
        end = time.time() + timeout
        while time.time() < end and self.secret(name, namespace) != wanted:
            time.sleep(0.05)
        return self.secret(name, namespace)

    def write(self, path, text):
        """Puts a file into the directory that stores may read, all at once."""
        target = os.path.join(self.files, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target + ".new", "w") as f:
            f.write(text)
        os.rename(target + ".new", target)

    def wait_for_kinds(self):
        """They are made beside the start: a moment after `up` they may still be missing."""
        for kind in ("secretstores", "clustersecretstores", "externalsecrets", "clusterexternalsecrets"):
            if self.until("get", f"crd/{kind}.external-secrets.io", "-o", "jsonpath={.status.conditions[*].type}", out="Established") is None:
                return False
        return True

    def down(self):
        self.command("down", "--purge")
        shutil.rmtree(self.files, ignore_errors=True)


FAKE_STORE = """
    apiVersion: external-secrets.io/v1
    kind: SecretStore
    metadata: {name: fake}
    spec:
      provider:
        fake:
          data:
          - {key: /foo/bar, value: HELLO1, version: v1}
          - {key: /foo/bar, value: HELLO2, version: v2}
          - {key: /foo/baz, value: '{"john": "doe", "age": 3}', version: v1}
    """


def manifests(p):
    """Manifests in the forms of the operator's documentation apply, and kubectl shows, explains and deletes them."""
    folder = os.path.join(HERE, "manifests")
    for name in sorted(os.listdir(folder)):
        code, out, err = p.kubectl("apply", "--validate=strict", "-f", os.path.join(folder, name))
        note(f"{name} applies unchanged", code == 0, out + err)
    code, out, err = p.kubectl("apply", "--validate=strict", "-f", "-", stdin=textwrap.dedent(FAKE_STORE).replace("fake:", "faked:"))
    note("a misspelt provider is refused by name", code != 0 and "faked" in err, out + err)
    code, out, err = p.kubectl("apply", "-f", "-", stdin=textwrap.dedent(FAKE_STORE).replace("/v1\n", "/v1beta1\n", 1).replace("name: fake", "name: old", 1))
    note("v1beta1 applies, with a warning", code == 0 and "deprecated" in err, out + err)
    for short, columns in {
        "es": "NAME.*STORETYPE.*STORE.*REFRESH INTERVAL.*STATUS.*READY.*LAST SYNC",
        "ss": "NAME.*AGE.*STATUS.*CAPABILITIES.*READY",
        "css": "NAME.*AGE.*STATUS.*CAPABILITIES.*READY",
        "ces": "NAME.*STORE.*REFRESH INTERVAL.*READY",
    }.items():
        code, out, err = p.kubectl("get", short)
        note(f"kubectl get {short} has the operator's columns", code == 0 and re.match(columns, out), out + err)
    code, out, err = p.kubectl("get", "external-secrets", "-A")
    note("the category external-secrets lists them together", code == 0 and "externalsecret.external-secrets.io/" in out and "secretstore.external-secrets.io/" in out, out + err)
    code, out, err = p.kubectl("get", "es", "--field-selector", "spec.secretStoreRef.name=aws-secretsmanager", "-o", "name")
    note("field selectors find ExternalSecrets by their store", code == 0 and out.splitlines() == ["externalsecret.external-secrets.io/friends"], out + err)
    code, out, err = p.kubectl("explain", "externalsecret.spec.target.creationPolicy")
    note("kubectl explain describes fields", code == 0 and "Owner" in out and "Orphan" in out, out + err)
    code, out, err = p.kubectl("explain", "secretstore.spec.provider.vault.auth", "--recursive")
    note("kubectl explain goes down into providers", code == 0 and "appRole" in out and "tokenSecretRef" in out, out + err)
    code, out, err = p.kubectl("delete", "--wait", "--timeout=60s", "-f", folder)
    note("all of them are deleted", code == 0, out + err)


def fake_provider(p):
    """A store with values of its own becomes a Secret, follows changes, and takes the Secret along."""
    p.apply(FAKE_STORE)
    p.apply("""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: greeting}
        spec:
          refreshInterval: 1h0m0s
          secretStoreRef: {name: fake, kind: SecretStore}
          target: {name: greeting}
          data:
          - secretKey: foo_bar
            remoteRef: {key: /foo/bar, version: v1}
          dataFrom:
          - extract: {key: /foo/baz, version: v1}
        """)
    wanted = {"foo_bar": "HELLO1", "john": "doe", "age": "3"}
    got = p.until_secret("greeting", wanted)
    note("values of a store become a Secret", got == wanted, list(got or []))
    note("the store is Valid", p.until("get", "ss", "fake", out=r"Valid\s+\S+\s+True") is not None)
    note("the ExternalSecret is SecretSynced", p.until("get", "es", "greeting", out=r"SecretSynced\s+True") is not None)
    p.kubectl("patch", "secret", "greeting", "--type=merge", "-p", '{"stringData":{"foo_bar":"by hand"}}')
    got = p.until_secret("greeting", wanted)
    note("what is changed by hand is put back", got == wanted, list(got or []))
    p.kubectl("patch", "es", "greeting", "--type=json", "-p", '[{"op":"replace","path":"/spec/data/0/remoteRef/version","value":"v2"}]')
    wanted = dict(wanted, foo_bar="HELLO2")
    got = p.until_secret("greeting", wanted)
    note("a changed reference is followed at once", got == wanted, list(got or []))
    p.kubectl("patch", "es", "greeting", "--type=json", "-p", '[{"op":"replace","path":"/spec/data/0/remoteRef/key","value":"/none"}]')
    note("a missing key is told in the status", p.until("get", "es", "greeting", out=r"SecretSyncedError\s+False") is not None)
    note("and leaves the Secret as it was", p.secret("greeting") == wanted)
    p.kubectl("delete", "es", "greeting", "--wait")
    got = p.until_secret("greeting", None)
    note("the Secret goes with its ExternalSecret", got is None, list(got or []))


def directory_provider(p):
    """Files of the machine, under the name that the server's option gave their directory."""
    p.write("db/password", "first")
    p.write("app.json", '{"user": {"name": "ada"}, "port": 5432}')
    p.apply("""
        apiVersion: external-secrets.io/v1
        kind: ClusterSecretStore
        metadata: {name: files}
        spec:
          provider:
            directory: {name: files}
        ---
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: from-files}
        spec:
          refreshInterval: 1h0m0s
          secretStoreRef: {name: files, kind: ClusterSecretStore}
          data:
          - secretKey: password
            remoteRef: {key: db/password}
          - secretKey: user
            remoteRef: {key: app.json, property: user.name}
        """)
    wanted = {"password": "first", "user": "ada"}
    got = p.until_secret("from-files", wanted)
    note("files become a Secret", got == wanted, list(got or []))
    p.write("db/password", "second")
    start = time.time()
    got = p.until_secret("from-files", dict(wanted, password="second"))
    note("a changed file is in the Secret without waiting for the interval", got == dict(wanted, password="second"), list(got or []))
    print(f"       it took {time.time() - start:.2f} s")
    p.apply("""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: outside}
        spec:
          provider:
            directory: {name: etc}
        """)
    note("a directory that no option names is refused", p.until("get", "ss", "outside", out=r"\sFalse\s*$") is not None)
    p.apply("""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: escape}
        spec:
          secretStoreRef: {name: files, kind: ClusterSecretStore}
          data:
          - secretKey: shadow
            remoteRef: {key: ../../../../../../etc/shadow}
        """)
    note("a key does not leave the directory", p.until("get", "es", "escape", out=r"SecretSyncedError\s+False") is not None)
    note("and nothing of the file is in a Secret", p.secret("escape") is None)


def templates(p):
    """Files made by templates, kept up to date; an error in one is told with its place and without values."""
    p.apply(FAKE_STORE)
    p.apply("""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: templated}
        spec:
          secretStoreRef: {name: fake}
          target:
            template:
              engineVersion: v2
              metadata:
                labels: {team: q}
              data:
                config.yml: |
                  {{- range $key, $value := . }}
                  {{ $key | upper }}: {{ $value | quote }}
                  {{- end }}
                url: "postgres://{{ .john }}@host:{{ add (atoi .age) 5000 }}/{{ .john | b64enc }}"
          dataFrom:
          - extract: {key: /foo/baz, version: v1}
        """)
    wanted = {"config.yml": '\nAGE: "3"\nJOHN: "doe"\n', "url": "postgres://doe@host:5003/ZG9l"}
    got = p.until_secret("templated", wanted)
    note("templates make the values", got == wanted, got)
    note("and the labels", p.kubectl("get", "secret", "templated", "-o", "jsonpath={.metadata.labels.team}")[1] == "q")
    p.kubectl("patch", "es", "templated", "--type=json", "-p", '[{"op":"replace","path":"/spec/target/template/data/url","value":"{{ .missing }}"}]')
    note("an error in a template is told in the status", p.until("get", "es", "templated", "-o", "yaml", out='no entry for key "missing"') is not None)
    note("and leaves the Secret as it was", p.secret("templated") == wanted)


def kubernetes_provider(p):
    """Secrets of another namespace of the same server, as the service account of the store."""
    address = json.loads(p.command("status", "-o", "json")[1])["server"]
    code, out, err = p.kubectl("config", "view", "--raw", "-o", "jsonpath={.clusters[0].cluster.certificate-authority-data}")
    p.apply(f"""
        apiVersion: v1
        kind: Namespace
        metadata: {{name: origin}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {{name: database, namespace: origin, labels: {{team: q}}}}
        stringData: {{user: ada, password: "9"}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {{name: reader}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {{name: reader, namespace: origin}}
        rules:
        - {{apiGroups: [""], resources: [secrets], verbs: [get, list, watch]}}
        - {{apiGroups: [authorization.k8s.io], resources: [selfsubjectrulesreviews], verbs: [create]}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {{name: reader, namespace: origin}}
        roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}}
        subjects: [{{kind: ServiceAccount, name: reader, namespace: default}}]
        ---
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {{name: other}}
        spec:
          provider:
            kubernetes:
              remoteNamespace: origin
              server:
                url: {address}
                caBundle: {out.strip()}
              auth:
                serviceAccount: {{name: reader}}
        ---
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {{name: from-kubernetes}}
        spec:
          secretStoreRef: {{name: other}}
          data:
          - secretKey: who
            remoteRef: {{key: database, property: user}}
          dataFrom:
          - find:
              name: {{regexp: "^data"}}
              tags: {{team: q}}
        """)
    got = None
    end = time.time() + 30
    while time.time() < end and not (got and got.get("who") == "ada" and "database" in got):
        got = p.secret("from-kubernetes")
        time.sleep(0.05)
    note("a Secret of another namespace, by property and by search", got is not None and got.get("who") == "ada" and json.loads(got["database"]) == {"user": "ada", "password": "9"}, list(got or []))
    p.kubectl("delete", "rolebinding", "reader", "-n", "origin")
    p.kubectl("annotate", "es", "from-kubernetes", "force-sync=1")
    note("a right that was taken away is told in the status", p.until("get", "es", "from-kubernetes", out=r"SecretSyncedError\s+False") is not None)
    note("and leaves the Secret as it was", p.secret("from-kubernetes") == got)


def many_namespaces(p):
    """A ClusterExternalSecret follows its namespaces; a ClusterSecretStore is for those that it allows."""
    p.apply("""
        apiVersion: v1
        kind: Namespace
        metadata: {name: one, labels: {cool: label}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: two}
        ---
        apiVersion: external-secrets.io/v1
        kind: ClusterSecretStore
        metadata: {name: limited}
        spec:
          provider:
            fake:
              data: [{key: a, value: "1"}]
          conditions:
          - namespaces: [one]
        ---
        apiVersion: external-secrets.io/v1
        kind: ClusterExternalSecret
        metadata: {name: everywhere}
        spec:
          externalSecretName: shared
          namespaceSelectors:
          - matchLabels: {cool: label}
          refreshTime: 1m
          externalSecretSpec:
            secretStoreRef: {name: limited, kind: ClusterSecretStore}
            data:
            - secretKey: a
              remoteRef: {key: a}
        """)
    note("the ExternalSecret is made where the label is", p.until_secret("shared", {"a": "1"}, "one") == {"a": "1"})
    note("and only there", p.kubectl("get", "es", "shared", "-n", "two")[0] != 0)
    note("the status names the namespace", p.until("get", "ces", "everywhere", "-o", "jsonpath={.status.provisionedNamespaces}", out=r'^\["one"\]$') is not None)
    p.kubectl("label", "namespace", "two", "cool=label")
    note("a namespace that gains the label gains the ExternalSecret", p.until("get", "es", "shared", "-n", "two", out="shared") is not None)
    note("a store that does not allow the namespace refuses it", p.until("get", "es", "shared", "-n", "two", out=r"SecretSyncedError\s+False") is not None and p.secret("shared", "two") is None)
    p.kubectl("delete", "ces", "everywhere")
    note("all of it goes with the ClusterExternalSecret", p.until_secret("shared", None, "one") is None)


def roles(p):
    """What view and edit gain, and that the controllers were refused nothing."""
    can = lambda who, verb, what: p.kubectl("auth", "can-i", verb, what, "-n", "default", f"--as={who}")[1].strip() == "yes"
    for role in ("view", "edit"):
        p.kubectl("create", "rolebinding", role, f"--clusterrole={role}", f"--user={role}er", "-n", "default")
    note("view reads ExternalSecrets and stores", all(can("viewer", "list", kind + ".external-secrets.io") for kind in ("externalsecrets", "secretstores")))
    note("view writes none", not can("viewer", "create", "externalsecrets.external-secrets.io"))
    note("edit writes and refreshes them", can("editer", "create", "externalsecrets.external-secrets.io") and can("editer", "create", "externalsecrets.external-secrets.io/refresh"))
    log = p.command("logs")[1]
    note("the controllers were refused nothing", "kube-system:external-secrets" not in log, [l for l in log.splitlines() if "kube-system:external-secrets" in l][:3])


def first_start(p):
    """`up -f` on fresh data with manifests of these kinds: it waits for them."""
    q = Purser("first")
    path = os.path.join(opt.work, "first.yaml")
    with open(path, "w") as f:
        f.write(textwrap.dedent(FAKE_STORE) + "---\n" + textwrap.dedent("""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: first}
            spec:
              secretStoreRef: {name: fake}
              data:
              - secretKey: a
                remoteRef: {key: /foo/bar, version: v1}
            """))
    q.up("--no-node", "-f", path)
    try:
        got = q.until_secret("first", {"a": "HELLO1"})
        note("up -f applies SecretStores and ExternalSecrets on the first start", got == {"a": "HELLO1"}, list(got or []))
    finally:
        q.down()


def status_and_switches(p):
    """What purser status says; with --external-secrets=false and with --api-only the kinds are not there."""
    code, out, err = p.command("status")
    note("purser status says that external secrets are kept", re.search(r"^external\s.*are kept", out, re.M), out + err)
    for switch in ("--external-secrets=false", "--api-only"):
        q = Purser("off")
        q.up("--no-node" if switch != "--api-only" else "--listen=127.0.0.1", switch)
        try:
            code, out, err = q.kubectl("api-resources", "--api-group=external-secrets.io", "-o", "name")
            note(f"up {switch} serves no kinds of external-secrets.io", code == 0 and not out.strip(), out + err)
        finally:
            q.down()


CHECKS = [manifests, fake_provider, directory_provider, templates, kubernetes_provider, many_namespaces, roles, first_start, status_and_switches]


def main():
    os.makedirs(opt.work, exist_ok=True)
    p = Purser("purser")
    try:
        p.up("--no-node", f"--external-secrets-directory=files={p.files}")
        note("the kinds are served soon after the start", p.wait_for_kinds())
        for check in CHECKS:
            if opt.only in check.__name__:
                print(f"-- {check.__name__}", flush=True)
                try:
                    check(p)
                except Exception as e:
                    note(f"{check.__name__} runs to its end", False, repr(e))
    finally:
        p.down()
    print(f"{len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
