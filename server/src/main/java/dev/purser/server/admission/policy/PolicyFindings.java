package dev.purser.server.admission.policy;

import dev.purser.api.codec.JsonWriter;
import dev.purser.server.request.AuditAnnotations;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What ValidatingAdmissionPolicies tell the audit log of one request. Not thread-safe.
final class PolicyFindings {
    private static final String FAILURES = "validation.policy.admission.k8s.io/validation_failure";

    /// Enough to know; a policy with many validations must not fill the log.
    private static final int FAILURES_MAX = 50;

    private static final int VALUE_BYTES_MAX = 10 * 1024;

    private final JsonWriter writer = new JsonWriter();
    private final ArrayNode failures = JsonNodeFactory.instance.arrayNode();
    private final Map<String, Set<String>> values = new TreeMap<>();

    /// A validation that failed, under a binding that wants it logged.
    ///
    /// @param expression its place among the policy's validations
    void failure(String policy, Binding binding, int expression, String message) {
        if (failures.size() == FAILURES_MAX) {
            return;
        }
        ObjectNode failure = failures.addObject();
        failure.put("message", message)
                .put("policy", policy)
                .put("binding", binding.name())
                .put("expressionIndex", expression);
        ArrayNode actions = failure.putArray("validationActions");
        binding.actions().forEach(actions::add);
    }

    /// What the audit annotations of a policy came to; each binding may add its own values.
    void annotations(String policy, Map<String, String> annotations) {
        annotations.forEach((key, value) ->
                values.computeIfAbsent(policy + "/" + key, any -> new LinkedHashSet<>())
                        .add(cut(value)));
    }

    private static String cut(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= VALUE_BYTES_MAX
                ? value
                : new String(bytes, 0, VALUE_BYTES_MAX, StandardCharsets.UTF_8);
    }

    void publish(AuditAnnotations audit) {
        values.forEach((key, each) -> audit.add(key, String.join(", ", List.copyOf(each))));
        if (!failures.isEmpty()) {
            audit.add(FAILURES, writer.text(failures));
        }
    }
}
