package dev.purser.wire.stream;

import dev.purser.client.node.CommandSession;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a client's `{"Width":80,"Height":24}`, one after another, and resizes the terminal. For
/// one thread.
final class TerminalSizes {
    /// Where one of them ends.
    private static final int CLOSING_BRACE = '}';

    /// More than any of them has; what is longer is none.
    private static final int BYTES_MAX = 1024;

    private static final int SIZE_MAX = 65_535;

    private final CommandSession session;
    private final JsonMapper json = JsonMapper.builder().build();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    TerminalSizes(CommandSession session) {
        this.session = session;
    }

    void take(ByteBuffer content) {
        while (content.hasRemaining()) {
            byte next = content.get();
            begun.write(next);
            if (next == CLOSING_BRACE) {
                resize(begun.toByteArray());
                begun.reset();
            } else if (begun.size() > BYTES_MAX) {
                begun.reset();
            }
        }
    }

    /// What cannot be read is not worth a session.
    private void resize(byte[] text) {
        try {
            JsonNode size = json.readTree(text);
            int width = size.path("Width").asInt(0);
            int height = size.path("Height").asInt(0);
            if (width > 0 && height > 0 && width <= SIZE_MAX && height <= SIZE_MAX) {
                session.resize(width, height);
            }
        } catch (JacksonException e) {
            begun.reset();
        }
    }
}
