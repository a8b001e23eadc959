#!/usr/bin/env python3
"""What is on this machine that programs leave behind, and what has come or changed since an earlier look.

    leaks.py take FILE [--data DIR]...       writes a snapshot
    leaks.py compare FILE [--data DIR]...    prints what is there now and was not, and what has changed; exit 1 if anything has
    leaks.py list --data DIR                 prints everything that belongs to one Purser

Without --data all of the machine is compared, which is exact only while no other program changes these things on it; of processes,
listening ports and temporary files only what looks like something that Purser, its containers or its tests have made. With --data,
only what belongs to the Pursers with these data directories. Compared are mounts, network interfaces, network namespaces, processes,
cgroups, rules of iptables, routes, kernel settings, listening ports, loop devices, and files where programs leave such.

What may stay, and is not compared: the data directory itself, the keys in /etc/purser/keys and ~/.config/purser, kernel modules
that were loaded, kernel tables and base chains that are empty, what apt installs, and the Java and Maven caches.
"""
import argparse, glob, hashlib, json, os, re, subprocess, sys, time

KERNEL_MOUNT = re.compile(r"^(proc|sysfs|devpts|devtmpfs|cgroup2?|securityfs|debugfs|tracefs|bpf|mqueue|hugetlbfs)$")
# Directory: how deep its files are listed. What is not here is not where Purser or what it starts writes.
PLACES = {"/run": 3, "/run/containerd": 9, "/run/netns": 9, "/tmp": 1, "/var/tmp": 1, "/dev/shm": 2, "/var/lib": 1, "/var/lib/cni": 9,
          "/var/lib/kubelet": 3, "/etc": 1, "/etc/cni": 9, "/etc/containerd": 9, "/etc/purser": 9, "/opt": 2, "/var/log": 1,
          "/var/log/pods": 9, "/var/log/containers": 9, os.path.expanduser("~"): 1, os.path.expanduser("~/.config"): 1}
# Others' business, and what a run may make for good.
FREE_FILES = re.compile(r"^(/run/(lock|log|systemd|udev|user|mount|utmp|apt|dbus)|/tmp/hsperfdata|/etc/(ld\.so\.cache|mtab|purser/keys|purser$|alternatives|"
                        r"resolv\.conf)|/var/lib/(apt|dpkg|systemd)|/var/log/|" + re.escape(os.path.expanduser("~"))
                        + r"/\.(m2|cache|java|bash_history|config/purser|config$|kube|npm|local))")
# Settings that count something, or that the kernel changes by itself.
FREE_SETTINGS = re.compile(r"nf_conntrack_(count|buckets)|/neigh/|/(stable_secret|ns_last_pid|random)|tcp_(fastopen_key|mem)|/udp_mem|netdev_rss_key|_stat$|/route/flush$")


# What tells that a process or a temporary file is not somebody else's: programs come and go on every machine.
OURS = re.compile(r"purser|containerd|runc|/pause|\bcni\b|busybox|kubepods|k8s\.io|surefire|maven|/tmp/p[a-z]\.|^/tmp/(p[a-z]|pn|junit)|httpd")


def is_ours(kind, entry, note):
    if kind == "process":
        return bool(OURS.search(entry + " " + note))
    if kind == "file" and entry.startswith(("/tmp/", "/var/tmp/", "/dev/shm/", os.path.expanduser("~/"))):
        return bool(OURS.search(entry))
    return kind not in ("port", "network namespace") or "purser" in note


def text(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    except FileNotFoundError:
        return ""


def content(path):
    try:
        with open(path, "rb") as f:
            return f.read().decode(errors="replace")
    except OSError:
        return ""


def names(directory):
    try:
        return os.listdir(directory)
    except OSError:
        return []


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""


def bridge(data):
    """The name of a Purser's bridge, which is also that of its network and of its cgroup."""
    return "purser" + hashlib.sha256((os.path.realpath(data) + "/node/network").encode()).hexdigest()[:8]


def mounts():
    for line in content("/proc/self/mountinfo").splitlines():
        before, after = line.split(" - ")
        root, point = before.split(" ")[3:5]
        kind = after.split(" ")[0]
        if not KERNEL_MOUNT.match(kind) or kind == "nsfs":
            yield f"{point} ({kind})", root


def interfaces():
    for name in names("/sys/class/net"):
        yield name, os.path.basename(link(f"/sys/class/net/{name}/master"))


def lineage():
    """This process and those above it."""
    pid, found = os.getpid(), set()
    while pid > 1:
        found.add(pid)
        status = re.search(r"^PPid:\s+(\d+)", content(f"/proc/{pid}/status"), re.M)
        pid = int(status.group(1)) if status else 0
    return found


def processes():
    """All but the kernel's own, by number and start, so that a number used again is another process."""
    above = lineage()
    for pid in filter(str.isdigit, names("/proc")):
        command = content(f"/proc/{pid}/cmdline").replace("\0", " ").strip()
        stat = content(f"/proc/{pid}/stat")
        if not stat or int(pid) in above:
            continue
        fields = stat[stat.rindex(")") + 2:].split()
        if fields[1] == "2" or pid == "2" or (not command and fields[0] != "Z"):
            continue
        if int(fields[1]) == os.getpid():
            continue
        name = stat[stat.index("(") + 1:stat.rindex(")")]
        yield f"{pid}@{fields[19]} {fields[0] if fields[0] in 'ZD' else ''} {command or name}", content(f"/proc/{pid}/cgroup")


def namespaces():
    """Network namespaces that a process is in; those that only a mount keeps are among the mounts."""
    found = {}
    for pid in filter(str.isdigit, names("/proc")):
        inode = link(f"/proc/{pid}/ns/net")
        if inode:
            found.setdefault(inode, content(f"/proc/{pid}/cgroup"))
    return found.items()


def cgroups():
    top = "/sys/fs/cgroup"
    for folder, directories, _ in os.walk(top):
        if folder != top and os.path.exists(folder + "/cgroup.procs"):
            yield folder, ""


def rules():
    """Rules and chains of iptables. Base chains are the kernel's, and an empty table is as none."""
    for program in ("iptables-save", "ip6tables-save"):
        table = ""
        for line in text(program).splitlines():
            if line.startswith("*"):
                table = line[1:]
            elif line.startswith("-A") or re.match(r":\S+ -", line):
                yield f"{program[:-5]} {table} {re.sub(r' .[0-9]+:[0-9]+.$', '', line)}", ""
            elif line.startswith(":") and " ACCEPT" not in line:
                yield f"{program[:-5]} {table} {line.split(' [')[0]}", ""
    for line in text("nft", "list", "tables").splitlines():
        if not re.match(r"table (ip|ip6) (nat|filter|mangle|raw|security)$", line):
            yield line, ""


def routes():
    for family in ("-4", "-6"):
        for line in text("ip", family, "route", "show", "table", "all").splitlines():
            yield f"{family} " + re.sub(r" (expires \S+|error \S+|pref \S+)", "", line).strip(), ""
    for line in text("ip", "rule").splitlines():
        yield line, ""


def settings():
    """What the kernel is set to; those of an interface come and go with it."""
    for top in ("/proc/sys/net", "/proc/sys/kernel", "/proc/sys/vm", "/proc/sys/fs"):
        for folder, _, files in os.walk(top):
            parts = folder.split("/")
            if "conf" in parts and parts[-1] not in ("all", "default", "lo", "eth0"):
                continue
            for name in files:
                path = folder + "/" + name
                if not FREE_SETTINGS.search(path) and (top in ("/proc/sys/net",) or name in
                        ("panic", "panic_on_oops", "overcommit_memory", "panic_on_oom", "root_maxkeys", "root_maxbytes", "core_pattern", "max_user_watches", "max_user_instances")):
                    yield f"{path} = {content(path).strip()}", ""


def ports():
    for kind in ("tcp", "tcp6"):
        for line in content(f"/proc/net/{kind}").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":
                yield f"{kind} {int(fields[1].split(':')[1], 16)}", ""


def loops():
    for path in glob.glob("/sys/block/loop*/loop/backing_file"):
        yield path.split("/")[3] + " " + content(path).strip(), ""


def files():
    for top, depth in PLACES.items():
        for folder, directories, entries in os.walk(top):
            level = 0 if folder == top else folder[len(top):].count("/")
            if level + 1 >= depth:
                listed, directories[:] = directories + entries, []
            else:
                listed = directories + entries
            directories[:] = [d for d in directories if not FREE_FILES.search(folder + "/" + d)]
            for name in listed:
                path = folder + "/" + name
                if not FREE_FILES.search(path):
                    yield path, ""


KINDS = {"mount": mounts, "interface": interfaces, "network namespace": namespaces, "process": processes, "cgroup": cgroups, "rule": rules,
         "route": routes, "setting": settings, "port": ports, "loop device": loops, "file": files}


def shim_sockets(data):
    """containerd names its shims' sockets by a hash of its own socket, the namespace and the sandbox."""
    return {hashlib.sha256(f"{os.path.realpath(data)}/node/containerd/containerd.sock/k8s.io/{sandbox}".encode()).hexdigest()
            for sandbox in names(f"{data}/node/containerd/root/io.containerd.grpc.v1.cri/sandboxes")
            + names(f"{data}/node/containerd/state/io.containerd.runtime.v2.task/k8s.io")}


def belongs(kind, entry, note, data, sockets):
    """Whether something is of the Pursers with these data directories."""
    for directory in data:
        real, name = os.path.realpath(directory), bridge(directory)
        if kind == "file":
            if name in entry or (entry.startswith("/run/containerd/s/") and os.path.basename(entry) in sockets):
                return True
        elif re.search(re.escape(real) + r"(/|\s|$|\")", entry + " " + note) or name in entry or name in note:
            return True
    return False


def take(data=()):
    """The machine now: for every kind its entries, and how often each is there."""
    sockets = set().union(*map(shim_sockets, data)) if data else set()
    found = {}
    for kind, read in KINDS.items():
        count = found[kind] = {}
        for entry, note in read():
            if belongs(kind, entry, note, data, sockets) if data else is_ours(kind, entry, note):
                count[entry] = count.get(entry, 0) + 1
    if data:
        chains = {c for entry in found["rule"] for c in re.findall(r"-j (CNI-(?!HOSTPORT)\S+)", entry)}
        found["rule"].update((entry, 1) for entry, _ in rules() if re.search(r"(:|-A )(\S+)", entry).group(2) in chains)
    return found


def difference(before, after, data=()):
    """What is there too much, and settings that are others, as lines."""
    lines = []
    kept = [os.path.realpath(d) for d in data]
    for kind in KINDS:
        old, new = before.get(kind, {}), after.get(kind, {})
        for entry in sorted(new):
            if new[entry] > old.get(entry, 0) and entry not in kept:
                lines.append(f"{kind}: {entry}"[:400])
        if kind in ("setting", "rule", "route", "mount", "interface"):
            lines += [f"{kind} is gone: {entry}" for entry in sorted(old) if new.get(entry, 0) < old[entry]]
    return lines


def settle(before, data=(), seconds=10):
    """The difference, once the kernel has done what it does a moment later."""
    end = time.monotonic() + seconds
    lines = difference(before, take(data), data)
    while lines and time.monotonic() < end:
        time.sleep(0.25)
        lines = difference(before, take(data), data)
    return lines


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("take", "compare", "list"))
    ap.add_argument("file", nargs="?")
    ap.add_argument("--data", action="append", default=[])
    opt = ap.parse_args()
    if opt.what == "list":
        for kind, entries in take(opt.data).items():
            for entry in sorted(entries):
                print(f"{kind}: {entry}"[:400])
        return
    if opt.what == "take":
        with open(opt.file, "w") as f:
            json.dump(take(opt.data), f)
        return
    with open(opt.file) as f:
        lines = settle(json.load(f), opt.data)
    for line in lines[:100]:
        print(line)
    if lines:
        sys.exit(f"{len(lines)} things were left on this machine")
    print("nothing was left on this machine")


if __name__ == "__main__":
    main()
