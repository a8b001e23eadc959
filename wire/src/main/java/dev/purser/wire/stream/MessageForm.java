package dev.purser.wire.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How a message of a channel is written: in bytes, or for clients that can only send text.
enum MessageForm {
    /// The channel's number, then its bytes.
    BYTES,

    /// The channel's number as a digit, then its bytes in Base64.
    BASE64;

    private static final int ZERO = '0';

    ByteBuffer bytes(int channel, ByteBuffer content) {
        return ByteBuffer.allocate(1 + content.remaining()).put((byte) channel).put(content).flip();
    }

    String text(int channel, ByteBuffer content) {
        ByteBuffer encoded = Base64.getEncoder().encode(content);
        return (char) (ZERO + channel) + StandardCharsets.US_ASCII.decode(encoded).toString();
    }

    /// Reads a message of text.
    ///
    /// @return empty if it is not of this form
    static Optional<Message> read(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] content =
                    Base64.getDecoder()
                            .decode(text.substring(1).getBytes(StandardCharsets.ISO_8859_1));
            return Optional.of(new Message(text.charAt(0) - ZERO, ByteBuffer.wrap(content)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A message that was read.
    record Message(int channel, ByteBuffer content) {}
}
