package dev.purser.wire.stream;

import dev.purser.wire.spdy.Link;
import java.io.IOException;
import java.time.Duration;

/// What is spoken on a client's connection once its upgrade was answered.
interface Conversation {
    /// As long as kubelet waits for a client to open the streams that it asked for.
    Duration OPENING_MAX = Duration.ofSeconds(30);

    /// As long as kubelet lets a session be silent.
    Duration SILENCE_MAX = Duration.ofHours(4);

    /// How long a client may take nothing and say nothing after all is said.
    Duration FAREWELL_SILENCE_MAX = Duration.ofMinutes(1);

    /// How long a client that goes on talking is listened to after all is said. To close on it
    /// would take from it what it has not read yet.
    Duration FAREWELL_MAX = Duration.ofMinutes(10);

    /// Goes on until the client has gone. Called once; the link is closed by the caller.
    void hold(Link link) throws IOException;
}
