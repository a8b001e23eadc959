#!/usr/bin/env python3
"""`purser down` leaves nothing on the machine, whatever happened before; nor does an `up` that fails or is broken off.

    down.py --purser PATH --images DIR --work DIR [--seed N] [--only WORD]

Only what belongs to these Pursers is compared, so others may run beside them. Needs root, and the archives of images.sh in DIR.
Last line: 'N passed, N failed'; exit 1 on any failure.
"""
import argparse, glob, json, os, random, signal, socket, subprocess, sys, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import leaks
from crash.kills import Victim, kill

ap = argparse.ArgumentParser()
ap.add_argument("--purser", required=True)
ap.add_argument("--images", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--only", default="")
ap.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
opt = ap.parse_args()
rng = random.Random(opt.seed)
passed, failed = [], []
data = os.path.join(os.path.realpath(opt.work), "d")
victim = Victim(data)


def note(name, ok, got=""):
    (passed if ok else failed).append(name)
    print(("ok   " if ok else "FAIL ") + name + ("" if ok else "\n       " + "\n       ".join(str(got).strip().splitlines()[:20])), flush=True)


def command(*args, timeout=240):
    return subprocess.run([opt.purser, *args, "--data-dir", data], capture_output=True, text=True, timeout=timeout)


def up():
    result = command("up", "--port", "0")
    if result.returncode:
        raise RuntimeError(result.stdout + result.stderr)


def kubectl(*args, text=None):
    result = subprocess.run([os.environ.get("KUBECTL", "kubectl"), "--kubeconfig", data + "/admin.kubeconfig", *args], input=text, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return result.stdout


def pod(name, script, finalizer=None):
    """A pod with every kind of thing that a pod leaves on a machine; returns once it runs. It may be there from an earlier start."""
    kubectl("apply", "-f", "-", text=json.dumps({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "finalizers": [finalizer] if finalizer else []},
        "spec": {"terminationGracePeriodSeconds": 2, "containers": [
            {"name": "c", "image": "alpine", "imagePullPolicy": "IfNotPresent", "command": ["sh", "-c", script],
             "ports": [{"containerPort": 80, "hostPort": 20000 + sum(name.encode())}],
             "volumeMounts": [{"name": "m", "mountPath": "/m"}, {"name": "d", "mountPath": "/part", "subPath": "part"}]}],
            "volumes": [{"name": "m", "emptyDir": {"medium": "Memory"}}, {"name": "d", "emptyDir": {}}]}}))
    kubectl("wait", "--for=condition=Ready", "pod/" + name, "--timeout=90s")


def running():
    up()
    result = command("image", "load", *sorted(glob.glob(opt.images + "/*.tar")))
    if result.returncode:
        raise RuntimeError(result.stderr)
    pod("plain", "while :; do sleep 1; done")


def ends(name, before, expected=0):
    """`down` ends well, and leaves nothing."""
    result = command("down")
    note(f"{name}: down", result.returncode == expected, f"{result.returncode}: {result.stdout}{result.stderr}")
    left = leaks.settle(before, [data])
    note(f"{name}: nothing is left", not left, "\n".join(left))


def stubborn(before):
    running()
    pod("deaf", "trap '' TERM; while :; do sleep 1; done")
    pod("kept", "while :; do sleep 1; done", "example.org/kept")
    kubectl("delete", "pod", "kept", "deaf", "--wait=false")
    uid = kubectl("get", "pod", "plain", "-o", "jsonpath={.metadata.uid}")
    busy = subprocess.Popen(["sleep", "3600"], cwd=f"{data}/node/pods/{uid}/volumes/kubernetes.io~empty-dir/m")
    try:
        ends("pods that end late, and a mount that somebody is in", before)
    finally:
        busy.kill()
        busy.wait()
    ends("a second down", before)


def frozen(before):
    running()
    for state in glob.glob(f"/sys/fs/cgroup/freezer/{victim.name}/*/pod*/*/freezer.state") + glob.glob(f"/sys/fs/cgroup/{victim.name}/*/pod*/*/cgroup.freeze"):
        with open(state, "w") as f:
            f.write("FROZEN" if state.endswith("state") else "1")
    kill([victim.purser()] + victim.containerd())
    ends("frozen containers, and Purser and containerd killed", before)


def killed(before):
    running()
    victim.kill_purser()
    ends("Purser killed", before)


def restarted(before):
    running()
    victim.restart_machine()
    ends("the machine restarted", before)


def full(before):
    os.makedirs(data, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m", "full", data], check=True)
    try:
        running()
        with open(data + "/filler", "wb") as f:
            try:
                while True:
                    f.write(b"\0" * (1 << 20))
            except OSError:
                pass
        result = command("down")
        note("a full disk: down", result.returncode == 0, result.stdout + result.stderr)
    finally:
        subprocess.run(["umount", data], capture_output=True)
    left = leaks.settle(before, [data])
    note("a full disk: nothing is left", not left, "\n".join(left))


def broken_off(before):
    """^C at any moment."""
    for _ in range(3):
        process = subprocess.Popen([opt.purser, "up", "--port", "0", "--data-dir", data], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        pause = rng.uniform(0.2, 4)
        time.sleep(pause)
        was_up = process.poll() is not None
        if not was_up:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=90)
        if was_up:
            command("down")
        left = leaks.settle(before, [data], seconds=60)
        note(f"up {'ready' if was_up else 'broken off'} after {pause:.1f} s: nothing is left", not left, "\n".join(left))


def refused(before):
    """An `up` that cannot be."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for args in (["--port", str(taken.getsockname()[1])], ["--no-such-option"], ["--kubelet-config", "/none"]):
            result = command("up", *args)
            note(f"up {args[0]} is refused", result.returncode != 0, result.stdout)
            left = leaks.settle(before, [data])
            note(f"up {args[0]}: nothing is left", not left, "\n".join(left))


def main():
    print(f"seed {opt.seed}")
    os.makedirs(opt.work, exist_ok=True)
    for part in (refused, broken_off, killed, restarted, stubborn, frozen, full):
        if opt.only in part.__name__:
            before = leaks.take([data])
            try:
                part(before)
            except Exception as e:
                note(part.__name__, False, repr(e))
                command("down")
    command("down", "--purge")
    print(f"{len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
