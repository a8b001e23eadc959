package dev.purser.node.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds and kills the processes that a node started and that outlived it: by their cgroup, and by
/// a word of their command line.
public final class StrayProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(StrayProcesses.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Path proc;

    /// @param proc `/proc`
    public StrayProcesses(Path proc) {
        this.proc = proc;
    }

    /// A process that is there.
    ///
    /// @param name as the kernel shows it
    /// @param state of proc(5): `D` waits for a device and cannot be killed now
    public record Stray(long pid, String name, String state) {}

    /// Those in a cgroup or in one below it.
    ///
    /// @param cgroup begins with a slash
    public List<Stray> ofCgroup(String cgroup) {
        return find(pid -> lines(pid, "cgroup").anyMatch(line -> isBelow(line, cgroup)));
    }

    private static boolean isBelow(String line, String cgroup) {
        String path = line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1);
        return path.equals(cgroup) || path.startsWith(cgroup + "/");
    }

    /// Those whose command line has two words, one after the other.
    public List<Stray> withWords(String first, String second) {
        String wanted = "\0" + first + "\0" + second + "\0";
        return find(pid -> text(pid, "cmdline").contains(wanted));
    }

    /// Those in a cgroup of this name, wherever that is.
    public List<Stray> ofCgroupNamed(String name) {
        return find(pid -> lines(pid, "cgroup").anyMatch(line -> line.endsWith("/" + name)));
    }

    /// Those with a variable in their environment whose value begins like this.
    public List<Stray> withVariable(String name, String beginning) {
        String wanted = "\0" + name + "=" + beginning;
        return find(pid -> ("\0" + text(pid, "environ")).contains(wanted));
    }

    /// The word that follows another one in a process' command line; empty when there is none.
    public String argument(Stray process, String name) {
        String[] words = text(proc.resolve(Long.toString(process.pid())), "cmdline").split("\0");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals(name)) {
                return words[i + 1];
            }
        }
        return "";
    }

    /// Whether a process is in a network namespace.
    ///
    /// @param namespace what keeps it: a file that it is mounted on
    public boolean isUsed(Path namespace) throws IOException {
        Object inode = Files.getAttribute(namespace, "unix:ino");
        return !find(pid -> inode.equals(inode(pid.resolve("ns/net")))).isEmpty();
    }

    private static @Nullable Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            return null; // the process has just ended
        }
    }

    private List<Stray> find(Predicate<Path> wanted) {
        List<Stray> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(proc)) {
            all.filter(each -> each.getFileName().toString().matches("\\d+"))
                    .filter(wanted)
                    .forEach(each -> stray(each).ifPresent(found::add));
        } catch (IOException e) {
            LOG.warn("The processes cannot be listed", e);
        }
        return found;
    }

    /// One that has ended, and only waits for its parent to notice, is none.
    private Optional<Stray> stray(Path directory) {
        String stat = text(directory, "stat");
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return Optional.empty();
        }
        String state = stat.substring(end + 2, end + 3);
        return state.equals("Z") || state.equals("X")
                ? Optional.empty()
                : Optional.of(
                        new Stray(
                                Long.parseLong(directory.getFileName().toString()),
                                stat.substring(stat.indexOf('(') + 1, end),
                                state));
    }

    private static Stream<String> lines(Path directory, String file) {
        return text(directory, file).lines();
    }

    /// Empty when the process has just ended.
    private static String text(Path directory, String file) {
        try {
            return Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// Kills what the search finds, again until it finds nothing or the time is over.
    ///
    /// @return what is still there
    public static List<Stray> kill(Search search, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Stray> found = search.find();
        while (!found.isEmpty() && System.nanoTime() < deadline) {
            found.forEach(each -> ProcessHandle.of(each.pid()).ifPresent(StrayProcesses::kill));
            Thread.sleep(POLL_INTERVAL);
            found = search.find();
        }
        return found;
    }

    private static void kill(ProcessHandle process) {
        LOG.info("Killing process {}", process.pid());
        process.destroyForcibly();
    }

    /// Looks for processes.
    @FunctionalInterface
    public interface Search {
        List<Stray> find();
    }
}
