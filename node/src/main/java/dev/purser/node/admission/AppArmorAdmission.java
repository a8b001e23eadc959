package dev.purser.node.admission;

import dev.purser.node.pod.PodAdmission;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Refuses pods that want an AppArmor profile where the kernel has no AppArmor. Immutable.
public final class AppArmorAdmission implements PodAdmission {
    /// Whether the kernel enforces profiles.
    public enum Host {
        ENFORCES,
        LACKS
    }

    private final Host host;

    public AppArmorAdmission(Host host) {
        this.host = host;
    }

    /// What the kernel says.
    ///
    /// @param switched `/sys/module/apparmor/parameters/enabled`
    public static Host read(Path switched) {
        try {
            return Files.readString(switched).startsWith("Y") ? Host.ENFORCES : Host.LACKS;
        } catch (IOException e) {
            // A kernel without AppArmor has no such file.
            return Host.LACKS;
        }
    }

    @Override
    public Optional<Verdict> refusal(PodSpec pod) {
        if (host == Host.ENFORCES || !wantsProfile(pod)) {
            return Optional.empty();
        }
        return Optional.of(
                new Verdict(
                        "AppArmor",
                        "Cannot enforce AppArmor: AppArmor is not enabled on the host"));
    }

    private static boolean wantsProfile(PodSpec pod) {
        return Stream.concat(
                        Stream.of(pod.security()),
                        pod.allContainers().stream()
                                .map(ContainerSpec::json)
                                .map(each -> each.path("securityContext")))
                .map(each -> each.path("appArmorProfile"))
                .filter(JsonNode::isObject)
                .anyMatch(each -> !each.path("type").asString("").equals("Unconfined"));
    }
}
