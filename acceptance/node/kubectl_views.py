#!/usr/bin/env python3
"""What kubectl shows of a node's pods and their configuration, compared with what it showed of a Kubernetes 1.37.2.

    kubectl_views.py --purser PATH --images DIR --work DIR [--only WORD]

Runs the commands of facts/kubectl-views.txt on the objects of its manifest. Ages, times, addresses and random names are taken out
of both sides, and the width of columns; events of a description are compared without their order. Texts that kubectl itself makes
are those of 1.37: with an older one, what it words differently is in exceptions.py. Last line: 'N passed, N failed'.
"""
import argparse, os, re, shlex, sys, time
from cluster import Cluster
from exceptions import allowed

HERE = os.path.dirname(os.path.abspath(__file__))
NAMESPACE = "nf-kv"

SAME = [
    (r"demo-[0-9a-z]{8,10}-[0-9a-z]{5}\b|demo-hhhhhhhhh-rrrrr", "<demo pod>"),
    (r"\bdemo-(?!rrrrr)[0-9a-z]{5}\b(?=.*IPv4)|demo-rrrrr", "<slice>"),
    (r"demo-[0-9a-z]{8,10}\b|demo-hhhhhhhhh", "<demo set>"),
    (r"pod-template-hash=\w+", "pod-template-hash=<hash>"),
    (r"kube-api-access-(<suffix>|\w{5})", "kube-api-access-<suffix>"),
    (r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000|Ddd, DD Mon YYYY hh:mm:ss \+0000", "<date>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "<time>"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>"),
    (r"containerd://[0-9a-f]{64}", "containerd://<containerID>"),
    (r"sha256:[0-9a-f]{64}", "sha256:<hash>"),
    (r"resourceVersion: \"\d+\"", "resourceVersion: <rv>"),
    (r"\"resourceVersion\": \"\d+\"", "\"resourceVersion\": <rv>"),
    (r"\b10\.96\.\d+\.\d+\b", "<clusterIP>"),
    (r"\b\d+\.\d+\.\d+\.\d+\b(?!/)|<hostIP>|<podIP>", "<IP>"),
    (r" \(?x\d+ over [0-9smh]+\)", ""),
    (r" \(\d+[smh0-9]* ago\)", ""),
    (r"(?<= )\d+(s|m|h|d|m\d+s)(?= |$)", "<age>"),
    (r"CrashLoopBackOff", "Error"),  # told at once here, and by kubelet when it looks again
    (r"\s+", " "),
    # what kubectl words in another way from version to version
    (r"success(Threshold)?=|#success=", "success="),
    (r"failure(Threshold)?=|#failure=", "failure="),
    (r"spec\.(init)?[cC]ontainers\{\w+\}: ", ""),
    (r"(Port: \d+/TCP) \(http\)$", r"\1"),
    (r"\(not found\)$", ""),
    (r" from nf-kv namespace$", ""),
    (r"^ ?(Optional: false|ConfigMapOptional: <nil>|SecretOptionalName: <nil>|Mountable secrets: .*|Tokens: .*)$", ""),
]


def sections(text):
    """The commands with their recorded output lines."""
    found = re.split(r"^\$ kubectl (.*)\n", text, flags=re.M)[1:]
    return list(zip(found[::2], found[1::2]))


def plain(text, node):
    lines = []
    for line in text.rstrip().splitlines():
        line = line.replace(node, "node1")
        for pattern, same in SAME:
            line = re.sub(pattern, same, line)
        if line.strip() and "MissingClusterDNS" not in line and not re.match(r"^[- ]+$", line):
            lines.append(line.strip())
    events = next((i for i, line in enumerate(lines) if line == "Events:"), len(lines))
    return lines[:events] + sorted(lines[events:])


def differing(theirs, ours):
    lines = [f"missing: {line}" for line in theirs if line not in ours] + [f"only here: {line}" for line in ours if line not in theirs]
    return lines or (["the same lines, in another order or number"] if theirs != ours else [])


def wait(condition, what, timeout=90):
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"waited for {what}")
        time.sleep(0.2)


def start(cluster, manifest):
    cluster.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
    wait(lambda: cluster.get(f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts")["items"], "the service account")
    code, out, err = cluster.kubectl("-n", NAMESPACE, "apply", "-f", "-", stdin=manifest)
    if code:
        raise RuntimeError(out + err)
    wait(lambda: ready(cluster), "the pods")


def ready(cluster):
    pods = {re.sub("-.*", "", p["metadata"]["name"]): p["status"] for p in cluster.get(f"/api/v1/namespaces/{NAMESPACE}/pods")["items"]}
    demos = cluster.get(f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/demo")["status"].get("readyReplicas")
    crash = pods["crash"].get("containerStatuses", [{"restartCount": 0}])[0]
    waits = pods["waits"].get("containerStatuses", [{"state": {}}])[0]["state"].get("waiting", {}).get("reason")
    stuck = [c for c in pods["stuck"].get("conditions", []) if c["status"] == "False"]
    return demos == 2 and crash["restartCount"] == 2 and "waiting" in crash["state"] and pods["once"]["phase"] == "Failed" and waits == "CreateContainerConfigError" and stuck


def compare(cluster, command, recorded):
    """The lines that differ, but for the allowed ones."""
    args = shlex.split(command)
    if command.startswith("describe pod demo"):
        args = ["describe", "pod", cluster.get(f"/api/v1/namespaces/{NAMESPACE}/pods?labelSelector=app=demo")["items"][0]["metadata"]["name"]]
    code, out, err = cluster.kubectl("-n", NAMESPACE, *args)
    here = out + "".join(f"[stderr] {line}\n" if i == 0 else line + "\n" for i, line in enumerate(err.splitlines())) + (f"[exit {code}]\n" if code else "")
    theirs, ours = plain(recorded, "node1"), plain(here, cluster.node)
    return [line for line in differing(theirs, ours) if not allowed("kubectl", command, line)]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--purser", required=True)
    options.add_argument("--images", required=True)
    options.add_argument("--work", required=True)
    options.add_argument("--only", default="")
    options = options.parse_args()
    with open(os.path.join(HERE, "facts", "kubectl-views.txt")) as f:
        manifest, commands = f.read().removeprefix("--- manifest\n").split("--- end\n", 1)
    cluster = Cluster(options.purser, os.path.join(options.work, "kubectl"), options.images)
    passed = failed = 0
    try:
        cluster.up()
        start(cluster, manifest)
        for command, recorded in sections(commands):
            if options.only in command or command.startswith("delete"):
                problems = compare(cluster, command, recorded)
                print(("FAIL " if problems else "ok   ") + command, flush=True)
                for line in problems:
                    print("       " + line[:500], flush=True)
                passed, failed = passed + (not problems), failed + bool(problems)
    finally:
        cluster.down()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
