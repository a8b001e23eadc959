package dev.purser.wire.spdy;

import java.nio.ByteBuffer;
import java.util.Map;

/// What comes in on a SPDY connection, as far as somebody has to know of it.
public sealed interface SpdyFrame {
    /// The other side opens a stream.
    ///
    /// @param headers names in lower case
    record Opened(int stream, Map<String, String> headers, boolean ends) implements SpdyFrame {}

    /// Content of a stream; a large frame comes in several pieces.
    ///
    /// @param content valid until the next frame is read
    /// @param ends whether the stream ends with this piece
    record Data(int stream, ByteBuffer content, boolean ends) implements SpdyFrame {}

    /// The stream ends here, in both directions.
    record Reset(int stream) implements SpdyFrame {}

    /// The other side wants an answer with the same number.
    record Ping(int id) implements SpdyFrame {}

    /// Nothing more comes.
    record Gone() implements SpdyFrame {}
}
