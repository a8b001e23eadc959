package dev.purser.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The files of the control groups of this machine. Thread-safe.
public final class CgroupTree {
    /// Version 1 says so with the largest number of whole pages.
    private static final long UNLIMITED_FROM = Long.MAX_VALUE / 2;

    private final Path mount;
    private final Version version;

    /// The two forms that the kernel has: a hierarchy for each controller, or one for all.
    public enum Version {
        V1,
        V2
    }

    /// @param mount usually `/sys/fs/cgroup`
    public CgroupTree(Path mount) {
        this.mount = mount;
        version = Files.exists(mount.resolve("cgroup.controllers")) ? Version.V2 : Version.V1;
    }

    public Version version() {
        return version;
    }

    /// The directory of a cgroup for one controller.
    ///
    /// @param controller such as `memory`
    public Path directory(String controller, String cgroup) {
        Path root = version == Version.V2 ? mount : mount.resolve(controller);
        return root.resolve(cgroup.substring(1));
    }

    /// What a file says, without the end of its line.
    ///
    /// @throws NoSuchFileException when there is no such cgroup, or no such controller
    public String read(String controller, String cgroup, String file) throws IOException {
        return Files.readString(directory(controller, cgroup).resolve(file)).strip();
    }

    /// The number in a file; empty when there is no such file, or it says that there is no limit.
    public OptionalLong number(String controller, String cgroup, String file) throws IOException {
        try {
            String text = read(controller, cgroup, file);
            if (text.equals("max") || text.equals("-1")) {
                return OptionalLong.empty();
            }
            long number = Long.parseLong(text);
            return number >= UNLIMITED_FROM ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        }
    }

    /// The number after a name in a file of lines such as `inactive_file 4096`.
    public OptionalLong entry(String controller, String cgroup, String file, String name)
            throws IOException {
        try (Stream<String> lines = Files.lines(directory(controller, cgroup).resolve(file))) {
            return lines.filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                    .findFirst();
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        }
    }

    /// Writes to a file of a cgroup.
    public void write(String controller, String cgroup, String file, String value)
            throws IOException {
        Files.writeString(directory(controller, cgroup).resolve(file), value);
    }

    /// Makes a cgroup with its parents.
    public void create(String controller, String cgroup) throws IOException {
        Files.createDirectories(directory(controller, cgroup));
    }

    /// The names of the cgroups right below one.
    public List<String> children(String controller, String cgroup) throws IOException {
        Path directory = directory(controller, cgroup);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .toList();
        }
    }
}
