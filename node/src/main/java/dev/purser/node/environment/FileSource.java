package dev.purser.node.environment;

import java.io.IOException;
import java.util.Optional;

/// The files of pods' volumes, as `fileKeyRef` names them (KEP-3721). Thread-safe.
@FunctionalInterface
public interface FileSource {
    /// Reads a file. No link leads out of the volume.
    ///
    /// @return empty when the pod has no such volume
    /// @throws IOException when there is no such file, or it is too long
    Optional<Found> read(String podUid, String volume, String path) throws IOException;

    /// @param path of this machine, for messages
    record Found(String path, String text) {
        /// Hides the text, which may be secret.
        @Override
        public String toString() {
            return path;
        }
    }
}
