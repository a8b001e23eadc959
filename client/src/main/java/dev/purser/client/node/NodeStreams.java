package dev.purser.client.node;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// The logs and streams of one node's pods. Thread-safe.
///
/// The caller has checked that the pod exists, is bound to this node, and that the user may do
/// this. Methods throw [dev.purser.api.status.StatusException] with kubelet's texts when the
/// container cannot serve the request, such as `container "c" in pod "p" is waiting to start:
/// ContainerCreating`.
public interface NodeStreams {
    /// Writes a container's log. Returns when all was written or, when following, once the
    /// container has ended or the reader has gone (the stream throws). Problems that show before
    /// the first byte are thrown.
    void logs(LogRequest request, OutputStream out) throws IOException, InterruptedException;

    /// Prepares a command in a running container; it is started when the session is run.
    CommandSession exec(ExecRequest request);

    /// Prepares an attachment to a running container's own streams.
    CommandSession attach(ExecRequest request);

    /// Prepares connections into a pod's network.
    ///
    /// @param ports those that the request names; SPDY clients name them later
    PodPorts portForward(PodKey pod, List<Integer> ports);

    /// A pod by name and uid, so that a successor of the same name is not mistaken for it.
    record PodKey(String namespace, String name, String uid) {}

    /// What to run, and which streams to connect.
    ///
    /// @param command empty for an attachment
    record ExecRequest(PodKey pod, String container, List<String> command, Streams streams) {
        public ExecRequest {
            command = List.copyOf(command);
        }
    }

    /// The streams of a session; a terminal has no stderr of its own.
    record Streams(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}
}
