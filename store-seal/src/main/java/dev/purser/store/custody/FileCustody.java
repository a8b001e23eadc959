package dev.purser.store.custody;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keys in a file of their own outside the data directory, mode 0600, in the clear: whoever may
/// read that file, or a backup of it, has the keys. The first lines say whose keys they are, so
/// that no two data directories share a file and a copy does not take the original's with it.
public final class FileCustody implements Custody {
    public static final String NAME = "file";

    private static final String FILE = "file";
    private static final Pattern ID = Pattern.compile("(?m)^# id: ([0-9a-f]+)$");
    private static final Pattern RECORD = Pattern.compile("(?m)^# record: (.+)$");

    private final KeyPlace place;
    private final PrivateFiles files;

    public FileCustody(KeyPlace place, PrivateFiles files) {
        this.place = place;
        this.files = files;
    }

    /// Where a record says that the keys are.
    public static Path file(ObjectNode kept) {
        return Path.of(kept.path(FILE).asString(""));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ObjectNode keep(SecretBytes document, Owner owner) {
        Path file = place.file(owner.id()).toAbsolutePath().normalize();
        try {
            Optional<byte[]> there = files.read(file);
            if (there.isPresent()) {
                requireMine(file, there.get(), owner);
            }
            files.replace(file, withHeader(document, owner));
        } catch (IOException e) {
            throw new CustodyException(
                    "the keys cannot be kept in %s (%s): name another place with --key-dir"
                            .formatted(file, e),
                    e);
        }
        return JsonNodeFactory.instance.objectNode().put(FILE, file.toString());
    }

    @Override
    public SecretBytes fetch(ObjectNode kept, Owner owner) {
        Path wanted = place.file(owner.id());
        try {
            Optional<byte[]> content = files.read(wanted);
            Path found = content.isPresent() ? wanted : file(kept);
            if (content.isEmpty()) {
                content = files.read(found);
            }
            byte[] bytes = content.orElseThrow(() -> missing(wanted));
            requireMine(found, bytes, owner);
            return SecretBytes.of(Arrays.copyOfRange(bytes, headerEnd(bytes), bytes.length));
        } catch (IOException e) {
            throw new CustodyException("cannot read the keys in " + wanted + ": " + e, e);
        }
    }

    private static CustodyException missing(Path file) {
        return new CustodyException(
                "the file of keys %s is missing, and without it nothing in this data directory can be decrypted: put it back, or say where it is with --key-file"
                        .formatted(file));
    }

    @Override
    public String whereabouts(ObjectNode kept) {
        return "in the file " + file(kept);
    }

    /// Also false when the data directory was moved, so that the file names its new place.
    @Override
    public boolean isSettled(ObjectNode kept, Owner owner) {
        Path file = place.file(owner.id()).toAbsolutePath().normalize();
        try {
            Optional<byte[]> content = files.read(file);
            return file.equals(file(kept))
                    && content.isPresent()
                    && (find(RECORD, content.get()).equals(Optional.of(owner.record().toString()))
                            || belongsToAnother(content.get(), owner));
        } catch (IOException e) {
            throw new CustodyException("cannot read the keys in " + file + ": " + e, e);
        }
    }

    /// None when the file belongs to the data directory that this one was copied from.
    @Override
    public List<Path> files(ObjectNode kept, Owner owner) {
        Path file = file(kept);
        try {
            Optional<byte[]> content = files.read(file);
            boolean mine =
                    content.isPresent()
                            && find(ID, content.get()).equals(Optional.of(owner.id()))
                            && !belongsToAnother(content.get(), owner);
            return mine ? List.of(file) : List.of();
        } catch (IOException e) {
            throw new CustodyException("cannot read the keys in " + file + ": " + e, e);
        }
    }

    /// Whether another data directory with the same id is still where the file says it is.
    private boolean belongsToAnother(byte[] content, Owner owner) throws IOException {
        Optional<String> record = find(RECORD, content);
        if (record.isEmpty() || record.get().equals(owner.record().toString())) {
            return false;
        }
        return files.read(Path.of(record.get()))
                .flatMap(CustodyRecord::parse)
                .filter(other -> other.id().equals(owner.id()))
                .isPresent();
    }

    /// A file without an id was written by a person, and is taken.
    private static void requireMine(Path file, byte[] content, Owner owner) {
        Optional<String> id = find(ID, content);
        if (id.isPresent() && !id.get().equals(owner.id())) {
            throw new CustodyException(
                    "%s holds the keys of another data directory (%s): each has a file of its own"
                            .formatted(file, find(RECORD, content).orElse(id.get())));
        }
    }

    private static Optional<String> find(Pattern pattern, byte[] content) {
        Matcher matcher =
                pattern.matcher(new String(content, 0, headerEnd(content), StandardCharsets.UTF_8));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static byte[] withHeader(SecretBytes document, Owner owner) {
        String header =
                """
                # The keys that Purser encrypts secrets with before they reach the disk.
                # Without this file the secrets are lost. Keep a copy of it in another, safe place.
                # id: %s
                # record: %s
                """
                        .formatted(owner.id(), owner.record());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(document.bytes());
        return out.toByteArray();
    }

    /// Where the first line begins that is no comment.
    private static int headerEnd(byte[] content) {
        int at = 0;
        while (at < content.length && content[at] == '#') {
            while (at < content.length && content[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, content.length);
        }
        return at;
    }
}
