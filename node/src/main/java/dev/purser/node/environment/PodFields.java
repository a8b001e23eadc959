package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The values that a `fieldRef` of the downward API stands for. Stateless.
public final class PodFields {
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
            case "metadata.annotations" -> lines(pod.annotations());
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
                    case "metadata.annotations" -> pod.annotations();
                    default -> throw new ConfigErrorException("unsupported fieldPath: " + path);
                };
        return map.getOrDefault(key, "");
    }

    /// One `key="value"` a line in order of the keys, without a newline at the end.
    private static String lines(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + QuotedText.quote(entry.getValue()))
                        .collect(Collectors.joining("\n"));
    }
}
