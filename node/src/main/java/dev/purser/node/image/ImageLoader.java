package dev.purser.node.image;

import dev.purser.node.cri.CriImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Loads image archives, as `docker save` and OCI tools write them, into containerd's namespace of
/// the CRI. Thread-safe.
///
/// containerd has no service for this in its older releases, so its own command line does it.
public final class ImageLoader {
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration NOTICE_POLL = Duration.ofMillis(5);

    private final Path ctr;
    private final Path socket;

    public ImageLoader(Path ctr, Path socket) {
        this.ctr = ctr;
        this.socket = socket;
    }

    /// Loads every image of an archive.
    ///
    /// @return the names of the images
    /// @throws IOException with the program's words when the file is no archive of images
    public List<String> load(Path archive) throws IOException, InterruptedException {
        try {
            return names(images("import", archive.toString()));
        } catch (IOException e) {
            throw new IOException(
                    "%s could not be loaded: %s".formatted(archive, e.getMessage()), e);
        }
    }

    /// The names of all images, in alphabetical order; those without a name are left out.
    ///
    /// @throws IOException with the program's words when containerd cannot be asked
    public List<String> list() throws IOException, InterruptedException {
        return images("list", "--quiet")
                .lines()
                .filter(name -> !name.startsWith("sha256:"))
                .sorted()
                .toList();
    }

    /// Runs `ctr images` and returns what it printed.
    private String images(String command, String argument)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                ctr.toString(),
                                "--address",
                                socket.toString(),
                                "--namespace",
                                "k8s.io",
                                "images",
                                command,
                                argument)
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(lastLine(output));
        }
        return output;
    }

    /// Loads the pause image unless it is there, and returns once the runtime knows it.
    public void loadPauseImage(CriImages images, Path workDirectory)
            throws IOException, InterruptedException {
        if (images.find(PauseImage.NAME).isPresent()) {
            return;
        }
        Path archive = Files.createTempFile(workDirectory, "pause", ".tar");
        try {
            Files.write(archive, PauseImage.archive(System.getProperty("os.arch")));
            load(archive);
        } finally {
            Files.delete(archive);
        }
        long deadline = System.nanoTime() + NOTICE_TIMEOUT.toNanos();
        while (images.find(PauseImage.NAME).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("containerd did not take the pause image");
            }
            Thread.sleep(NOTICE_POLL);
        }
    }

    /// Lines are `unpacking docker.io/library/alpine:latest (sha256:...)...done`.
    private static List<String> names(String output) {
        List<String> names = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] words = line.strip().split(" ");
            if (words.length > 1 && words[0].equals("unpacking")) {
                names.add(words[1]);
            }
        }
        return names;
    }

    private static String lastLine(String output) {
        return output.lines().reduce("", (before, line) -> line);
    }
}
