package dev.purser.app.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Finds what a machine lacks, and installs it where apt is the package manager. Not thread-safe.
public final class Prerequisites {
    private static final List<String> SYSTEM_DIRECTORIES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final int LINES_KEPT = 5;

    private final List<Path> directories;

    /// @param path the PATH of the process; the system's own directories are looked through too
    public Prerequisites(String path) {
        List<Path> result = new ArrayList<>();
        Arrays.stream(path.split(":"))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(result::add);
        SYSTEM_DIRECTORIES.stream().map(Path::of).forEach(result::add);
        this.directories = List.copyOf(result);
    }

    /// Those that are not there.
    public List<Requirement> missing(List<Requirement> requirements) {
        return requirements.stream()
                .filter(requirement -> requirement.candidates().stream().noneMatch(this::isThere))
                .toList();
    }

    private boolean isThere(String candidate) {
        return candidate.startsWith("/")
                ? Files.isExecutable(Path.of(candidate))
                : directories.stream()
                        .anyMatch(directory -> Files.isExecutable(directory.resolve(candidate)));
    }

    /// Installs the packages of what is missing.
    ///
    /// @param progress gets a line for each package that is being set up
    /// @throws IOException with a line for the user when there is no apt, or when it fails
    public void install(List<Requirement> missing, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<String> packages =
                missing.stream().map(Requirement::debianPackage).distinct().toList();
        if (!isThere("apt-get")) {
            throw new IOException(
                    "this machine has no apt-get; install these and try again: "
                            + String.join(", ", missing.stream().map(Requirement::name).toList()));
        }
        apt(List.of("apt-get", "update", "-q"), progress);
        List<String> command =
                new ArrayList<>(
                        List.of("apt-get", "install", "-q", "-y", "--no-install-recommends"));
        command.addAll(packages);
        apt(command, progress);
    }

    private static void apt(List<String> command, Consumer<String> progress)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> last = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last.add(line);
                if (last.size() > LINES_KEPT) {
                    last.removeFirst();
                }
                if (line.startsWith("Setting up ")) {
                    progress.accept(line.replaceFirst(" \\.\\.\\.$", ""));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(
                    "'%s' failed: %s"
                            .formatted(String.join(" ", command), String.join(" | ", last)));
        }
    }
}
