package dev.purser.server.admission.security.check;

import dev.purser.api.status.GoQuoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// AppArmor is not turned off, neither by fields nor by the annotations from before there were any.
final class AppArmorProfile implements PodCheck {
    private static final Set<String> ALLOWED = Set.of("RuntimeDefault", "Localhost");
    private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> types = new TreeSet<>();
        boolean isPodBad = isBad(pod.securityContext(), types);
        List<String> containers =
                pod.containersThat(container -> isBad(JudgedPod.securityContext(container), types));
        List<String> annotations = badAnnotations(pod.annotations());
        List<String> setters = new ArrayList<>();
        if (isPodBad || !containers.isEmpty()) {
            setters.add(Wording.podAndContainers(isPodBad, containers));
        }
        if (!annotations.isEmpty()) {
            setters.add(Wording.plural("annotation", annotations));
        }
        if (setters.isEmpty()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>(types);
        values.addAll(annotations);
        return Optional.of(
                new Violation(
                        Wording.plural("forbidden AppArmor profile", values),
                        "%s must not set AppArmor profile type to %s"
                                .formatted(String.join(" and ", setters), Wording.quoted(values))));
    }

    private static boolean isBad(JsonNode securityContext, Set<String> types) {
        JsonNode profile = securityContext.path("appArmorProfile");
        String type = profile.path("type").asString("");
        boolean isBad = profile.isObject() && !ALLOWED.contains(type);
        if (isBad) {
            types.add(type);
        }
        return isBad;
    }

    private static List<String> badAnnotations(Map<String, String> annotations) {
        return annotations.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ANNOTATION))
                .filter(entry -> !isAllowed(entry.getValue()))
                .map(entry -> entry.getKey() + "=" + GoQuoted.of(entry.getValue()))
                .sorted()
                .toList();
    }

    private static boolean isAllowed(String profile) {
        return profile.isEmpty()
                || profile.equals("runtime/default")
                || profile.startsWith("localhost/");
    }
}
