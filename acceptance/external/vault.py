#!/usr/bin/env python3
"""Secrets out of a real Vault, which knows service accounts by asking this very Purser (TokenReview).

    vault.py --purser PATH --vault BINARY --work DIR

BINARY is a vault of any version (it was run with 1.17.6); without one there is nothing to run, and this says so and ends with 0.
Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, base64, json, os, re, shutil, socket, ssl, subprocess, sys, textwrap, time, urllib.error, urllib.request

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--vault", default=os.environ.get("PURSER_TEST_VAULT", ""))
ap.add_argument("--work", required=True)
opt = ap.parse_args()
KUBECTL = os.environ.get("KUBECTL", "kubectl")
CANARY = "canary-7c21e9"
passed, failed = [], []


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + " | ".join(str(got).strip().splitlines())[:800]), flush=True)
    return ok


def run(*cmd, stdin=None, timeout=180):
    p = subprocess.run(cmd, input=stdin, capture_output=True, text=True, timeout=timeout)
    return p.returncode, p.stdout, p.stderr


class Vault:
    """A server in memory, with TLS."""

    def __init__(self, directory):
        os.makedirs(directory)
        self.directory = directory
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.address = f"https://127.0.0.1:{port}"
        self.log = os.path.join(directory, "log")
        self.process = subprocess.Popen(
            [opt.vault, "server", "-dev", "-dev-tls", f"-dev-tls-cert-dir={directory}", "-dev-no-store-token", "-dev-root-token-id=root-of-this-test",
             f"-dev-listen-address=127.0.0.1:{port}"], stdout=open(self.log, "w"), stderr=subprocess.STDOUT)
        end = time.time() + 60
        while "Root Token" not in open(self.log).read():
            if time.time() > end or self.process.poll() is not None:
                raise RuntimeError(open(self.log).read()[-2000:])
            time.sleep(0.1)
        self.authority = open(os.path.join(directory, "vault-ca.pem")).read()
        self.unseal_key = re.search(r"Unseal Key: (\S+)", open(self.log).read()).group(1)
        self.tls = ssl.create_default_context(cadata=self.authority)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"{self.address}/v1/{path}", method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"X-Vault-Token": "root-of-this-test"})
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=30) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as e:
            raise RuntimeError(f"{method} {path}: {e.code} {e.read().decode()}")

    def put(self, key, **data):
        self.ask("POST", f"secret/data/{key}", {"data": data})

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Purser:
    def __init__(self):
        self.data = os.path.join(opt.work, "purser")
        self.config = os.path.join(self.data, "admin.kubeconfig")

    def command(self, *args):
        return run(opt.purser, *args, "--data-dir", self.data, timeout=300)

    def kubectl(self, *args, stdin=None):
        return run(KUBECTL, "--kubeconfig", self.config, *args, stdin=stdin)

    def got(self, *args):
        code, out, err = self.kubectl(*args)
        if code:
            raise RuntimeError(err)
        return out

    def apply(self, yaml):
        code, out, err = self.kubectl("apply", "-f", "-", stdin=textwrap.dedent(yaml))
        if code:
            raise RuntimeError(out + err)

    def secret(self, name):
        code, out, _ = self.kubectl("get", "secret", name, "-o", "json")
        return {k: base64.b64decode(v).decode() for k, v in json.loads(out).get("data", {}).items()} if code == 0 else None

    def until_secret(self, name, wanted, timeout=40):
        end = time.time() + timeout
        while time.time() < end and self.secret(name) != wanted:
            time.sleep(0.05)
        return self.secret(name)

    def ready(self, kind, name):
        """The condition Ready as 'status reason message'."""
        code, out, _ = self.kubectl("get", kind, name, "-o", "json")
        conditions = json.loads(out).get("status", {}).get("conditions", []) if code == 0 else []
        return " ".join(f"{c['status']} {c.get('reason', '')} {c.get('message', '')}" for c in conditions if c["type"] == "Ready")

    def until_ready(self, kind, name, wanted, timeout=40):
        end = time.time() + timeout
        while time.time() < end and not re.search(wanted, self.ready(kind, name), re.S):
            time.sleep(0.1)
        return self.ready(kind, name)


def prepare(vault, purser):
    """Vault's side: a policy, three ways to log in, and who may ask Purser about tokens."""
    vault.ask("POST", "sys/policies/acl/app", {"policy": 'path "secret/data/app/*" { capabilities = ["read"] }\npath "secret/metadata/app/*" { capabilities = ["read", "list"] }'})
    vault.put("app/db", user="ann", password=CANARY + "-1", nested={"port": 5432})
    vault.put("app/web", token=CANARY + "-web")
    vault.ask("POST", "secret/metadata/app/web", {"custom_metadata": {"env": "prod"}})
    vault.put("closed", password=CANARY + "-closed")
    purser.apply("""
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: vault-reviewer}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: app}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: stranger}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: vault-reviewer}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:auth-delegator"}
        subjects: [{kind: ServiceAccount, name: vault-reviewer, namespace: default}]
        """)
    vault.ask("POST", "sys/auth/kubernetes", {"type": "kubernetes"})
    vault.ask("POST", "auth/kubernetes/config", {
        "kubernetes_host": json.loads(purser.command("status", "-o", "json")[1])["server"],
        "kubernetes_ca_cert": base64.b64decode(purser.got("config", "view", "--raw", "-o", "jsonpath={.clusters[0].cluster.certificate-authority-data}")).decode(),
        "token_reviewer_jwt": purser.got("create", "token", "vault-reviewer", "--duration=1h").strip()})
    vault.ask("POST", "auth/kubernetes/role/app", {"bound_service_account_names": "app", "bound_service_account_namespaces": "default", "token_policies": "app", "token_ttl": "5s", "token_max_ttl": "10s"})
    vault.ask("POST", "sys/auth/approle", {"type": "approle"})
    vault.ask("POST", "auth/approle/role/app", {"token_policies": "app"})
    role = vault.ask("GET", "auth/approle/role/app/role-id")["data"]["role_id"]
    secret_id = vault.ask("POST", "auth/approle/role/app/secret-id", {})["data"]["secret_id"]
    purser.apply(f"""
        apiVersion: v1
        kind: Secret
        metadata: {{name: vault-approle}}
        stringData: {{secret-id: {secret_id}, ca.crt: {json.dumps(vault.authority)}}}
        """)
    return role


def store(vault, name, auth):
    return f"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {{name: {name}}}
        spec:
          refreshInterval: 5
          provider:
            vault:
              server: {vault.address}
              path: secret
              version: v2
              caProvider: {{type: Secret, name: vault-approle, key: ca.crt}}
              auth: {auth}
        """


def external_secret(name, store, interval, entries):
    return f"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {{name: {name}}}
        spec:
          refreshInterval: {interval}
          secretStoreRef: {{name: {store}, kind: SecretStore}}
          {entries}
        """


def by_service_account(vault, purser):
    purser.apply(store(vault, "by-account", "{kubernetes: {mountPath: kubernetes, role: app, serviceAccountRef: {name: app}}}"))
    purser.apply(external_secret("account", "by-account", "1s", "data: [{secretKey: password, remoteRef: {key: app/db, property: password}}, {secretKey: port, remoteRef: {key: app/db, property: nested.port}}]"))
    wanted = {"password": CANARY + "-1", "port": "5432"}
    note("a service account of Purser's reads Vault, which asks Purser who it is", purser.until_secret("account", wanted) == wanted, purser.ready("es", "account"))
    note("its store is ready", purser.until_ready("secretstore", "by-account", r"^True ").startswith("True "), purser.ready("secretstore", "by-account"))
    purser.apply(store(vault, "by-stranger", "{kubernetes: {mountPath: kubernetes, role: app, serviceAccountRef: {name: stranger}}}"))
    told = purser.until_ready("secretstore", "by-stranger", r"^False .*not authorized")
    note("a service account that Vault does not know is refused, in Vault's words", "not authorized" in told, told)


def rotation(vault, purser):
    start = time.time()
    vault.put("app/db", user="ann", password=CANARY + "-2", nested={"port": 5433})
    wanted = {"password": CANARY + "-2", "port": "5433"}
    ok = purser.until_secret("account", wanted) == wanted
    note("a changed value arrives within its interval", ok and time.time() - start < 5, f"{time.time() - start:.1f} s, {purser.ready('es', 'account')}")
    end = time.time() + 22  # twice the longest life of a token
    while time.time() < end and purser.ready("es", "account").startswith("True "):
        time.sleep(0.5)
    note("tokens that end after ten seconds are replaced without a failure", time.time() >= end, purser.ready("es", "account"))


def by_app_role(vault, purser, role):
    purser.apply(store(vault, "by-role", f"{{appRole: {{path: approle, roleId: {role}, secretRef: {{name: vault-approle, key: secret-id}}}}}}"))
    purser.apply(external_secret("extracted", "by-role", "1h", "dataFrom: [{extract: {key: app/web}}]"))
    purser.apply(external_secret("found", "by-role", "1h", "dataFrom: [{find: {path: app, tags: {env: prod}}}]"))
    purser.apply(external_secret("labels", "by-role", "1h", "data: [{secretKey: env, remoteRef: {key: app/web, metadataPolicy: Fetch, property: env}}]"))
    for name, wanted in {"extracted": {"token": CANARY + "-web"}, "found": {"app_web": json.dumps({"token": CANARY + "-web"}, separators=(",", ":"))}, "labels": {"env": "prod"}}.items():
        note(f"by AppRole: {name}", purser.until_secret(name, wanted) == wanted, purser.ready("es", name))


def denial(vault, purser):
    purser.apply(external_secret("closed", "by-role", "1h", "data: [{secretKey: password, remoteRef: {key: closed, property: password}}]"))
    told = purser.until_ready("es", "closed", r"^False ")
    note("what a policy denies is told with its path", purser.secret("closed") is None and told.startswith("False SecretSyncedError"), told)
    events = purser.got("get", "events", "--field-selector", "involvedObject.name=closed", "-o", "jsonpath={.items[*].message}")
    note("an event has Vault's reason", "secret/data/closed" in events and "permission denied" in events, events)


def outage(vault, purser):
    before = purser.secret("account")
    vault.ask("PUT", "sys/seal")
    told = purser.until_ready("es", "account", r"^False ")
    note("a sealed Vault is told", told.startswith("False "), told)
    note("and the last value stays", purser.secret("account") == before)
    unseal = urllib.request.Request(f"{vault.address}/v1/sys/unseal", method="PUT", data=json.dumps({"key": vault.unseal_key}).encode())
    urllib.request.urlopen(unseal, context=vault.tls, timeout=30).read()
    told = purser.until_ready("es", "account", r"^True ", timeout=120)
    note("an unsealed Vault is read again", told.startswith("True "), told)


def hygiene(purser):
    """No value is where people look, nor in a file that is not encrypted."""
    for what in ("externalsecrets", "secretstores", "events"):
        note(f"no value in {what}", CANARY not in purser.got("get", what, "-A", "-o", "yaml"))
    note("no value in the metrics", CANARY not in purser.got("get", "--raw", "/metrics"))
    with_value = [os.path.join(d, f) for d, _, files in os.walk(purser.data) for f in files
                  if not os.path.islink(os.path.join(d, f)) and CANARY.encode() in open(os.path.join(d, f), "rb").read()]
    note("no value in logs or files", not with_value, with_value)


def main():
    if not opt.vault:
        print("NOT RUN: neither --vault nor PURSER_TEST_VAULT names a vault binary")
        return
    os.makedirs(opt.work, exist_ok=True)
    purser, vault = Purser(), None
    try:
        vault = Vault(os.path.join(opt.work, "vault"))
        code, out, err = purser.command("up", "--port", "0", "--no-node")
        if code:
            raise RuntimeError(out + err)
        for kind in ("secretstores", "externalsecrets"):
            purser.got("wait", "--for=create", f"crd/{kind}.external-secrets.io", "--timeout=60s")
            purser.got("wait", "--for=condition=Established", f"crd/{kind}.external-secrets.io", "--timeout=60s")
        role = prepare(vault, purser)
        by_service_account(vault, purser)
        rotation(vault, purser)
        by_app_role(vault, purser, role)
        denial(vault, purser)
        outage(vault, purser)
        hygiene(purser)
    except Exception as e:
        note("it runs to its end", False, repr(e))
    finally:
        if vault is not None:
            vault.stop()
        purser.command("down", "--purge")
        shutil.rmtree(os.path.join(opt.work, "vault"), ignore_errors=True)
    print(f"{len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
