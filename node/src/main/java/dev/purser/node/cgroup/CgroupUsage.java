package dev.purser.node.cgroup;

import dev.purser.node.cgroup.CgroupTree.Version;
import java.io.IOException;
import java.util.OptionalLong;

/// What the processes of cgroups use. Thread-safe.
public final class CgroupUsage {
    private final CgroupTree tree;

    public CgroupUsage(CgroupTree tree) {
        this.tree = tree;
    }

    /// The memory in use, without file contents that could be dropped; empty for a cgroup that is
    /// not there.
    public OptionalLong workingSetBytes(String cgroup) throws IOException {
        OptionalLong used = usageBytes(cgroup);
        if (used.isEmpty()) {
            return used;
        }
        String inactive = tree.version() == Version.V2 ? "inactive_file" : "total_inactive_file";
        long droppable = tree.entry("memory", cgroup, "memory.stat", inactive).orElse(0);
        return OptionalLong.of(Math.max(0, used.getAsLong() - droppable));
    }

    /// The memory in use with everything; empty for a cgroup that is not there.
    public OptionalLong usageBytes(String cgroup) throws IOException {
        String file = tree.version() == Version.V2 ? "memory.current" : "memory.usage_in_bytes";
        return tree.number("memory", cgroup, file);
    }

    /// How many processes and threads there are; empty for a cgroup that is not there.
    public OptionalLong processes(String cgroup) throws IOException {
        return tree.number("pids", cgroup, "pids.current");
    }

    /// How often the kernel killed a process of the cgroup, or below it, for want of memory.
    public long oomKills(String cgroup) throws IOException {
        return tree.version() == Version.V2
                ? tree.entry("memory", cgroup, "memory.events", "oom_kill").orElse(0)
                : tree.entry("memory", cgroup, "memory.oom_control", "oom_kill").orElse(0);
    }
}
