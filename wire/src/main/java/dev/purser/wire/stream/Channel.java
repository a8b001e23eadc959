package dev.purser.wire.stream;

import java.util.Optional;

/// One of the five channels of an `exec` or `attach`: its number in a WebSocket client's messages,
/// and the name of its stream in SPDY.
enum Channel {
    STDIN(0, "stdin"),
    STDOUT(1, "stdout"),
    STDERR(2, "stderr"),
    ERROR(3, "error"),
    RESIZE(4, "resize");

    private final int number;
    private final String streamType;

    Channel(int number, String streamType) {
        this.number = number;
        this.streamType = streamType;
    }

    static Optional<Channel> of(int number) {
        for (Channel channel : values()) {
            if (channel.number == number) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }

    static Optional<Channel> of(String streamType) {
        for (Channel channel : values()) {
            if (channel.streamType.equals(streamType)) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }

    int number() {
        return number;
    }
}
