package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import dev.purser.node.image.ImageLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The container image of an example that comes with Purser: made on the machine by the example's
/// own `image.sh`, since no registry has it. Scripts of other directories are never run.
final class ExampleImage {
    private final Path examples;
    private final ImageLoader images;
    private final Terminal terminal;

    /// @param home where Purser itself lies
    ExampleImage(Path home, ImageLoader images, Terminal terminal) {
        this.examples = home.resolve("examples");
        this.images = images;
        this.terminal = terminal;
    }

    /// Makes and loads the image when these manifests are an example's; else does nothing.
    void provideFor(Path manifests, Path workDirectory) throws InterruptedException {
        try {
            Path script = manifests.toRealPath().resolve("image.sh");
            if (!Files.isExecutable(script) || !script.startsWith(examples.toRealPath())) {
                return;
            }
            terminal.step("Making the example's image on this machine");
            Path archive = Files.createTempFile(workDirectory, "example", ".tar");
            try {
                run(script, archive);
                images.load(archive).forEach(name -> terminal.done("Loaded " + name));
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot make the example's image: " + e.getMessage(), e);
        }
    }

    private static void run(Path script, Path archive) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(script.toString(), archive.toString())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said.lines().reduce("image.sh failed", (before, line) -> line));
        }
    }
}
