package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.GoQuoted;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The values that a `fieldRef` of the downward API stands for. Stateless.
public final class PodFields {
    private static final String SOURCE = "kubernetes.io/config.source";
    private static final String SEEN = "kubernetes.io/config.seen";

    private PodFields() {}

    /// A field of the pod itself: `metadata.name`, `metadata.namespace`, `metadata.uid`,
    /// `metadata.labels`, `metadata.annotations`, or one label or annotation by its key, which is
    /// empty when it is not set.
    ///
    /// @throws ConfigErrorException when there is no such field
    public static String metadata(KubeObject pod, String path) throws ConfigErrorException {
        return switch (path) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "metadata.labels" -> lines(pod.labels());
            case "metadata.annotations" -> lines(annotations(pod));
            default -> entry(pod, path);
        };
    }

    /// Any field that a variable may name: those of [#metadata], the node, the service account, and
    /// the addresses.
    public static String value(KubeObject pod, PodAddresses addresses, String path)
            throws ConfigErrorException {
        return switch (path) {
            case "spec.nodeName", "spec.serviceAccountName" ->
                    pod.json().path("spec").path(path.substring("spec.".length())).asString("");
            case "status.podIP" -> addresses.podIps().stream().findFirst().orElse("");
            case "status.podIPs" -> String.join(",", addresses.podIps());
            case "status.hostIP" -> addresses.hostIps().stream().findFirst().orElse("");
            case "status.hostIPs" -> String.join(",", addresses.hostIps());
            default -> metadata(pod, path);
        };
    }

    private static String entry(KubeObject pod, String path) throws ConfigErrorException {
        int open = path.indexOf("['");
        if (open < 0 || !path.endsWith("']")) {
            throw new ConfigErrorException("unsupported fieldPath: " + path);
        }
        String key = path.substring(open + 2, path.length() - 2);
        Map<String, String> map =
                switch (path.substring(0, open)) {
                    case "metadata.labels" -> pod.labels();
                    case "metadata.annotations" -> annotations(pod);
                    default -> throw new ConfigErrorException("unsupported fieldPath: " + path);
                };
        return map.getOrDefault(key, "");
    }

    /// The pod's annotations and the two that a node adds for itself, and shows: where the pod came
    /// from, and when. A pod of the API is seen when it is bound, which stays the same for as long
    /// as the pod lives, also when the agent is restarted.
    private static Map<String, String> annotations(KubeObject pod) {
        Map<String, String> all = new TreeMap<>(pod.annotations());
        all.putIfAbsent(SOURCE, "api");
        all.putIfAbsent(SEEN, boundAt(pod));
        return all;
    }

    private static String boundAt(KubeObject pod) {
        for (JsonNode condition : pod.json().path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("PodScheduled")
                    && condition.path("lastTransitionTime").isString()) {
                return condition.path("lastTransitionTime").asString("");
            }
        }
        return pod.metadata().path("creationTimestamp").asString("");
    }

    /// One `key="value"` a line in order of the keys, without a newline at the end.
    private static String lines(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + GoQuoted.of(entry.getValue()))
                        .collect(Collectors.joining("\n"));
    }
}
