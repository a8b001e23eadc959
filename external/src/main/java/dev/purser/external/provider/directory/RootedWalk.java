package dev.purser.external.provider.directory;

import dev.purser.external.provider.directory.RootedFiles.ForbiddenPathException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One walk from a root to a file below it. Each step opens a name within the directory that the
/// step before has opened, and never follows a link; the links' texts are walked in the same way
/// from where they stand. So nothing outside of the root is ever opened, whatever others do to the
/// tree meanwhile. Used once, by one thread.
final class RootedWalk implements AutoCloseable {
    private static final int LINKS_MAX = 40;

    private final Path root;
    private final List<String> names = new ArrayList<>();
    private final Deque<SecureDirectoryStream<Path>> opened = new ArrayDeque<>();
    private final Deque<String> pending = new ArrayDeque<>();
    private final List<String> links = new ArrayList<>();

    RootedWalk(Path root) {
        this.root = root;
    }

    /// Gets what is at the walk's end.
    interface Visitor<T> {
        T file(SecureDirectoryStream<Path> parent, Path name, BasicFileAttributes attributes)
                throws IOException;

        T directory(DirectoryStream<Path> directory, BasicFileAttributes attributes)
                throws IOException;

        T missing();
    }

    /// What the links on the way said.
    List<String> links() {
        return List.copyOf(links);
    }

    /// @return empty when there is nothing
    /// @throws IOException when the root cannot be opened, or the visitor failed
    <T> Optional<T> to(List<String> path, Visitor<T> visitor)
            throws IOException, ForbiddenPathException {
        openRoot();
        pending.addAll(path);
        while (!pending.isEmpty()) {
            String name = pending.pop();
            Optional<T> end;
            try {
                end = step(name, visitor);
            } catch (NoSuchFileException | NotDirectoryException | NotLinkException e) {
                return Optional.empty(); // it was never there, or has just been replaced
            }
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.of(visitor.directory(opened.getFirst(), attributes(Path.of("."))));
    }

    @SuppressWarnings("StreamResourceLeak") // closed with the walk
    private void openRoot() throws IOException {
        opened.push(secure(Files.newDirectoryStream(root)));
    }

    /// Where directories cannot be opened step by step, links could be exchanged between a look and
    /// the opening.
    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this file system has no safe way to open directories");
    }

    private BasicFileAttributes attributes(Path name) throws IOException {
        return opened.getFirst()
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private <T> Optional<T> step(String name, Visitor<T> visitor)
            throws IOException, ForbiddenPathException {
        if (name.isEmpty() || name.equals(".")) {
            return Optional.empty();
        }
        if (name.equals("..")) {
            up();
            return Optional.empty();
        }
        return into(path(name), visitor);
    }

    private static Path path(String name) throws ForbiddenPathException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ForbiddenPathException("is no path");
        }
    }

    private void up() throws IOException, ForbiddenPathException {
        if (names.isEmpty()) {
            throw new ForbiddenPathException("leads out of the shared directory");
        }
        names.removeLast();
        opened.pop().close();
    }

    private <T> Optional<T> into(Path name, Visitor<T> visitor)
            throws IOException, ForbiddenPathException {
        BasicFileAttributes attributes = attributes(name);
        if (attributes.isSymbolicLink()) {
            follow(name);
            return Optional.empty();
        }
        if (attributes.isDirectory()) {
            opened.push(
                    secure(opened.getFirst().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)));
            names.addLast(name.toString());
            return Optional.empty();
        }
        if (!attributes.isRegularFile()) {
            throw new ForbiddenPathException("is neither a file nor a directory");
        }
        if (!pending.isEmpty()) {
            throw new NotDirectoryException(name.toString());
        }
        return Optional.of(visitor.file(opened.getFirst(), name, attributes));
    }

    /// The link is read by its whole path, which others may have changed under way. That does no
    /// harm: what it says is only walked like any other path.
    private void follow(Path name) throws IOException, ForbiddenPathException {
        if (links.size() == LINKS_MAX) {
            throw new ForbiddenPathException("has too many links");
        }
        Path here = root;
        for (String part : names) {
            here = here.resolve(part);
        }
        Path target = Files.readSymbolicLink(here.resolve(name));
        links.add(target.toString());
        if (target.isAbsolute()) {
            throw new ForbiddenPathException("is a link out of the shared directory");
        }
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            pending.push(target.getName(i).toString());
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (SecureDirectoryStream<Path> stream : opened) {
            try {
                stream.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
