package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;

/// Is told what happens to the objects of an [Informer].
///
/// The calls come one at a time, in the order of the changes, on the informer's thread, after the
/// cache has changed. They must be quick (usually they put a key into a queue) and must not throw.
/// Objects are shared with the cache.
public interface ObjectHandler {
    /// An object is new, or was there when the informer started.
    void added(KubeObject object);

    /// An object changed. After an interruption, several changes may come as one; if the object was
    /// replaced by another of the same name, the uids differ.
    void updated(KubeObject before, KubeObject after);

    /// An object is gone. After an interruption this may be an older form of it than its last.
    void deleted(KubeObject last);
}
