package dev.purser.node.measure;

import java.io.IOException;
import java.util.List;

/// Finds the cgroup of a pod, whose place below the root tells its class of quality.
final class PodCgroup {
    private static final List<String> CLASSES = List.of("", "/burstable", "/besteffort");

    private PodCgroup() {}

    /// The one that is there; the first of the possible ones when none is.
    static String find(CgroupMeter cgroups, String root, String podUid) throws IOException {
        for (String each : CLASSES) {
            String path = root + each + "/pod" + podUid;
            if (cgroups.exists(path)) {
                return path;
            }
        }
        return root + "/pod" + podUid;
    }
}
