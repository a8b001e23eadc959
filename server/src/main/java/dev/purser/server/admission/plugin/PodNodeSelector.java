package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.GoQuoted;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The pods of a namespace run on the nodes that the namespace is given, by its annotation or by
/// the cluster's settings.
public final class PodNodeSelector implements AdmissionPlugin {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");
    private static final String ANNOTATION = "scheduler.alpha.kubernetes.io/node-selector";
    private static final String DEFAULT = "clusterDefaultNodeSelector";

    private final ObjectSource objects;
    private final Map<String, String> selectors;

    /// @param selectors what pods of a namespace may say, by its name; what namespaces without the
    ///   annotation get, under `clusterDefaultNodeSelector`
    public PodNodeSelector(ObjectSource objects, Map<String, String> selectors) {
        this.objects = objects;
        this.selectors = Map.copyOf(selectors);
    }

    @Override
    public void mutate(AdmissionRequest request) {
        PodRequests.created(request).ifPresent(pod -> select(request, pod));
    }

    private void select(AdmissionRequest request, KubeObject pod) {
        Map<String, String> given = ofNamespace(request.attributes().namespace());
        requireNoConflict(request, given, selector(pod));
        Map<String, String> merged = new TreeMap<>(given);
        merged.putAll(selector(pod));
        if (!merged.isEmpty()) {
            ObjectNode node = pod.spec().putObject("nodeSelector");
            merged.forEach(node::put);
        }
        check(request, pod);
    }

    @Override
    public void validate(AdmissionRequest request) {
        PodRequests.created(request).ifPresent(pod -> check(request, pod));
    }

    private void check(AdmissionRequest request, KubeObject pod) {
        String namespace = request.attributes().namespace();
        Map<String, String> own = selector(pod);
        requireNoConflict(request, ofNamespace(namespace), own);
        Map<String, String> allowed = parse(selectors.getOrDefault(namespace, ""));
        if (!allowed.isEmpty() && !allowed.entrySet().containsAll(own.entrySet())) {
            throw request.forbidden(
                    "pod node label selector labels conflict with its namespace whitelist");
        }
    }

    private static void requireNoConflict(
            AdmissionRequest request, Map<String, String> given, Map<String, String> own) {
        boolean isConflict =
                given.entrySet().stream()
                        .anyMatch(entry ->
                                !own.getOrDefault(entry.getKey(), entry.getValue())
                                        .equals(entry.getValue()));
        if (isConflict) {
            throw request.forbidden(
                    "pod node label selector conflicts with its namespace node label selector");
        }
    }

    private static Map<String, String> selector(KubeObject pod) {
        Map<String, String> selector = new TreeMap<>();
        pod.spec()
                .path("nodeSelector")
                .properties()
                .forEach(entry -> selector.put(entry.getKey(), entry.getValue().asString("")));
        return selector;
    }

    private Map<String, String> ofNamespace(String name) {
        KubeObject namespace =
                objects.find(NAMESPACES, "", name)
                        .orElseThrow(() -> StatusErrors.notFound(NAMESPACES.groupResource(), name));
        String text =
                namespace
                        .annotations()
                        .getOrDefault(ANNOTATION, selectors.getOrDefault(DEFAULT, ""));
        return parse(text);
    }

    /// Reads `disk=ssd,zone=a`.
    private static Map<String, String> parse(String text) {
        Map<String, String> selector = new TreeMap<>();
        for (String label : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] parts = label.split("=", -1);
            if (parts.length != 2) {
                throw broken("invalid selector: [%s]".formatted(String.join(" ", parts)));
            }
            String key = parts[0].strip();
            String value = parts[1].strip();
            requireNone(LabelSyntax.keyErrors(key), "<nil>", key);
            requireNone(LabelSyntax.valueErrors(value), "[" + key + "]", value);
            selector.put(key, value);
        }
        return selector;
    }

    private static void requireNone(List<String> errors, String path, String value) {
        if (!errors.isEmpty()) {
            throw broken(
                    "%s: Invalid value: %s: %s"
                            .formatted(path, GoQuoted.of(value), String.join("; ", errors)));
        }
    }

    /// What is wrong with the cluster rather than with the request.
    private static StatusException broken(String why) {
        return new StatusException(StatusReason.UNKNOWN, why);
    }
}
