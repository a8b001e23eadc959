package dev.purser.node.launch;

import dev.purser.node.cri.Container;
import dev.purser.node.spec.ContainerSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// What a container carries with it in the runtime, so that a later Purser can adopt it: the names
/// are kubelet's, and one is Purser's own.
public final class ContainerAnnotations {
    private static final String HASH = "io.kubernetes.container.hash";
    private static final String RESTART_COUNT = "io.kubernetes.container.restartCount";
    private static final String MESSAGE_PATH = "io.kubernetes.container.terminationMessagePath";
    private static final String MESSAGE_POLICY = "io.kubernetes.container.terminationMessagePolicy";
    private static final String GRACE = "io.kubernetes.pod.terminationGracePeriod";

    /// The file on the host that the container's last message goes to.
    private static final String MESSAGE_FILE = "purser.dev/termination-message-file";

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
        return annotations;
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
