package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `purser logs`: what Purser itself wrote; containers' logs are kubectl's to show.
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Show Purser's own log.")
final class LogsCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 200;

    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = {"-f", "--follow"},
            description = "stay, and show what comes")
    private boolean follow;

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            defaultValue = "-1",
            description = "only the last lines")
    private int tail = -1;

    LogsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory directory = dataDirectory.existing();
        Path log = directory.log();
        if (!Files.exists(log)) {
            throw new CommandFailure("there is no log yet in " + directory.logs());
        }
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            channel.position(start(log));
            InputStream in = Channels.newInputStream(channel);
            in.transferTo(terminal.out());
            terminal.out().flush();
            while (follow && !terminal.out().checkError()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                if (channel.size() < channel.position()) {
                    channel.position(0); // the log was rotated
                }
                in.transferTo(terminal.out());
            }
        }
        return 0;
    }

    /// Where the wanted lines begin.
    private long start(Path log) throws IOException {
        if (tail < 0) {
            return 0;
        }
        byte[] content = Files.readAllBytes(log);
        int position = content.length;
        int lines = 0;
        while (position > 0 && lines <= tail) {
            position--;
            if (content[position] == '\n' && position < content.length - 1) {
                lines++;
            }
            if (lines == tail) {
                return position + 1L;
            }
        }
        return position;
    }
}
