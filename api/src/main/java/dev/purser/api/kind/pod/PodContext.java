package dev.purser.api.kind.pod;

import java.util.Map;
import java.util.SortedSet;
import tools.jackson.databind.JsonNode;

/// What the checks of a container need to know of its Pod.
///
/// @param volumes the volumes that are right, by name
/// @param claims the names of the Pod's resource claims
/// @param gracePeriod the seconds that the Pod has to stop
/// @param restartPolicy what happens when containers end, unless they say otherwise
/// @param usesHostUsers whether root in the container is root on the node
/// @param mayAddSysAdmin whether `CAP_SYS_ADMIN` is fine without privilege escalation
record PodContext(
        Map<String, JsonNode> volumes,
        SortedSet<String> claims,
        long gracePeriod,
        String restartPolicy,
        boolean usesHostUsers,
        boolean mayAddSysAdmin) {}
