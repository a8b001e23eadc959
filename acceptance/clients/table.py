#!/usr/bin/env python3
"""From results to docs/CLIENTS.md.

    table.py --java MODULE --results FILE     adds what the reports of the module's tests say to the results
    table.py --results FILE --write FILE      writes the table
"""
import argparse, glob, json, re
import xml.etree.ElementTree as xml

ap = argparse.ArgumentParser()
ap.add_argument("--results", required=True)
ap.add_argument("--java")
ap.add_argument("--write")
opt = ap.parse_args()

INTRO = """# Clients

Stock clients, each doing what its users do, against a Purser with a node; the last run of `acceptance/clients/run`.
A client that is too old for something is not asked for it.

| client | version | checks passed | failed | not in this version |
| --- | --- | --- | --- | --- |
"""

OUTRO = """
What differs between clients is theirs, and the same on any Kubernetes 1.37:

- kubectl 1.20 must be told what to prune (`--prune-whitelist`): its own list names `batch/v1beta1` CronJob, which is gone. It
  makes CronJobs and PodDisruptionBudgets in versions that are gone, too.
- kubectl 1.22.0 to 1.22.2 waits for ever in `run --rm -i` unless `KUBECTL_COMMAND_HEADERS=false` is set
  (kubernetes/kubectl issue 1098).
- `kubectl debug` lets go of a container when its own input ends; it does not ask for `stdinOnce`.
- Helm 4 applies on the server: what somebody else changed is a conflict, and `--force-conflicts` takes it over.
- fabric8's client reads RSA keys only, unless BouncyCastle is there; the keys in Purser's kubeconfigs are RSA for that.
- client-go may prefer CBOR; Purser answers JSON, as Kubernetes does by default.
"""

NAMES = {"Fabric8Tests": ("fabric8 kubernetes-client", "kubernetes-client"), "OfficialJavaClientTests": ("official Java client", "client-java")}


def java(module):
    """One line for each library: nested classes have reports of their own."""
    pom = open(module + "/pom.xml").read()
    lines = {}
    for report in glob.glob(module + "/target/surefire-reports/TEST-*.xml"):
        for case in xml.parse(report).getroot().iter("testcase"):
            outer = re.search(r"(\w+Tests)", case.get("classname")).group(1)
            client, artifact = NAMES[outer]
            version = re.search(rf"<artifactId>{artifact}</artifactId><version>([^<]+)", pom).group(1)
            line = lines.setdefault(outer, {"client": client, "version": version, "passed": 0, "failed": [], "skipped": {}})
            if case.find("failure") is not None or case.find("error") is not None:
                line["failed"].append(case.get("name"))
            elif case.find("skipped") is not None:
                line["skipped"][case.get("name")] = "needs a node"
            else:
                line["passed"] += 1
    with open(opt.results, "a") as f:
        for line in lines.values():
            print(f"{line['client']} {line['version']}: {line['passed']} passed, {len(line['failed'])} failed")
            f.write(json.dumps(line) + "\n")


def table():
    with open(opt.results) as f:
        rows = [json.loads(line) for line in f]
    order = {name: i for i, name in enumerate(dict.fromkeys(row["client"] for row in rows))}
    rows.sort(key=lambda row: (order[row["client"]], [int(n) for n in re.findall(r"\d+", row["version"])]))
    with open(opt.write, "w") as f:
        f.write(INTRO)
        for row in rows:
            failed = ", ".join(row["failed"]) or "0"
            f.write(f"| {row['client']} | {row['version']} | {row['passed']} | {failed} | {', '.join(row['skipped'])} |\n")
        f.write(OUTRO)


if opt.java:
    java(opt.java)
if opt.write:
    table()
