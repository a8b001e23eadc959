package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// Who may use a pod's volumes besides the node's own user.
///
/// @param group `fsGroup`: owns every volume, may read all of it, and write where a pod may write
/// @param user the user that all containers of the pod run as; owns the pod's tokens
record PodOwnership(OptionalInt group, OptionalInt user) {
    private static final int SET_GROUP_ID = 02000;
    private static final int GROUP_READS = 0440;
    private static final int GROUP_WRITES = 0660;
    private static final int GROUP_ENTERS = 0110;

    static PodOwnership of(KubeObject pod) {
        JsonNode spec = pod.json().path("spec");
        JsonNode context = spec.path("securityContext");
        return new PodOwnership(number(context.path("fsGroup")), user(spec));
    }

    /// The one user of all containers; empty when they differ, or when an image decides.
    private static OptionalInt user(JsonNode spec) {
        OptionalInt podUser = number(spec.path("securityContext").path("runAsUser"));
        OptionalInt user = OptionalInt.empty();
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : spec.path(list)) {
                OptionalInt own = number(container.path("securityContext").path("runAsUser"));
                OptionalInt effective = own.isPresent() ? own : podUser;
                boolean differs = user.isPresent() && !user.equals(effective);
                if (effective.isEmpty() || differs) {
                    return OptionalInt.empty();
                }
                user = effective;
            }
        }
        return user;
    }

    private static OptionalInt number(JsonNode node) {
        return node.isNumber() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    /// The mode of a file that the pod may only read.
    int readOnlyFile(int mode) {
        return group.isPresent() ? mode | GROUP_READS : mode;
    }

    /// The mode of a directory that the pod may only read.
    int readOnlyDirectory(int mode) {
        return group.isPresent() ? mode | GROUP_READS | GROUP_ENTERS | SET_GROUP_ID : mode;
    }

    /// The mode of a directory that the pod may write.
    int writableDirectory(int mode) {
        return group.isPresent() ? mode | GROUP_WRITES | GROUP_ENTERS | SET_GROUP_ID : mode;
    }
}
