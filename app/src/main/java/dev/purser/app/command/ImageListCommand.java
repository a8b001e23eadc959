package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import dev.purser.node.image.ImageLoader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `purser image list`: the names of the images that the node has.
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the node's images.")
final class ImageListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private OutputFormat format = OutputFormat.TEXT;

    ImageListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ImageLoader loader = NodeImages.of(dataDirectory.existing());
        try {
            List<String> names = loader.list();
            if (format == OutputFormat.JSON) {
                terminal.line(JsonMapper.shared().writeValueAsString(names));
            } else {
                names.forEach(terminal::line);
            }
        } catch (IOException e) {
            throw new CommandFailure("the node's images cannot be listed: " + e.getMessage(), e);
        }
        return 0;
    }
}
