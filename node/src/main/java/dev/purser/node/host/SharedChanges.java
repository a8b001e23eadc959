package dev.purser.node.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What nodes change for the whole machine and not for themselves alone: that it forwards packets,
/// and directories that containerd and the CNI plugins make wherever they run. The first node notes
/// how the machine was, the last one to leave puts it back. Nodes of several Pursers may come and
/// go at the same time.
///
/// The notes are in `/run`, since the machine's next start makes the settings what they were.
public final class SharedChanges {
    private static final Logger LOG = LoggerFactory.getLogger(SharedChanges.class);

    /// Below `/proc/sys`; the CNI plugins set it.
    private static final String FORWARDING = "net/ipv4/ip_forward";

    /// The deepest last.
    private static final List<String> DIRECTORIES =
            List.of(
                    "run/containerd",
                    "run/containerd/runc",
                    "run/containerd/runc/k8s.io",
                    "run/containerd/s",
                    "run/netns",
                    "var/lib/cni",
                    "var/lib/cni/results");

    private final Path root;
    private final Path directory;

    /// @param root `/`
    public SharedChanges(Path root) {
        this.root = root;
        this.directory = root.resolve("run/purser");
    }

    /// Where a user may keep what is gone with the machine's next start; it exists between [#join]
    /// and [#leave].
    public Path place(String user) {
        return directory.resolve("nodes").resolve(user);
    }

    /// Takes note of a node before it changes anything; again is no harm.
    ///
    /// @param user a name that a file may have
    /// @param home a directory without which the node is gone for good
    public void join(String user, Path home) throws IOException, InterruptedException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (FileTurn _ = FileTurn.take(directory.resolve("lock"))) {
            if (!Files.exists(before())) {
                Files.writeString(before(), look().toString());
            }
            Files.createDirectories(place(user));
            Files.writeString(home(user), home.toString());
        }
    }

    private Path before() {
        return directory.resolve("before.json");
    }

    private Path home(String user) {
        return directory.resolve(user + ".home");
    }

    private ObjectNode look() throws IOException {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        found.put("forwarding", Files.readString(setting()).strip());
        var absent = found.putArray("absent");
        DIRECTORIES.stream().filter(each -> !Files.exists(root.resolve(each))).forEach(absent::add);
        return found;
    }

    private Path setting() {
        return root.resolve("proc/sys").resolve(FORWARDING);
    }

    /// A node is gone, with all that it had.
    ///
    /// @param asLast what else to undo if no other node is there, before another can come
    public void leave(String user, Runnable asLast) throws IOException, InterruptedException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (FileTurn turn = FileTurn.take(directory.resolve("lock"))) {
            forget(user);
            for (String other : users()) {
                if (!Files.isDirectory(Path.of(Files.readString(home(other))))) {
                    forget(other);
                }
            }
            if (users().isEmpty()) {
                asLast.run();
                restore();
                Files.deleteIfExists(before());
                Files.deleteIfExists(directory.resolve("nodes"));
                turn.delete();
                deleteIfEmpty(directory);
            }
        }
    }

    private void forget(String user) throws IOException {
        deleteTree(place(user));
        Files.deleteIfExists(home(user));
    }

    private List<String> users() throws IOException {
        List<String> users = new ArrayList<>();
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(directory, "*.home")) {
            for (Path home : homes) {
                users.add(home.getFileName().toString().replaceFirst("\\.home$", ""));
            }
        }
        return users;
    }

    private void restore() throws IOException {
        if (!Files.exists(before())) {
            return;
        }
        try {
            JsonNode was = JsonMapper.shared().readTree(Files.readString(before()));
            restoreForwarding(was.path("forwarding").asString(""));
            List<String> absent =
                    was.path("absent").valueStream().map(each -> each.asString("")).toList();
            for (String each : DIRECTORIES.reversed()) {
                if (absent.contains(each)) {
                    deleteIfEmpty(root.resolve(each));
                }
            }
        } catch (JacksonException e) {
            LOG.warn("{} cannot be read; what was changed for all stays", before(), e);
        }
    }

    /// Another program's network may need the forwarding by now.
    private void restoreForwarding(String value) throws IOException {
        String now = Files.readString(setting()).strip();
        if (value.matches("[0-9]") && !value.equals(now) && !hasBridges()) {
            Files.writeString(setting(), value);
        }
    }

    private boolean hasBridges() throws IOException {
        Path interfaces = root.resolve("sys/class/net");
        try (Stream<Path> all = Files.list(interfaces)) {
            return all.anyMatch(each -> Files.exists(each.resolve("bridge")));
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} is used", directory, e);
        }
    }

    private static void deleteTree(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.toList().reversed()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone already", top, e);
        }
    }
}
