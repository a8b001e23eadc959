package dev.purser.node.launch;

import dev.purser.node.environment.Environment;
import dev.purser.node.environment.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/// Keeps the values of Secrets out of what the container runtime writes to disk.
///
/// containerd notes the environment and the command of every container in a database of files. It
/// is given slots instead of secret values, `purser-slot-HEX.0.`; the values are in a file of a
/// directory that is in memory only, and [dev.purser.node.containerd.SlotFilling] puts them in when
/// a process is made. The file is a script for `sed`, with values as they stand in JSON.
///
/// A slot's name cannot be guessed, so no pod gets at another's values by writing its slots into
/// its own specification. Thread-safe if the random source is; one container is not made twice at
/// the same time.
public final class SecretSlots {
    private static final String PREFIX = "purser-slot-";
    private static final int NAME_BYTES = 16;

    /// Whether the runtime that is there fills slots.
    public enum Filling {
        DONE,
        /// By one that an earlier Purser started: its containers get their values as they are.
        LACKING
    }

    private final Path directory;
    private final Filling filling;
    private final RandomGenerator random;

    /// @param directory in memory only; made at the first use
    /// @param random has to be fit for secrets
    public SecretSlots(Path directory, Filling filling, RandomGenerator random) {
        this.directory = directory;
        this.filling = filling;
        this.random = random;
    }

    /// An environment as the runtime may see it, with its values kept where they are found when the
    /// container's processes are made. What was kept for an earlier life of the container goes.
    Environment hide(Environment environment, String podUid, String container) throws IOException {
        Path place = directory.resolve(podUid).resolve(container);
        if (filling == Filling.LACKING
                || environment.variables().stream().noneMatch(Variable::isSecret)) {
            remove(place);
            return environment;
        }
        String name = PREFIX + freshName();
        StringBuilder script = new StringBuilder();
        List<Variable> variables = environment.variables();
        List<Variable> hidden = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            if (variable.isSecret()) {
                script.append(line(name, i, variable.value()));
                hidden.add(Variable.plain(variable.name(), "%s.%d.".formatted(name, i)));
            } else {
                hidden.add(variable);
            }
        }
        write(place, name, script);
        return new Environment(hidden);
    }

    /// Forgets all values of a pod that has no process any more.
    public void forget(String podUid) throws IOException {
        Path pod = directory.resolve(podUid);
        if (!Files.isDirectory(pod)) {
            return;
        }
        try (DirectoryStream<Path> containers = Files.newDirectoryStream(pod)) {
            for (Path container : containers) {
                remove(container);
            }
        }
        Files.deleteIfExists(pod);
    }

    private String freshName() {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    private static String line(String name, int number, String value) {
        String json = JsonNodeFactory.instance.stringNode(value).toString();
        String replacement =
                json.substring(1, json.length() - 1)
                        .replace("\\", "\\\\")
                        .replace("/", "\\/")
                        .replace("&", "\\&");
        return "s/%s\\.%d\\./%s/g%n".formatted(name, number, replacement);
    }

    private static void write(Path place, String name, StringBuilder script) throws IOException {
        remove(place);
        Files.createDirectories(
                place,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file =
                Files.createFile(
                        place.resolve(name),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, script, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }

    private static void remove(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
            for (Path file : files) {
                // The file may be that of a command that is being made.
                Files.deleteIfExists(file);
            }
        }
        Files.delete(place);
    }
}
