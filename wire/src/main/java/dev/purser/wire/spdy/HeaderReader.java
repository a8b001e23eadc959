package dev.purser.wire.spdy;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads the header blocks of one connection, in their order: one zlib stream runs through all of
/// them. Not thread-safe.
final class HeaderReader implements AutoCloseable {
    /// What a block may have; Kubernetes' have a hundred bytes.
    private static final int BLOCK_BYTES_MAX = 16 * 1024;

    private final Inflater inflater = new Inflater();
    private final byte[] plain = new byte[BLOCK_BYTES_MAX];

    Map<String, String> read(byte[] block, int offset) throws IOException {
        inflater.setInput(block, offset, block.length - offset);
        try {
            return headers(ByteBuffer.wrap(plain, 0, inflate()));
        } catch (DataFormatException | BufferUnderflowException e) {
            throw new IOException("a header block of SPDY is broken", e);
        }
    }

    private int inflate() throws DataFormatException, IOException {
        int length = 0;
        while (length < plain.length) {
            int count = inflater.inflate(plain, length, plain.length - length);
            length += count;
            if (inflater.needsDictionary()) {
                setDictionary();
            } else if (count == 0) {
                return length;
            }
        }
        throw new IOException("a header block of SPDY is too large");
    }

    private void setDictionary() throws DataFormatException {
        try {
            inflater.setDictionary(HeaderDictionary.bytes());
        } catch (IllegalArgumentException e) {
            throw (DataFormatException) new DataFormatException("another dictionary").initCause(e);
        }
    }

    private static Map<String, String> headers(ByteBuffer fields) throws DataFormatException {
        int count = fields.getInt();
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(fields).toLowerCase(Locale.ROOT);
            headers.put(name, text(fields));
        }
        return headers;
    }

    private static String text(ByteBuffer fields) throws DataFormatException {
        int length = fields.getInt();
        if (length < 0 || length > fields.remaining()) {
            throw new DataFormatException("a text is longer than its block");
        }
        byte[] bytes = new byte[length];
        fields.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
