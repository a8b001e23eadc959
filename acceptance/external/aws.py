#!/usr/bin/env python3
"""AWS' secrets in a real Purser, with moto in AWS' place: access keys, the identity of a service account, a role, and what the first
store costs.

    aws.py --purser PATH --work DIR [--moto PROGRAM]

PROGRAM is a moto_server (moto.sh installs one), by default what PURSER_TEST_MOTO names; without it nothing is run, and that is said.
Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, base64, os, re, socket, subprocess, sys, textwrap, time

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--moto", default=os.environ.get("PURSER_TEST_MOTO", ""))
opt = ap.parse_args()
KUBECTL = os.environ.get("KUBECTL", "kubectl")
DATA = os.path.join(opt.work, "aws")
passed, failed = [], []

WRITER = """
import boto3, sys
session = dict(endpoint_url=sys.argv[1], region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b")
secrets = boto3.client("secretsmanager", **session)
for number in range(120):
    secrets.create_secret(Name=f"many/{number}", SecretString=f"value-{number}")
secrets.create_secret(Name="db", SecretString='{"user": "ada", "password": "first"}')
secrets.put_secret_value(SecretId="db", SecretString='{"user": "ada", "password": "second"}')
boto3.client("ssm", **session).put_parameter(Name="/app/token", Value="parameter", Type="SecureString")
"""

STORES = """
apiVersion: v1
kind: Secret
metadata: {name: awssm-secret, namespace: default}
stringData: {access-key: AKIAEXAMPLE, secret-access-key: key}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: my-serviceaccount
  namespace: default
  annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::123456789012:role/team-a"}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: keys, namespace: default}
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
      role: arn:aws:iam::123456789012:role/reader
      auth:
        secretRef:
          accessKeyIDSecretRef: {name: awssm-secret, key: access-key}
          secretAccessKeySecretRef: {name: awssm-secret, key: secret-access-key}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: account, namespace: default}
spec:
  provider:
    aws:
      service: ParameterStore
      region: eu-central-1
      auth: {jwt: {serviceAccountRef: {name: my-serviceaccount}}}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: nobody, namespace: default}
spec: {provider: {aws: {service: SecretsManager, region: eu-central-1}}}
"""

SECRETS = """
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: default}
spec:
  secretStoreRef: {name: keys}
  data:
  - {secretKey: password, remoteRef: {key: db, property: password}}
  - {secretKey: before, remoteRef: {key: db, property: password, version: AWSPREVIOUS}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: many, namespace: default}
spec:
  secretStoreRef: {name: keys}
  dataFrom:
  - find: {path: many/, name: {regexp: ".*"}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: token, namespace: default}
spec:
  secretStoreRef: {name: account}
  data:
  - {secretKey: token, remoteRef: {key: /app/token}}
"""


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       got: " + str(got).strip()[:800]), flush=True)


def run(*cmd, stdin=None, env=None):
    p = subprocess.run(cmd, input=stdin, capture_output=True, text=True, timeout=180, env=env)
    return p.stdout + (p.stderr if p.returncode else "")


def kubectl(*args, stdin=None):
    return run(KUBECTL, "--kubeconfig", os.path.join(DATA, "admin.kubeconfig"), *args, stdin=stdin)


def until(get, wanted, limit=60):
    end = time.time() + limit
    got = get()
    while not wanted(got) and time.time() < end:
        time.sleep(0.1)
        got = get()
    return got


def memory():
    """What the server's process uses, in MiB."""
    pid = open(os.path.join(DATA, "purser.lock")).read().strip()
    return int(re.search(r"Pss:\s+(\d+)", open(f"/proc/{pid}/smaps_rollup").read()).group(1)) // 1024


def value(name, key):
    text = kubectl("get", "secret", name, "-o", "jsonpath={.data." + key + "}")
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return text


def checks():
    before = memory()
    begun = time.time()
    print(kubectl("apply", "-f", "-", stdin=STORES), end="")
    got = until(lambda: kubectl("get", "ss", "keys", "-o", "jsonpath={.status.conditions[0].reason}"), lambda got: got == "Valid")
    note("a store with keys and a role is valid", got == "Valid", kubectl("describe", "ss", "keys"))
    print(f"     the first store is valid after {time.time() - begun:.1f} s")
    kubectl("apply", "-f", "-", stdin=SECRETS)
    for name, key, wanted in ("db", "password", "second"), ("db", "before", "first"), ("token", "token", "parameter"):
        got = until(lambda: value(name, key), lambda got: got == wanted)
        note(f"{name}: {key} is fetched", got == wanted, got + kubectl("describe", "es", name))
    got = until(lambda: kubectl("get", "secret", "many", "-o", "go-template={{len .data}}"), lambda got: got == "120")
    note("120 secrets are found in pages", got == "120", got + kubectl("describe", "es", "many"))
    got = until(lambda: kubectl("describe", "ss", "nobody"), lambda got: "names no credentials" in got)
    note("a store without credentials is refused", "names no credentials" in got, got)
    print(f"     memory {before} MiB before the first store, {memory()} MiB behind")


def main():
    if not opt.moto:
        print("NOT RUN: --moto and PURSER_TEST_MOTO name no moto_server; acceptance/external/moto.sh installs one\n0 passed, 0 failed")
        return 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    moto = subprocess.Popen([opt.moto, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: socket.socket().connect_ex(("127.0.0.1", port)), lambda got: got == 0)
        said = run(os.path.join(os.path.dirname(opt.moto), "python3"), "-c", WRITER, address)
        note("moto is filled", said == "", said)
        env = dict(os.environ, AWS_SECRETSMANAGER_ENDPOINT=address, AWS_SSM_ENDPOINT=address, AWS_STS_ENDPOINT=address)
        said = run(opt.purser, "up", "--no-node", "--port", "0", "--data-dir", DATA, env=env)
        until(lambda: kubectl("get", "crd", "externalsecrets.external-secrets.io"), lambda got: "CREATED" in got)
        checks()
    finally:
        run(opt.purser, "down", "--data-dir", DATA)
        moto.terminate()
        moto.wait()
    print(f"{len(passed)} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main())
