package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import dev.purser.node.image.ImageLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `purser image load`: image archives into the node, with no registry.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description =
                "Load image archives, as 'docker save' and OCI tools write them, into the node.")
final class ImageLoadCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "archives to load")
    private List<Path> archives = List.of();

    ImageLoadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        for (Path archive : archives) {
            if (!Files.isReadable(archive)) {
                throw new CommandFailure(
                        archive + " is not there or cannot be read; nothing was loaded");
            }
        }
        ImageLoader loader = NodeImages.of(dataDirectory.existing());
        for (Path archive : archives) {
            try {
                loader.load(archive).forEach(name -> terminal.done("Loaded " + name));
            } catch (IOException e) {
                throw new CommandFailure(
                        e.getMessage() == null ? archive + " was not loaded" : e.getMessage(), e);
            }
        }
        return 0;
    }
}
