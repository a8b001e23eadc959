package dev.purser.server.admission.security;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.security.check.JudgedPod;
import dev.purser.server.admission.security.check.LevelVersion;
import dev.purser.server.admission.security.check.PodChecks;
import dev.purser.server.admission.security.check.Violation;
import dev.purser.server.object.ObjectSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Tells which pods of a namespace would not be let in any more. Thread-safe.
///
/// Nothing happens to those pods. Only so many are looked at, one of each controller first, and
/// only for so long.
final class ExistingPods {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final int CHECKED_MAX = 3000;
    private static final Duration TIME_MAX = Duration.ofSeconds(1);

    private final ObjectSource objects;
    private final PodSecuritySettings settings;
    private final InstantSource clock;

    ExistingPods(ObjectSource objects, PodSecuritySettings settings, InstantSource clock) {
        this.objects = objects;
        this.settings = settings;
        this.clock = clock;
    }

    /// What to tell whoever makes a namespace stricter.
    List<String> warnings(String namespace, LevelVersion enforced) {
        Instant deadline = clock.instant().plus(TIME_MAX);
        List<KubeObject> pods = prioritized(objects.list(PODS, namespace));
        Map<String, Set<String>> names = new TreeMap<>();
        int checked = 0;
        while (checked < Math.min(pods.size(), CHECKED_MAX)) {
            KubeObject pod = pods.get(checked);
            List<Violation> found = PodChecks.violations(enforced, JudgedPod.of(pod));
            if (!found.isEmpty()) {
                names.computeIfAbsent(Violation.reasons(found), _ -> new TreeSet<>())
                        .add(pod.name());
            }
            checked++;
            if (clock.instant().isAfter(deadline)) {
                break;
            }
        }
        List<String> warnings = new ArrayList<>();
        if (checked < pods.size()) {
            warnings.add(
                    "new PodSecurity enforce level only checked against the first %d of %d existing pods"
                            .formatted(checked, pods.size()));
        }
        if (!names.isEmpty()) {
            warnings.add(
                    "existing pods in namespace \"%s\" violate the new PodSecurity enforce level \"%s\""
                            .formatted(namespace, enforced));
        }
        warnings.addAll(lines(names));
        return warnings;
    }

    private static List<String> lines(Map<String, Set<String>> names) {
        return names.entrySet().stream()
                .map(entry -> named(entry.getValue()) + ": " + entry.getKey())
                .sorted()
                .toList();
    }

    private static String named(Set<String> pods) {
        String first = pods.iterator().next();
        int others = pods.size() - 1;
        return switch (others) {
            case 0 -> first;
            case 1 -> first + " (and 1 other pod)";
            default -> "%s (and %d other pods)".formatted(first, others);
        };
    }

    /// The pods that are judged at all, with those last that are like one before them.
    private List<KubeObject> prioritized(List<KubeObject> pods) {
        List<KubeObject> first = new ArrayList<>();
        List<KubeObject> alike = new ArrayList<>();
        Set<String> controllers = new HashSet<>();
        for (KubeObject pod : pods) {
            String runtimeClass = pod.json().at("/spec/runtimeClassName").asString("");
            if (!settings.exemptions().runtimeClasses().contains(runtimeClass)) {
                String controller = controllerUid(pod);
                boolean isFirst = controller.isEmpty() || controllers.add(controller);
                (isFirst ? first : alike).add(pod);
            }
        }
        first.addAll(alike);
        return first;
    }

    private static String controllerUid(KubeObject pod) {
        for (JsonNode owner : pod.metadata().path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return owner.path("uid").asString("");
            }
        }
        return "";
    }
}
