package dev.purser.node.containerd;

import java.nio.file.Path;

/// What containerd is told.
///
/// @param pauseImage the image of sandboxes; it must be loaded, since it is never pulled
/// @param scratch a short path where runc keeps its temporary files, which a killed one leaves
/// @param oomScores whether processes may be protected from the kernel's out-of-memory killer
public record ContainerdSettings(
        String pauseImage,
        Path cniConfiguration,
        Path cniPlugins,
        Path scratch,
        Snapshotter snapshotter,
        OomScores oomScores) {

    /// How the layers of images become a root file system.
    public enum Snapshotter {
        /// The kernel's overlayfs.
        OVERLAY("overlayfs"),
        /// Copies, for a data directory that is on overlayfs itself.
        COPY("native");

        private final String plugin;

        Snapshotter(String plugin) {
            this.plugin = plugin;
        }

        /// The name that containerd knows it by.
        public String plugin() {
            return plugin;
        }
    }

    /// Whether `oom_score_adj` may be lowered below the score of containerd itself.
    public enum OomScores {
        /// As kubelet asks.
        AS_ASKED,
        /// Not without CAP_SYS_RESOURCE: runc would fail to start any sandbox.
        RESTRICTED
    }
}
