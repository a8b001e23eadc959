package dev.purser.node.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// A tar archive (POSIX ustar) of a few small regular files, built in memory. The same files give
/// the same bytes: owner and time are always 0.
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int CHECKSUM_OFFSET = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// @param name at most 100 ASCII characters
    /// @param mode the permission bits
    TarArchive add(String name, int mode, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, octal(mode, 7));
        put(header, 108, octal(0, 7));
        put(header, 116, octal(0, 7));
        put(header, 124, octal(content.length, 11));
        put(header, 136, octal(0, 11));
        header[156] = '0';
        put(header, 257, "ustar");
        put(header, 263, "00");
        put(header, CHECKSUM_OFFSET, octal(checksum(header), 6));
        header[CHECKSUM_OFFSET + CHECKSUM_LENGTH - 1] = ' ';
        bytes.writeBytes(header);
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
        return this;
    }

    /// The archive with its end mark of two empty blocks.
    byte[] toBytes() {
        byte[] files = bytes.toByteArray();
        return Arrays.copyOf(files, files.length + 2 * BLOCK);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, offset, ascii.length);
    }

    private static String octal(int number, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", number);
    }

    /// The sum of the header's bytes, the checksum itself counted as blanks.
    private static int checksum(byte[] header) {
        int sum = CHECKSUM_LENGTH * ' ';
        for (int index = 0; index < header.length; index++) {
            boolean inChecksum =
                    index >= CHECKSUM_OFFSET && index < CHECKSUM_OFFSET + CHECKSUM_LENGTH;
            sum += inChecksum ? 0 : header[index] & 0xff;
        }
        return sum;
    }
}
