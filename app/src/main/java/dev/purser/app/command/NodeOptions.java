package dev.purser.app.command;

import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.settings.KubeletConfigurationException;
import dev.purser.node.settings.KubeletConfigurationFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about the node.
final class NodeOptions {
    private static final int PORT_MAX = 65535;

    /// Where clusters usually have it.
    private static final String CLUSTER_DNS = "10.96.0.10";

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

    @Option(
            names = "--kubelet-port",
            paramLabel = "N",
            description =
                    "the port of the node's own API, 0 for any that is free (default: 10250, or"
                            + " one that is free when that is taken)")
    private @Nullable Integer port;

    @Option(
            names = "--cluster-dns",
            description =
                    "pods find Services by name: a name service at 10.96.0.10 (or at the clusterDNS"
                            + " of the KubeletConfiguration; default: pods ask the machine's own)")
    private boolean clusterDns;

    /// @throws CommandFailure when an option cannot be followed
    KubeletConfiguration kubelet() {
        KubeletConfiguration configuration = configuration();
        if (clusterDns && configuration.dns().servers().isEmpty()) {
            configuration = configuration.withClusterDns(CLUSTER_DNS);
        }
        if (manifests != null) {
            configuration =
                    configuration.withStaticPath(manifests.toAbsolutePath().normalize().toString());
        }
        return port == null ? configuration : configuration.withPort(checked(port));
    }

    private static int checked(int port) {
        if (port < 0 || port > PORT_MAX) {
            throw new CommandFailure(
                    "--kubelet-port is a number from 0 to " + PORT_MAX + ", not " + port);
        }
        return port;
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
