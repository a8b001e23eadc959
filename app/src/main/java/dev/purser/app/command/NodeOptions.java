package dev.purser.app.command;

import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.settings.KubeletConfigurationException;
import dev.purser.node.settings.KubeletConfigurationFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about the node.
final class NodeOptions {
    @Option(
            names = "--kubelet-config",
            paramLabel = "FILE",
            description =
                    "how the node behaves (kubelet.config.k8s.io/v1beta1 KubeletConfiguration;"
                            + " default: as kubelet does)")
    private @Nullable Path file;

    @Option(
            names = "--manifest-dir",
            paramLabel = "DIR",
            description =
                    "run the pods of the files in DIR, whatever the API says (default: the"
                            + " staticPodPath of the KubeletConfiguration, or none)")
    private @Nullable Path manifests;

    /// @throws CommandFailure when the file cannot be followed
    KubeletConfiguration kubelet() {
        KubeletConfiguration configuration = configuration();
        return manifests == null
                ? configuration
                : configuration.withStaticPath(manifests.toAbsolutePath().normalize().toString());
    }

    private KubeletConfiguration configuration() {
        if (file == null) {
            return KubeletConfiguration.defaults();
        }
        try {
            return new KubeletConfigurationFile(file.toAbsolutePath()).load();
        } catch (KubeletConfigurationException e) {
            throw new CommandFailure("--kubelet-config: " + e.getMessage(), e);
        }
    }
}
