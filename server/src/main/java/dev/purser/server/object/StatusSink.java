package dev.purser.server.object;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import java.util.List;

/// Writes the status of stored objects from inside the server, past admission. Thread-safe.
public interface StatusSink {
    /// Stores the statuses of all these objects, or of none of them when one of them is not what it
    /// was when it was read.
    ///
    /// @param objects as they were read but for the status, with the version they had
    /// @return whether they were stored
    boolean write(GroupVersionResource resource, List<KubeObject> objects);
}
