package dev.purser.app.serve;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.server.admission.advice.SilencedTopics;

import java.net.InetSocketAddress;

/// What to run, and where.
///
/// @param address where the API listens; port 0 takes a free one
/// @param hostName the machine's name, which is the node's too
/// @param silenced what people are never warned of
public record ServeSettings(
        DataDirectory directory,
        Instance.Mode mode,
        InetSocketAddress address,
        String hostName,
        SilencedTopics silenced) {

    /// What runs when nobody asks for more.
    public ServeSettings(
            DataDirectory directory,
            Instance.Mode mode,
            InetSocketAddress address,
            String hostName) {
        this(directory, mode, address, hostName, SilencedTopics.NONE);
    }
}
