package dev.purser.external.provider.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// The files below a directory, and nothing else of the machine: see [RootedWalk]. Thread-safe.
final class RootedFiles {
    static final int FILE_BYTES_MAX = 1024 * 1024;
    private static final int ENTRIES_MAX = 10_000;

    /// How often to look again for what a link led to.
    private static final int TRIES = 100;

    private final Path root;

    RootedFiles(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /// What there is at a path.
    sealed interface Entry {
        /// A regular file, as large as it was when it was looked at.
        record File(Stamp stamp) implements Entry {}

        /// A directory.
        ///
        /// @param names of what is in it, but for hidden ones
        /// @param identity tells whether two paths lead to the same directory
        record Directory(List<String> names, String identity) implements Entry {
            public Directory {
                names = List.copyOf(names);
            }
        }

        record Missing() implements Entry {}
    }

    /// Tells whether a file may have changed between two looks.
    record Stamp(String identity, long modified, long size) {
        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(
                    String.valueOf(attributes.fileKey()),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size());
        }
    }

    /// What there is at a path.
    ///
    /// @throws ForbiddenPathException when it leads out of the root, or to what is no file
    /// @throws IOException when the root cannot be read
    Entry look(FilePath path) throws IOException, ForbiddenPathException {
        return visit(path, new Looking());
    }

    /// The content of a file; empty when there is none at this path.
    ///
    /// @throws ForbiddenPathException when it leads out of the root, or to what is no file
    /// @throws TooLargeException when it is larger than [#FILE_BYTES_MAX]
    /// @throws IOException when it or the root cannot be read
    Optional<byte[]> read(FilePath path) throws IOException, ForbiddenPathException {
        return visit(path, new Reading());
    }

    /// Whoever replaces what a link leads to first turns the link. So what was missing behind links
    /// is missing only if they still say the same.
    private <T> T visit(FilePath path, RootedWalk.Visitor<T> visitor)
            throws IOException, ForbiddenPathException {
        List<String> before = List.of();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try (RootedWalk walk = new RootedWalk(root)) {
                Optional<T> found = walk.to(path.segments(), visitor);
                if (found.isPresent()) {
                    return found.get();
                }
                if (walk.links().equals(before)) {
                    return visitor.missing();
                }
                before = walk.links();
            }
        }
        return visitor.missing();
    }

    private static final class Looking implements RootedWalk.Visitor<Entry> {
        @Override
        public Entry file(
                SecureDirectoryStream<Path> parent, Path name, BasicFileAttributes attributes) {
            return new Entry.File(Stamp.of(attributes));
        }

        @Override
        public Entry directory(DirectoryStream<Path> directory, BasicFileAttributes attributes)
                throws IOException {
            Set<String> names = new TreeSet<>();
            for (Path entry : directory) {
                String name = String.valueOf(entry.getFileName());
                if (!FilePath.isHidden(name)) {
                    names.add(name);
                }
                if (names.size() > ENTRIES_MAX) {
                    throw new TooLargeException(
                            "holds more than %d entries".formatted(ENTRIES_MAX));
                }
            }
            return new Entry.Directory(List.copyOf(names), String.valueOf(attributes.fileKey()));
        }

        @Override
        public Entry missing() {
            return new Entry.Missing();
        }
    }

    private static final class Reading implements RootedWalk.Visitor<Optional<byte[]>> {
        private static final Set<OpenOption> HOW =
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

        @Override
        public Optional<byte[]> file(
                SecureDirectoryStream<Path> parent, Path name, BasicFileAttributes attributes)
                throws IOException {
            try (SeekableByteChannel channel = parent.newByteChannel(name, HOW)) {
                ByteBuffer content =
                        ByteBuffer.allocate((int) Math.min(channel.size(), FILE_BYTES_MAX) + 1);
                while (channel.read(content) >= 0) {
                    if (content.position() > FILE_BYTES_MAX) {
                        throw new TooLargeException("is larger than 1 MiB");
                    }
                    if (!content.hasRemaining()) {
                        content = ByteBuffer.allocate(content.capacity() * 2).put(content.flip());
                    }
                }
                byte[] bytes = new byte[content.flip().remaining()];
                content.get(bytes);
                return Optional.of(bytes);
            }
        }

        @Override
        public Optional<byte[]> directory(
                DirectoryStream<Path> directory, BasicFileAttributes attributes) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> missing() {
            return Optional.empty();
        }
    }

    /// A file or directory that holds more than a secret can.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    /// A path that leads where no store may look.
    static final class ForbiddenPathException extends Exception {
        private static final long serialVersionUID = 1L;

        ForbiddenPathException(String message) {
            super(message);
        }
    }
}
