package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import java.io.IOException;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Where the serving process logs: a file of the data directory that is rotated, or the standard
/// error stream.
final class LogFile {
    private static final int BYTES_MAX = 10 << 20;
    private static final int FILES_MAX = 3;
    private static final String FORMAT_PROPERTY = "java.util.logging.SimpleFormatter.format";
    private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$-7s %3$s: %5$s%6$s%n";

    private LogFile() {}

    /// Logs to the directory's file.
    static void use(DataDirectory directory) throws IOException {
        System.setProperty(FORMAT_PROPERTY, FORMAT);
        String pattern = directory.logs().resolve("purser.%g.log").toString();
        install(new FileHandler(pattern, BYTES_MAX, FILES_MAX, true));
    }

    /// Logs to the standard error stream, as service managers like it.
    static void useStandardError() {
        System.setProperty(FORMAT_PROPERTY, FORMAT);
        install(new ConsoleHandler());
    }

    private static void install(Handler handler) {
        LogManager.getLogManager().reset();
        handler.setLevel(Level.INFO);
        handler.setFormatter(new SimpleFormatter());
        Logger.getLogger("").addHandler(handler);
        Logger.getLogger("").setLevel(Level.INFO);
    }
}
