package dev.purser.node.spec;

import dev.purser.node.image.PullPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// One container of a pod.
///
/// @param json its entry in the pod; shared, not to be changed
/// @param podPolicy the pod's restart policy
public record ContainerSpec(Role role, JsonNode json, RestartPolicy podPolicy) {
    private static final String RESTART_ALL = "RestartAllContainers";

    /// What the container is for.
    public enum Role {
        /// Runs to its end before the next one starts.
        INIT("initContainers"),
        /// An init container that goes on running beside the main ones.
        SIDECAR("initContainers"),
        MAIN("containers"),
        /// Added to a running pod for debugging.
        EPHEMERAL("ephemeralContainers");

        private final String field;

        Role(String field) {
            this.field = field;
        }
    }

    public String name() {
        return json.path("name").asString("");
    }

    public String image() {
        return json.path("image").asString("");
    }

    public PullPolicy pullPolicy() {
        return PullPolicy.of(json.path("imagePullPolicy").asString(""));
    }

    /// How events name this part of the pod: `spec.containers{web}`.
    public String fieldPath() {
        return "spec.%s{%s}".formatted(role.field, name());
    }

    /// Whether the container is started again after it ended with this code, by itself or with all
    /// others.
    public boolean restartsAfter(int exitCode) {
        String action = action(exitCode);
        return action.isEmpty()
                ? restartPolicy().restartsAfter(exitCode)
                : action.equals("Restart") || action.equals(RESTART_ALL);
    }

    /// Whether all containers of the pod begin anew when this one has ended with this code.
    public boolean restartsAllAfter(int exitCode) {
        return action(exitCode).equals(RESTART_ALL);
    }

    /// Whether the container may have all containers of the pod begin anew.
    public boolean mayRestartAll() {
        return json.path("restartPolicyRules")
                .valueStream()
                .anyMatch(rule -> rule.path("action").asString("").equals(RESTART_ALL));
    }

    /// What the first rule for this code says; empty when there is none.
    private String action(int exitCode) {
        for (JsonNode rule : json.path("restartPolicyRules")) {
            if (matches(rule.path("exitCodes"), exitCode)) {
                return rule.path("action").asString("");
            }
        }
        return "";
    }

    private static boolean matches(JsonNode exitCodes, int exitCode) {
        boolean listed = false;
        for (JsonNode value : exitCodes.path("values")) {
            listed |= value.asInt() == exitCode;
        }
        return listed == exitCodes.path("operator").asString("").equals("In");
    }

    private RestartPolicy restartPolicy() {
        if (role == Role.EPHEMERAL) {
            return RestartPolicy.NEVER;
        }
        if (json.has("restartPolicy")) {
            return RestartPolicy.of(json.path("restartPolicy").asString(""));
        }
        // An init container that succeeded has done its work.
        return role == Role.INIT && podPolicy == RestartPolicy.ALWAYS
                ? RestartPolicy.ON_FAILURE
                : podPolicy;
    }

    public boolean isSidecar() {
        return role == Role.SIDECAR;
    }

    /// A probe by its field, such as `livenessProbe`; a missing node when there is none.
    public JsonNode probe(String field) {
        return json.path(field);
    }

    /// `lifecycle.postStart` or `lifecycle.preStop`; a missing node when there is none.
    public JsonNode hook(String field) {
        return json.path("lifecycle").path(field);
    }

    /// Where the process may write a last message.
    public String terminationMessagePath() {
        return json.path("terminationMessagePath").asString("/dev/termination-log");
    }

    /// Whether the end of the log stands in for a missing last message after a failure.
    public boolean fallsBackToLogs() {
        return json.path("terminationMessagePolicy").asString("").equals("FallbackToLogsOnError");
    }

    /// The `command` or `args`, not expanded.
    public List<String> strings(String field) {
        List<String> strings = new ArrayList<>();
        json.path(field).forEach(each -> strings.add(each.asString("")));
        return strings;
    }

    /// The number of a port that is given by number or by the name of a container port.
    ///
    /// @return -1 when there is no such name
    public int port(JsonNode port) {
        if (port.isInt()) {
            return port.asInt();
        }
        return Stream.of(json.path("ports"))
                .flatMap(JsonNode::valueStream)
                .filter(each -> each.path("name").asString("").equals(port.asString("")))
                .mapToInt(each -> each.path("containerPort").asInt(-1))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public String toString() {
        return fieldPath();
    }
}
