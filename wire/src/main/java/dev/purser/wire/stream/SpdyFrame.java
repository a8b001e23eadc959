package dev.purser.wire.stream;

import java.nio.ByteBuffer;

/// What the side that opens the streams has to know of what comes back.
sealed interface SpdyFrame {
    /// Content of a stream; a large frame comes in several pieces.
    ///
    /// @param content valid until the next frame is read
    /// @param ends whether the stream ends with this piece
    record Data(int stream, ByteBuffer content, boolean ends) implements SpdyFrame {}

    /// The stream ends here, without a last data frame.
    record Reset(int stream) implements SpdyFrame {}

    /// The connection ends here.
    record Gone() implements SpdyFrame {}
}
