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
public final class LogFile {
    private static final int BYTES_MAX = 10 << 20;
    private static final int FILES_MAX = 3;
    private static final String FORMAT_PROPERTY = "java.util.logging.SimpleFormatter.format";
    private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$-7s %3$s: %5$s%6$s%n";

    /// Held, since a logger that nobody holds forgets its level.
    private static final Logger PURSER = Logger.getLogger("dev.purser");

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

    /// Logs nothing but trouble, to the standard error stream: commands speak for themselves.
    public static void useForCommands() {
        System.setProperty(FORMAT_PROPERTY, "purser: %5$s%6$s%n");
        install(new ConsoleHandler());
        Logger.getLogger("").setLevel(Level.OFF);
        PURSER.setLevel(Level.WARNING);
    }

    private static void install(Handler handler) {
        LogManager.getLogManager().reset();
        handler.setLevel(Level.INFO);
        handler.setFormatter(new SimpleFormatter());
        Logger.getLogger("").addHandler(handler);
        Logger.getLogger("").setLevel(Level.INFO);
        PURSER.setLevel(Level.INFO);
    }
}
