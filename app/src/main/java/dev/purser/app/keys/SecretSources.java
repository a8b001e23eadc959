package dev.purser.app.keys;

import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.SecretBytes;
import dev.purser.store.custody.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// Places where secrets of the command line come from.
public final class SecretSources {
    private static final int BYTES_MAX = 64 * 1024;

    private SecretSources() {}

    /// Nowhere.
    ///
    /// @param message what to say when it is needed after all
    public static SecretSource absent(String message) {
        return () -> {
            throw new CustodyException(message);
        };
    }

    /// A file, all of its bytes; it may be a pipe, such as `/dev/fd/3`, but then it is read once.
    ///
    /// @param what for messages, such as "the passphrase"
    public static SecretSource file(Path file, String what) {
        return () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return SecretBytes.of(limited(in, what));
            } catch (NoSuchFileException e) {
                throw new CustodyException(
                        "the file of %s, %s, is not there".formatted(what, file), e);
            } catch (IOException e) {
                throw new CustodyException(
                        "cannot read %s from %s: %s".formatted(what, file, e), e);
            }
        };
    }

    /// Text, such as a file's: without the end of its line.
    public static SecretSource line(SecretSource source, String what) {
        return () -> {
            try (SecretBytes all = source.read()) {
                byte[] bytes = all.bytes();
                int end = bytes.length;
                while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
                    end--;
                }
                if (end == 0) {
                    throw new CustodyException(what + " is empty");
                }
                return SecretBytes.of(Arrays.copyOf(bytes, end));
            }
        };
    }

    /// Read once, given as often as it is asked for: a pipe has it but once.
    public static SecretSource remembered(SecretSource source) {
        return new Remembered(source);
    }

    private static byte[] limited(InputStream in, String what) throws IOException {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw new CustodyException(what + " has more than " + BYTES_MAX + " bytes");
        }
        return bytes;
    }

    private static final class Remembered implements SecretSource {
        private final SecretSource source;
        private byte[] bytes = new byte[0];

        Remembered(SecretSource source) {
            this.source = source;
        }

        @Override
        public synchronized SecretBytes read() {
            if (bytes.length == 0) {
                try (SecretBytes read = source.read()) {
                    bytes = read.bytes().clone();
                }
            }
            return SecretBytes.of(bytes.clone());
        }

        @Override
        public String toString() {
            return "Remembered";
        }
    }
}
