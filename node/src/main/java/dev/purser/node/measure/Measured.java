package dev.purser.node.measure;

import java.util.List;
import java.util.Map;

/// One cgroup with cadvisor's labels for it.
///
/// @param labels in alphabetic order, as all samples of a family have the same
record Measured(
        List<Map.Entry<String, String>> labels,
        CgroupReading reading,
        List<NetworkCount> networks) {}
