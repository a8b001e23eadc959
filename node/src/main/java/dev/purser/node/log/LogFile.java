package dev.purser.node.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;

/// A log file that is read line by line while it grows. For one thread.
final class LogFile implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final Optional<Object> identity;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).flip();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private LogFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.identity = identity(path);
    }

    /// Follows no link: where a pod mounts the directory of logs, it could put one there that leads
    /// to any file of the machine.
    static LogFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            return new LogFile(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Empty when there is no file.
    private static Optional<Object> identity(Path path) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Goes to where the last so many lines begin; a last line without an end counts.
    void seekToLast(long lines) throws IOException {
        long size = channel.size();
        channel.position(lines == 0 ? size : startOfLast(lines, size));
    }

    private long startOfLast(long lines, long size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK_BYTES);
        long ends = 0;
        for (long right = size; right > 0; right -= BLOCK_BYTES) {
            long left = Math.max(0, right - BLOCK_BYTES);
            buffer.clear().limit((int) (right - left));
            readFully(buffer, left);
            for (int i = (int) (right - left) - 1; i >= 0; i--) {
                boolean endsLine = buffer.get(i) == '\n' && left + i != size - 1;
                if (endsLine && ++ends == lines) {
                    return left + i + 1;
                }
            }
        }
        return 0;
    }

    private void readFully(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new IOException("%s became shorter while it was read".formatted(path));
            }
            at += count;
        }
    }

    /// The next line with its line feed; empty when no further line is complete by now.
    Optional<byte[]> nextLine() throws IOException {
        while (true) {
            int end = indexOfLineEnd();
            if (end >= 0) {
                take(end + 1 - block.position());
                return takeBegun();
            }
            take(block.remaining());
            block.clear();
            int count = channel.read(block);
            block.flip();
            if (count <= 0) {
                return Optional.empty();
            }
        }
    }

    private int indexOfLineEnd() {
        for (int i = block.position(); i < block.limit(); i++) {
            if (block.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void take(int count) {
        begun.write(block.array(), block.arrayOffset() + block.position(), count);
        block.position(block.position() + count);
    }

    /// What follows the last complete line; empty when nothing does.
    Optional<byte[]> rest() {
        return begun.size() == 0 ? Optional.empty() : takeBegun();
    }

    private Optional<byte[]> takeBegun() {
        byte[] line = begun.toByteArray();
        begun.reset();
        return Optional.of(line);
    }

    /// Whether the path leads to another file by now, as after a rotation.
    boolean isReplaced() throws IOException {
        Optional<Object> there = identity(path);
        return there.isPresent() && !there.equals(identity);
    }

    /// Where the file is by now, in the directory in which it was opened; empty when it is gone.
    Optional<Path> place() throws IOException {
        String prefix = path.getFileName().toString();
        try (Stream<Path> files = Files.list(path.resolveSibling("."))) {
            for (Path each : files.map(Path::getFileName).map(path::resolveSibling).toList()) {
                boolean isRelated = each.getFileName().toString().startsWith(prefix);
                if (isRelated && identity.isPresent() && identity(each).equals(identity)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
