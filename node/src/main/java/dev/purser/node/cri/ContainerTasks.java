package dev.purser.node.cri;

import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/// Further processes in running containers, by containerd's own services: unlike the CRI they let
/// the caller hold the ends of a process's streams. Thread-safe; calls block and throw
/// [CriException] when containerd refuses or cannot be reached.
public interface ContainerTasks {
    /// How a container or sandbox was made (OCI runtime specification, `config.json`).
    JsonNode description(String id);

    /// Prepares a process.
    ///
    /// @param description `process` of the OCI runtime specification
    void prepare(ProcessKey key, JsonNode description, ProcessStreams streams);

    /// Starts a prepared process; returns when it runs and its streams are open.
    void start(ProcessKey key);

    /// How a process ends.
    ///
    /// @return its exit code, or a [CriException]; completed by a thread that may wait. The process
    ///   is not disturbed when it is cancelled
    CompletableFuture<Integer> exit(ProcessKey key);

    /// Sets the size of a process's terminal.
    void resize(ProcessKey key, int width, int height);

    /// Ends a process's standard input, when the caller has closed its end as well.
    void closeInput(ProcessKey key);

    /// Forgets a process that has ended, or never started. Does nothing when there is none.
    void delete(ProcessKey key);

    /// One process.
    ///
    /// @param id chosen by the caller, unique in its container
    record ProcessKey(String containerId, String id) {}

    /// Named pipes, by absolute path; empty for those that are not wanted.
    ///
    /// @param terminal whether the process gets a terminal, whose output is all on stdout
    record ProcessStreams(String stdin, String stdout, String stderr, boolean terminal) {}
}
