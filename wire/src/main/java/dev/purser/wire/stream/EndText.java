package dev.purser.wire.stream;

import dev.purser.client.node.CommandEnd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a client reads on the error stream of an `exec` or `attach`.
enum EndText {
    /// Up to version 3: the message, or nothing.
    MESSAGE,

    /// From version 4 on: the Status.
    STATUS;

    ByteBuffer of(CommandEnd end) {
        String text =
                switch (this) {
                    case MESSAGE -> end.isSuccess() ? "" : end.message();
                    case STATUS -> end.status().toString();
                };
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
