#!/usr/bin/env python3
"""What a container sees of its configuration: one check for each conformance spec about it, and more, in real containers.

    behaviours.py --purser PATH --images DIR --work DIR [-k WORD] [--jobs N] [--list]
    behaviours.py --kubeconfig FILE ...      against a cluster that runs already and has the images

facts/conformance-names.txt has the names of Kubernetes' specs; the run fails if one of them has no check here. The checks
are written from what each spec demands, with manifests and programs of our own; those beyond the list begin with 'beyond: '.

Needs root, and the archives of images.sh in DIR. Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, concurrent.futures, glob, os, shutil, subprocess, sys, threading, time, traceback

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from behaviour import beyond, config_volumes, downward, empty_dirs, environment, services  # noqa: F401, importing registers their checks
from behaviour.cluster import Cluster, Refused, Space
from behaviour.suite import CHECKS, key

NAMES = os.path.join(os.path.dirname(os.path.realpath(__file__)), "facts", "conformance-names.txt")
# Each of its pods has fifty volumes: it starts first, so that nothing waits for it in the end.
SLOWEST = "[sig-storage] EmptyDir wrapper volumes should not cause race condition when used for configmaps"


def arguments():
    ap = argparse.ArgumentParser()
    ap.add_argument("--purser")
    ap.add_argument("--images")
    ap.add_argument("--work")
    ap.add_argument("--kubeconfig")
    ap.add_argument("-k", dest="word", default="", help="only checks whose name or group has this word")
    ap.add_argument("--jobs", type=int, default=10)
    ap.add_argument("--list", action="store_true", help="only show the names of all checks")
    opt = ap.parse_args()
    if not opt.list and not opt.kubeconfig and not (opt.purser and opt.images and opt.work):
        ap.error("--purser, --images and --work go together; or --kubeconfig")
    return opt


def coverage():
    """The names of the list that have no check, and the checks that name no spec and do not say that they are beyond."""
    wanted = {key(line) for line in open(NAMES) if line.strip()}
    return sorted(wanted - CHECKS.keys()), sorted(n for n in CHECKS.keys() - wanted if not n.startswith("beyond: "))


def run_one(cluster, name):
    """Why the check failed, or nothing; and how long it took."""
    start, space = time.monotonic(), None
    try:
        space = Space(cluster)
        CHECKS[name][1](space)
        failure = ""
    except (AssertionError, Refused) as e:
        failure = str(e) or "an assertion without words:\n" + traceback.format_exc()
    except Exception:  # a broken check must not hide the others
        failure = traceback.format_exc()
    try:
        if space:
            space.remove()
    except (Refused, OSError) as e:
        failure = failure or f"its namespace could not be removed: {e}"
    return failure, time.monotonic() - start


def run_all(cluster, names, jobs):
    """The failures by name."""
    failures, out = {}, threading.Lock()

    def one(name):
        failure, seconds = run_one(cluster, name)
        with out:
            if failure:
                failures[name] = failure
            print(("FAIL " if failure else "ok   ") + f"{seconds:5.1f}s {name}" + ("\n       " + failure.replace("\n", "\n       ")[:3000] if failure else ""), flush=True)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, sorted(names, key=lambda n: (n != SLOWEST, CHECKS[n][0], n))))
    return failures


def summary(names, failures):
    groups = {}
    for name in names:
        groups.setdefault(CHECKS[name][0], []).append(name in failures)
    for group, results in sorted(groups.items()):
        print(f"  {group:12} {results.count(False):3} of {len(results):3} passed")


class OwnPurser:
    """A Purser of this run, removed at its end."""

    def __init__(self, opt):
        self.opt, self.data = opt, os.path.join(opt.work, "behaviours")

    def command(self, *args):
        done = subprocess.run([self.opt.purser, *args, "--data-dir", self.data], capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise SystemExit(f"{args[0]} failed: {done.stdout}{done.stderr}")

    def __enter__(self):
        self.command("up", "--port", "0", "--cluster-dns")
        self.command("image", "load", *sorted(glob.glob(self.opt.images + "/*.tar")))
        return os.path.join(self.data, "admin.kubeconfig")

    def __exit__(self, *_):
        self.command("down", "--purge")
        shutil.rmtree(self.opt.work, ignore_errors=True)


def run(kubeconfig, opt, names):
    start, cluster = time.monotonic(), Cluster(kubeconfig)
    failures = run_all(cluster, names, opt.jobs)
    cluster.close()
    print(f"{time.monotonic() - start:.0f} s with {opt.jobs} checks at once")
    return failures


def main():
    opt = arguments()
    uncovered, unknown = coverage()
    for name in uncovered:
        print("FAIL no check: " + name)
    for name in unknown:
        print("FAIL a check of no spec: " + name)
    names = [n for n in CHECKS if opt.word.lower() in (n + " " + CHECKS[n][0]).lower()]
    if opt.list:
        print("\n".join(sorted(names)))
        return 1 if uncovered or unknown else 0
    if opt.kubeconfig:
        failures = run(opt.kubeconfig, opt, names)
    else:
        with OwnPurser(opt) as kubeconfig:
            failures = run(kubeconfig, opt, names)
    summary(names, failures)
    bad = len(failures) + len(uncovered) + len(unknown)
    print(f"{len(names) - len(failures)} passed, {bad} failed")
    return 1 if bad or not names else 0


sys.exit(main())
