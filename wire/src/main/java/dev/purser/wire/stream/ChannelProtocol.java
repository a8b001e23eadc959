package dev.purser.wire.stream;

import java.util.List;
import java.util.Optional;

/// The WebSocket subprotocols of `exec` and `attach` whose messages begin with the number of their
/// channel.
enum ChannelProtocol {
    /// Version 4, and a message that ends a channel. Without it input cannot end before output.
    V5("v5.channel.k8s.io"),

    /// Its error channel carries a Status.
    V4("v4.channel.k8s.io");

    private final String subprotocol;

    ChannelProtocol(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /// The best of those that the client offers.
    static Optional<ChannelProtocol> choose(List<String> offered) {
        for (ChannelProtocol protocol : values()) {
            if (offered.contains(protocol.subprotocol)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    String subprotocol() {
        return subprotocol;
    }

    /// Whether a message may end a channel.
    boolean endsChannels() {
        return this == V5;
    }
}
