package dev.purser.node.volume;

import dev.purser.node.source.ConfigKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// One volume of a pod, as its spec describes it.
sealed interface VolumeSpec {
    String name();

    /// A volume whose files come from the API: configMap, secret, downwardAPI and projected volumes
    /// differ only in where they lie and what they may be made of.
    record Projected(String name, Plugin plugin, List<Source> sources, int defaultMode)
            implements VolumeSpec {
        public Projected {
            sources = List.copyOf(sources);
        }

        /// The objects that this volume shows.
        Set<ConfigKey> keys() {
            return sources.stream()
                    .filter(Source.Config.class::isInstance)
                    .map(source -> ((Source.Config) source).key())
                    .collect(Collectors.toSet());
        }

        boolean hasTrustBundle() {
            return sources.stream().anyMatch(Source.TrustBundle.class::isInstance);
        }

        boolean hasCertificate() {
            return sources.stream().anyMatch(Source.Certificate.class::isInstance);
        }

        /// Whether something in it ends of itself and is replaced in time.
        boolean isRenewed() {
            return hasCertificate() || sources.stream().anyMatch(Source.Token.class::isInstance);
        }
    }

    /// Scratch space that lives as long as the pod.
    record EmptyDir(String name, Medium medium, Optional<String> sizeLimit) implements VolumeSpec {}

    /// A path of the node.
    record HostPath(String name, String path, String type) implements VolumeSpec {}

    /// The files of an image, which [ImageVolumes] mounts.
    record Image(String name) implements VolumeSpec {}

    /// A kind of volume that this node cannot provide.
    record Unsupported(String name, String kind) implements VolumeSpec {}

    /// Where scratch space is kept.
    enum Medium {
        DISK,
        MEMORY
    }

    /// The kinds of projected volume, with the directory that kubelet keeps them in.
    enum Plugin {
        CONFIG_MAP("kubernetes.io~configmap"),
        SECRET("kubernetes.io~secret"),
        DOWNWARD_API("kubernetes.io~downward-api"),
        PROJECTED("kubernetes.io~projected");

        private final String directory;

        Plugin(String directory) {
            this.directory = directory;
        }

        String directory() {
            return directory;
        }
    }

    /// Where files of a projected volume come from.
    sealed interface Source {
        /// A ConfigMap or Secret: all keys, or those that the items name.
        record Config(ConfigKey key, List<Item> items, boolean optional) implements Source {
            public Config {
                items = List.copyOf(items);
            }
        }

        /// Fields of the pod.
        record Downward(List<DownwardItem> items) implements Source {
            public Downward {
                items = List.copyOf(items);
            }
        }

        /// A token of the pod's service account.
        ///
        /// @param audience empty for the API server's own
        record Token(String path, String audience, long expirationSeconds) implements Source {}

        /// The certificates of the ClusterTrustBundle with this name, or of all of a signer's that
        /// have the labels.
        ///
        /// @param name empty when a signer is given
        /// @param labels a `LabelSelector`; anything but an object matches no bundle
        record TrustBundle(
                String path, String name, String signer, JsonNode labels, boolean optional)
                implements Source {}

        /// A private key of the pod and the certificate that a signer issues for it.
        ///
        /// @param index the place of the source in the volume
        /// @param userAnnotations what the pod tells the signer; no object when nothing
        record Certificate(
                int index,
                String signer,
                String keyType,
                OptionalInt maxExpirationSeconds,
                JsonNode userAnnotations,
                CertificatePaths paths)
                implements Source {}

        /// A source that this node cannot provide.
        record Unsupported(String kind) implements Source {}
    }

    /// The files that show a certificate; a path that is empty shows nothing.
    ///
    /// @param bundle the key and after it the chain
    record CertificatePaths(String bundle, String key, String chain) {}

    /// Shows one key as the file at a path.
    record Item(String key, String path, OptionalInt mode) {}

    /// Shows one field as the file at a path.
    ///
    /// @param definition the item of the pod's spec, with a `fieldRef` or a `resourceFieldRef`
    record DownwardItem(String path, OptionalInt mode, JsonNode definition) {}
}
