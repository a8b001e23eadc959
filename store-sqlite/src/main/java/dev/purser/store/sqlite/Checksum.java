package dev.purser.store.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// CRC-32C over typed fields. SQLite checks the structure of its pages but not the bytes of values:
/// a flipped bit would pass unnoticed without this.
final class Checksum {
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    Checksum add(long value) {
        crc.update(number.clear().putLong(value).flip());
        return this;
    }

    /// The length goes in as well, so that bytes cannot move from one field to the next.
    Checksum add(byte[] bytes) {
        add(bytes.length);
        crc.update(bytes, 0, bytes.length);
        return this;
    }

    Checksum add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    long value() {
        return crc.getValue();
    }
}
