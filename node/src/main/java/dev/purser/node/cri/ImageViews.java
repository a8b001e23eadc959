package dev.purser.node.cri;

import java.util.List;

/// Read-only views of the files of images, which pods mount as volumes. containerd before 2.1
/// cannot mount them itself. Thread-safe; calls block and throw [CriException].
public interface ImageViews {
    /// Makes a view, or finds the one of this name.
    ///
    /// @param key the name of the view
    /// @param podUid the pod that it is for
    /// @param imageId the image, which has to be here
    /// @return what to mount, in one piece
    View open(String key, String podUid, String imageId);

    /// Removes all views of a pod. They must not be mounted any more.
    void close(String podUid);

    /// Removes the views of all pods.
    void closeAll();

    /// A file system as mount(8) is told it.
    record View(String type, String source, List<String> options) {
        public View {
            options = List.copyOf(options);
        }
    }
}
