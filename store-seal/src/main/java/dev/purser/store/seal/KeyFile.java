package dev.purser.store.seal;

import dev.purser.store.Entry;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A [Keyring] in a file of its own, readable by its owner only.
///
/// One key a line: its name, a space, its bytes in base64. The first key seals, all open; empty
/// lines and lines that begin with `#` say nothing. The file is made once and never written again,
/// so an operator may edit it, to add a key at the top for one.
public final class KeyFile {
    /// What stands in a line beside the key, so that a line has two words.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 4;

    private static final String EXPLANATION =
            """
            # The keys that Purser encrypts secrets with before they reach the disk.
            # One a line: name and base64. The first encrypts, all decrypt.
            # Without this file the secrets are lost. Keep a copy in another, safe place.
            """;

    private final Path file;
    private final SecureRandom random;

    /// @param random where a new key comes from
    public KeyFile(Path file, SecureRandom random) {
        this.file = file;
        this.random = random;
    }

    /// Reads the keys; empty if there is no such file.
    ///
    /// @throws StoreException if the file cannot be read or understood
    public Optional<Keyring> read() {
        try {
            return Optional.of(parse(Files.readString(file, StandardCharsets.US_ASCII)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("cannot read the key file " + file + ": " + e, e);
        }
    }

    /// Reads the keys, or makes the file if this is the store's first use.
    ///
    /// @throws StoreException if there is no file and the store holds sealed values; nothing is
    ///   written then
    public Keyring readOrCreate(Store store) {
        return read().orElseGet(() -> {
            requireUnused(store);
            return create();
        });
    }

    private void requireUnused(Store store) {
        for (Entry entry : store.snapshot().entries()) {
            if (SealedBy.isSealed(entry.value())) {
                throw new StoreException(
                        "the key file "
                                + file
                                + " is missing, and "
                                + entry.key()
                                + " is encrypted; put the file back in its place");
            }
        }
    }

    /// Makes the file with one new key. It appears whole or not at all, and is on the disk when
    /// this returns: what it encrypts must not outlive it.
    ///
    /// @throws StoreException if the file exists or cannot be written
    public Keyring create() {
        byte[] id = new byte[NAME_BYTES];
        random.nextBytes(id);
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        String name = "key-" + HexFormat.of().formatHex(id);
        try {
            write(EXPLANATION + name + " " + Base64.getEncoder().encodeToString(secret) + "\n");
            return new Keyring(List.of(new NamedKey(name, secret)));
        } catch (IOException e) {
            throw new StoreException("cannot create the key file " + file + ": " + e, e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private Keyring parse(String text) {
        List<NamedKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                keys.add(parseLine(content, number));
            }
        }
        try {
            return new Keyring(keys);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the key file " + file + " is not valid: " + e.getMessage(), e);
        }
    }

    /// The message must not show the line: it may be a key.
    private NamedKey parseLine(String line, int number) {
        String[] words = line.split("\\s+", -1);
        try {
            if (words.length != 2 || !NAME.matcher(words[0]).matches()) {
                throw new IllegalArgumentException("it has no name and key");
            }
            return new NamedKey(words[0], Base64.getDecoder().decode(words[1]));
        } catch (IllegalArgumentException _) {
            throw new StoreException(
                    "line "
                            + number
                            + " of the key file "
                            + file
                            + " is not a name and a base64 key of 16, 24 or 32 bytes");
        }
    }

    /// A link cannot replace a file that is there, as a rename would.
    private void write(String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("it is a directory");
        }
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
        Path draft =
                Files.createTempFile(
                        directory, ".keys-", "", PosixFilePermissions.asFileAttribute(ownerOnly));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.createLink(file, draft);
        } finally {
            Files.delete(draft);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
