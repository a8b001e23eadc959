package dev.purser.node.containerd;

import dev.purser.node.containerd.ContainerdSettings.OomScores;
import dev.purser.node.containerd.ContainerdSettings.Snapshotter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this process and this machine can do, as far as containerd must be told.
public final class HostAbilities {
    /// `CAP_SYS_RESOURCE` of capabilities(7).
    private static final int CAP_SYS_RESOURCE = 24;

    private static final String EFFECTIVE = "CapEff:";

    private HostAbilities() {}

    /// @param processStatus `/proc/self/status`
    public static OomScores oomScores(Path processStatus) throws IOException {
        for (String line : Files.readAllLines(processStatus)) {
            if (line.startsWith(EFFECTIVE)) {
                long bits = Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16);
                return (bits >> CAP_SYS_RESOURCE & 1) == 1
                        ? OomScores.AS_ASKED
                        : OomScores.RESTRICTED;
            }
        }
        return OomScores.RESTRICTED;
    }

    /// @param directory an existing directory of the data directory's file system
    public static Snapshotter snapshotter(Path directory) throws IOException {
        return Files.getFileStore(directory).type().equals("overlay")
                ? Snapshotter.COPY
                : Snapshotter.OVERLAY;
    }
}
