package dev.purser.node.cri;

/// Tells when something happens in the runtime, at once and without being asked.
///
/// Events may be lost while the connection is broken; whoever listens looks at the runtime itself
/// from time to time, and always after [Listener#resumed].
public interface RuntimeEvents extends AutoCloseable {
    /// Starts to deliver to this listener, from one thread.
    void start(Listener listener);

    @Override
    void close();

    /// Hears of events; must return fast.
    interface Listener {
        /// The main process of a container or sandbox has ended. The runtime may need a moment more
        /// until its own answers say so.
        void exited(String id);

        /// A process of a container was killed since the container's memory had run out. This may
        /// be heard a little after the container's end, whose reason in the runtime then changes.
        void ranOutOfMemory(String id);

        /// An image was added or given a name.
        void imagesChanged();

        /// The connection is there, for the first time or again; events before it are lost.
        void resumed();
    }
}
