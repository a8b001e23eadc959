package dev.purser.node.cgroup;

import dev.purser.node.cgroup.CgroupTree.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Makes cgroups and sets what their processes may use, in the words of version 1 or 2.
/// Thread-safe.
public final class CgroupLimits {
    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids");
    private static final long SHARES_MIN = 2;
    private static final long SHARES_MAX = 262_144;
    private static final long WEIGHT_MIN = 1;
    private static final long WEIGHT_MAX = 10_000;

    private final CgroupTree tree;

    public CgroupLimits(CgroupTree tree) {
        this.tree = tree;
    }

    /// What a cgroup may use; what is empty stays as it is.
    ///
    /// @param cpuShares the weight beside others, 1024 for a processor
    /// @param cpuQuotaMicros of each period; -1 for no limit
    /// @param memoryBytes -1 for no limit
    /// @param pids -1 for no limit
    public record Limits(
            OptionalLong cpuShares,
            OptionalLong cpuQuotaMicros,
            long cpuPeriodMicros,
            OptionalLong memoryBytes,
            OptionalLong pids) {}

    /// Makes a cgroup unless it is there.
    public void create(String cgroup) throws IOException {
        if (tree.version() == Version.V1) {
            for (String controller : CONTROLLERS) {
                if (Files.isDirectory(tree.directory(controller, "/"))) {
                    tree.create(controller, cgroup);
                }
            }
            return;
        }
        Path path = Path.of(cgroup);
        String parent = "/";
        for (int i = 0; i < path.getNameCount(); i++) {
            delegate(parent);
            parent = "/" + path.subpath(0, i + 1);
            tree.create("", parent);
        }
    }

    /// Lets the children of a cgroup of version 2 have controllers.
    private void delegate(String cgroup) throws IOException {
        String given = tree.read("", cgroup, "cgroup.subtree_control");
        String there = tree.read("", cgroup, "cgroup.controllers");
        for (String controller : CONTROLLERS) {
            if (has(there, controller) && !has(given, controller)) {
                tree.write("", cgroup, "cgroup.subtree_control", "+" + controller);
            }
        }
    }

    private static boolean has(String controllers, String controller) {
        return List.of(controllers.split(" ")).contains(controller);
    }

    /// Sets limits of a cgroup that is there.
    ///
    /// @throws IOException when the kernel refuses one, such as a limit below what is in use
    public void apply(String cgroup, Limits limits) throws IOException {
        boolean isV2 = tree.version() == Version.V2;
        if (limits.cpuShares().isPresent()) {
            long shares = limits.cpuShares().getAsLong();
            set("cpu", cgroup, isV2 ? "cpu.weight" : "cpu.shares", isV2 ? weight(shares) : shares);
        }
        if (limits.cpuQuotaMicros().isPresent()) {
            setQuota(cgroup, limits.cpuQuotaMicros().getAsLong(), limits.cpuPeriodMicros());
        }
        if (limits.memoryBytes().isPresent()) {
            setOrMax(
                    "memory",
                    cgroup,
                    isV2 ? "memory.max" : "memory.limit_in_bytes",
                    limits.memoryBytes().getAsLong());
        }
        if (limits.pids().isPresent()) {
            long pids = limits.pids().getAsLong();
            tree.write("pids", cgroup, "pids.max", pids < 0 ? "max" : Long.toString(pids));
        }
    }

    private void set(String controller, String cgroup, String file, long value) throws IOException {
        tree.write(controller, cgroup, file, Long.toString(value));
    }

    private void setOrMax(String controller, String cgroup, String file, long value)
            throws IOException {
        boolean isMax = value < 0 && tree.version() == Version.V2;
        tree.write(controller, cgroup, file, isMax ? "max" : Long.toString(value));
    }

    private void setQuota(String cgroup, long quota, long period) throws IOException {
        if (tree.version() == Version.V2) {
            String most = quota < 0 ? "max" : Long.toString(quota);
            tree.write("cpu", cgroup, "cpu.max", most + " " + period);
            return;
        }
        if (quota >= 0) {
            set("cpu", cgroup, "cpu.cfs_period_us", period);
        }
        set("cpu", cgroup, "cpu.cfs_quota_us", quota);
    }

    /// The memory limit that is set; empty for none.
    public OptionalLong memoryBytes(String cgroup) throws IOException {
        String file = tree.version() == Version.V2 ? "memory.max" : "memory.limit_in_bytes";
        return tree.number("memory", cgroup, file);
    }

    /// Version 1's shares as version 2's weight, so that 1024 becomes 100 and the ends meet: the
    /// curve that container runtimes agreed upon (opencontainers/cgroups 0.0.5).
    static long weight(long shares) {
        if (shares <= SHARES_MIN) {
            return WEIGHT_MIN;
        }
        if (shares >= SHARES_MAX) {
            return WEIGHT_MAX;
        }
        double log = Math.log((double) shares) / Math.log(2);
        double exponent = (log * log + 125 * log) / 612.0 - 7.0 / 34.0;
        return (long) Math.ceil(Math.pow(10, exponent));
    }
}
