package dev.purser.node.containerd;

import dev.purser.node.containerd.ContainerdSettings.OomScores;
import java.nio.file.Path;

/// Writes containerd's configuration, in the version 2 that 1.6 and every later release reads.
///
/// The only TCP listener is the CRI's streaming server, on a free port of the loopback address.
/// Cgroups are managed by path (`cgroupfs`), which works on cgroup v1 and v2 and without systemd.
final class ContainerdConfig {
    private ContainerdConfig() {}

    static String text(ContainerdLayout layout, ContainerdSettings settings) {
        return """
        version = 2
        root = %s
        state = %s
        disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", \
        "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", \
        "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]

        [grpc]
          address = %s

        [debug]
          level = "warn"

        [plugins."io.containerd.internal.v1.opt"]
          path = %s

        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = %s
          stream_server_address = "127.0.0.1"
          stream_server_port = "0"
          restrict_oom_score_adj = %s
          netns_mounts_under_state_dir = true

        [plugins."io.containerd.grpc.v1.cri".cni]
          bin_dir = %s
          conf_dir = %s

        [plugins."io.containerd.grpc.v1.cri".containerd]
          snapshotter = %s

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
          Root = %s
          BinaryName = %s
          SystemdCgroup = false
        """
                .formatted(
                        quoted(layout.root()),
                        quoted(layout.state()),
                        quoted(layout.socket()),
                        quoted(layout.root().resolve("opt")),
                        quoted(settings.pauseImage()),
                        settings.oomScores() == OomScores.RESTRICTED,
                        quoted(settings.cniPlugins()),
                        quoted(settings.cniConfiguration()),
                        quoted(settings.snapshotter().plugin()),
                        quoted(layout.state().resolve("runc")),
                        quoted(layout.runc()));
    }

    private static String quoted(Path path) {
        return quoted(path.toString());
    }

    /// A basic string of TOML.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
