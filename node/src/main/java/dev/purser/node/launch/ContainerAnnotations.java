package dev.purser.node.launch;

import dev.purser.node.cri.Container;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.spec.RestartPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a container carries with it in the runtime, so that a later Purser can adopt it: the names
/// are kubelet's, and one is Purser's own.
public final class ContainerAnnotations {
    private static final String HASH = "io.kubernetes.container.hash";
    private static final String RESTART_COUNT = "io.kubernetes.container.restartCount";
    private static final String MESSAGE_PATH = "io.kubernetes.container.terminationMessagePath";
    private static final String MESSAGE_POLICY = "io.kubernetes.container.terminationMessagePolicy";
    private static final String GRACE = "io.kubernetes.pod.terminationGracePeriod";

    private static final String PRE_STOP = "io.kubernetes.container.preStopHandler";
    private static final String PORTS = "io.kubernetes.container.ports";

    /// Whether the container is one of those that end last.
    private static final String ROLE = "purser.dev/role";

    /// The file on the host that the container's last message goes to.
    private static final String MESSAGE_FILE = "purser.dev/termination-message-file";

    private static final Duration GRACE_DEFAULT = Duration.ofSeconds(30);

    private ContainerAnnotations() {}

    static Map<String, String> of(Launch launch, String messageFile) {
        ContainerSpec container = launch.container();
        Map<String, String> annotations = new HashMap<>();
        annotations.put(HASH, hash(container));
        annotations.put(RESTART_COUNT, Integer.toString(launch.attempt()));
        annotations.put(MESSAGE_PATH, container.terminationMessagePath());
        annotations.put(
                MESSAGE_POLICY, container.fallsBackToLogs() ? "FallbackToLogsOnError" : "File");
        annotations.put(GRACE, Long.toString(launch.pod().terminationGrace().toSeconds()));
        annotations.put(MESSAGE_FILE, messageFile);
        annotations.put(ROLE, container.role().name());
        if (!container.hook("preStop").isMissingNode()) {
            annotations.put(PRE_STOP, container.hook("preStop").toString());
            annotations.put(PORTS, container.json().path("ports").toString());
        }
        return annotations;
    }

    /// As much of a container's definition as its end needs, of a container whose pod is not known
    /// any more: its name, its role, its ports and its preStop hook.
    public static ContainerSpec definition(Container container) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", container.name());
        Map<String, String> annotations = container.annotations();
        if (annotations.containsKey(PRE_STOP)) {
            json.set("ports", parsed(annotations.getOrDefault(PORTS, "[]")));
            json.putObject("lifecycle").set("preStop", parsed(annotations.get(PRE_STOP)));
        }
        Role role =
                annotations.getOrDefault(ROLE, "").equals(Role.SIDECAR.name())
                        ? Role.SIDECAR
                        : Role.MAIN;
        return new ContainerSpec(role, json, RestartPolicy.NEVER);
    }

    /// How long the container may take to end, as its pod said when it was made.
    public static Duration grace(Container container) {
        String seconds = container.annotations().getOrDefault(GRACE, "");
        return seconds.matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : GRACE_DEFAULT;
    }

    private static JsonNode parsed(@Nullable String json) {
        return JsonMapper.shared().readTree(json == null || json.isEmpty() ? "[]" : json);
    }

    /// The file on the host that the container's last message goes to.
    public static Optional<String> messageFile(Container container) {
        return Optional.ofNullable(container.annotations().get(MESSAGE_FILE));
    }

    /// Whether a container was made from another definition than the pod has now. Of a running
    /// pod's containers only the image can be changed.
    public static boolean isOutdated(Container container, ContainerSpec spec) {
        String made = container.annotations().get(HASH);
        return made != null && !made.equals(hash(spec));
    }

    private static String hash(ContainerSpec container) {
        CRC32 crc = new CRC32();
        String identity = container.name() + "\n" + container.image();
        crc.update(identity.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
