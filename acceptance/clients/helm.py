#!/usr/bin/env python3
"""A chart with values for each environment through its life, by one stock Helm against a running server with a node.

    helm.py --helm PATH --kubectl PATH --kubeconfig FILE --chart DIR [--results FILE]

The node must have the images of acceptance/images.sh. Exit 1 when a check fails.
"""
import argparse, os, re, shutil, tempfile
from checks import Checks, run

ap = argparse.ArgumentParser()
ap.add_argument("--helm", required=True)
ap.add_argument("--kubectl", required=True)
ap.add_argument("--kubeconfig", required=True)
ap.add_argument("--chart", required=True)
ap.add_argument("--results")
opt = ap.parse_args()

# What one Helm keeps of a server is not for the next.
work = tempfile.mkdtemp(prefix="hc.")
environment = {**os.environ, "HOME": work, "KUBECONFIG": opt.kubeconfig}
version = run(opt.helm, "version", "--short", env=environment).out.strip().lstrip("v").split("+")[0]
space = "helm-" + version.replace(".", "-")
checks = Checks("Helm", version)
expect = checks.expect


def helm(*args, timeout=120):
    return run(opt.helm, *args, "-n", space, env=environment, timeout=timeout)


def k(*args):
    return run(opt.kubectl, "-n", space, *args, env=environment)


def with_values(environment_name):
    return ["-f", os.path.join(opt.chart, f"values-{environment_name}.yaml"), "--set", "image=docker.io/myregistry/agent:v1.0"]


def environments():
    """The same chart, rendered for each environment."""
    rendered = {name: helm("template", "agent", opt.chart, *with_values(name)) for name in ("dev", "prod")}
    expect("template for dev", rendered["dev"], 'MODEL_NAME: gpt-4o-mini.*replicas: 1')
    expect("template for prod", rendered["prod"], 'TEMPERATURE: "0.2".*replicas: 2')
    ours, theirs = (set(r.out.splitlines()) for r in rendered.values())
    checks.note("environments differ where their values do", {"  LOG_LEVEL: DEBUG", "  MODEL_NAME: gpt-4o-mini"} <= ours - theirs, ours - theirs)
    expect("lint", run(opt.helm, "lint", opt.chart, env=environment), "0 chart\\(s\\) failed")
    expect("template that asks the server", helm("template", "agent", opt.chart, "--validate", *with_values("dev")), "kind: Deployment")


def life():
    expect("install as a dry run", helm("install", "agent", opt.chart, "--create-namespace", "--dry-run", *with_values("dev")), "STATUS: pending-install")
    expect("install --wait with a hook", helm("install", "agent", opt.chart, "--create-namespace", "--wait", "--timeout", "90s", *with_values("dev")), "STATUS: deployed.*runs 1 agent")
    expect("the hook's pod is gone", k("get", "pod", "agent-check"), err="NotFound", code=1)
    expect("install again", helm("install", "agent", opt.chart, *with_values("dev")), err="cannot re-?use a name that is still in use", code=1)
    expect("environment reaches the container", k("exec", "deploy/agent", "--", "sh", "-c", "echo $MODEL_NAME $OPENAI_API_KEY"), "^gpt-4o-mini sk-proj-your-key-here$")
    expect("list", helm("list"), r"^agent\s+" + space + r"\s+1\s+.*deployed\s+agent-1.0.0\s+1")
    expect("list of all namespaces as JSON", helm("list", "-A", "-o", "json"), '"name":"agent"')
    expect("status", helm("status", "agent"), "STATUS: deployed")
    expect("get values", helm("get", "values", "agent"), "MODEL_NAME: gpt-4o-mini")
    expect("get manifest", helm("get", "manifest", "agent"), "kind: Secret")
    expect("get hooks", helm("get", "hooks", "agent"), "agent-check")
    expect("upgrade --wait to another environment", helm("upgrade", "agent", opt.chart, "--wait", "--timeout", "90s", *with_values("prod")), "REVISION: 2.*runs 2 agent")
    expect("two of them run", k("get", "deploy", "agent", "-o", "jsonpath={.status.readyReplicas} {.spec.replicas}"), "^2 2$")
    expect("changed environment reaches new containers", k("exec", "deploy/agent", "--", "printenv", "LOG_LEVEL"), "WARN")
    expect("upgrade --reuse-values", helm("upgrade", "agent", opt.chart, "--reuse-values", "--set", "replicas=1"), "REVISION: 3")
    expect("upgrade stopped by a hook", helm("upgrade", "agent", opt.chart, "--timeout", "60s", *with_values("prod"), "--set", "config.MODEL_NAME="), code=1, err="(?i)pre-upgrade hooks? failed|failed")
    expect("history", helm("history", "agent"), r"1\s+.*superseded.*\n2\s+.*superseded.*\n3\s+.*deployed.*\n4\s+.*failed")
    expect("rollback --wait", helm("rollback", "agent", "1", "--wait", "--timeout", "90s"), "Rollback was a success")
    expect("the old values are back", k("get", "cm", "agent-config", "-o", "jsonpath={.data.LOG_LEVEL} {.data.MODEL_NAME}"), "^DEBUG gpt-4o-mini$")
    expect("history after the rollback", helm("history", "agent", "-o", "json"), "Rollback to 1")
    expect("what was changed by hand is put right", k("patch", "cm", "agent-config", "--type=merge", "-p", '{"data":{"LOG_LEVEL":"TRACE"}}'), "patched")
    expect("upgrade after a change by hand", helm("upgrade", "agent", opt.chart, *forced(), *with_values("dev")), "deployed")
    expect("the change by hand is gone", k("get", "cm", "agent-config", "-o", "jsonpath={.data.LOG_LEVEL}"), "^DEBUG$")
    expect("releases are Secrets of their type", k("get", "secrets", "--field-selector=type=helm.sh/release.v1", "-o", "name"), r"sh.helm.release.v1.agent.v\d")
    expect("uninstall --wait", helm("uninstall", "agent", "--wait", "--timeout", "60s"), 'release "agent" uninstalled')
    expect("nothing is left", k("get", "deploy,cm,secret", "-l", "app.kubernetes.io/instance=agent", "-o", "name"), r"\A\Z")
    expect("list after uninstall", helm("list", "-q"), r"\A\Z")
    expect("upgrade --install", helm("upgrade", "--install", "agent", opt.chart, *with_values("dev")), "deployed")
    expect("uninstall --keep-history", helm("uninstall", "agent", "--keep-history"), "uninstalled")
    expect("list --uninstalled", helm("list", "--uninstalled"), "uninstalled")


def forced():
    """Helm 4 applies on the server, where somebody else's change is a conflict."""
    return ["--force-conflicts"] if version.startswith("4") else []


environments()
life()
run(opt.kubectl, "delete", "namespace", space, "--wait=false", env=environment)
shutil.rmtree(work, ignore_errors=True)
checks.finish(opt.results)
