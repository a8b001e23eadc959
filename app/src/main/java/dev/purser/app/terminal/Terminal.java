package dev.purser.app.terminal;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// Where a command speaks to its user. Thread-safe as its streams are.
///
/// @param out results and progress
/// @param err errors
public record Terminal(PrintStream out, PrintStream err, Colour colour) {
    /// Whether to colour.
    public enum Colour {
        ALWAYS,
        NEVER
    }

    private static final String READY = "\u0004";

    /// The process's own streams; colour as `PURSER_COLOUR`, `NO_COLOR` and the presence of a
    /// terminal say.
    public static Terminal ofSystem(Map<String, String> environment) {
        boolean wanted =
                environment.containsKey("PURSER_COLOUR")
                        ? "always".equals(environment.get("PURSER_COLOUR"))
                        : hasTerminal();
        Colour colour =
                wanted && !environment.containsKey("NO_COLOR") ? Colour.ALWAYS : Colour.NEVER;
        return new Terminal(System.out, System.err, colour);
    }

    @SuppressWarnings(
            "SystemConsoleNull") // the documentation still allows null, and NullAway believes it
    private static boolean hasTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /// A step of longer work that is done.
    public void done(String text) {
        line(paint("32", "✓") + " " + text);
    }

    /// A step of longer work that begins.
    public void step(String text) {
        line(paint("2", "· " + text));
    }

    public void heading(String text) {
        line(paint("1", text));
    }

    public void warning(String text) {
        line(paint("33", "! ") + text);
    }

    public void error(String text) {
        err.println("purser: " + text);
        err.flush();
    }

    private String paint(String code, String text) {
        return colour == Colour.ALWAYS ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /// Tells the launcher that the server is up, and lets go of the standard streams, so that
    /// whoever reads them comes to an end while the process goes on.
    ///
    /// @param exitCode what the launcher exits with
    public void detach(int exitCode) {
        line(READY + exitCode);
        try {
            new FileOutputStream(FileDescriptor.out).close();
            new FileOutputStream(FileDescriptor.err).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
