package dev.purser.app.terminal;

import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.SecretBytes;
import dev.purser.store.custody.SecretSource;
import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Asks at the terminal for a passphrase, which is not shown.
public final class PassphrasePrompt {
    private PassphrasePrompt() {}

    /// @param advice what to say when there is no terminal
    public static SecretSource present(String advice) {
        return () -> ask(console(advice), "Passphrase of the keys: ", advice);
    }

    /// Asks twice, for nobody sees what was typed.
    public static SecretSource fresh(String advice) {
        return () -> {
            Console console = console(advice);
            SecretBytes first = ask(console, "New passphrase for the keys: ", advice);
            try (SecretBytes second = ask(console, "Once more: ", advice)) {
                if (!Arrays.equals(first.bytes(), second.bytes())) {
                    first.close();
                    throw new CustodyException("the two passphrases differ; nothing was changed");
                }
            }
            return first;
        };
    }

    private static Console console(String advice) {
        Console console = systemConsole();
        if (console == null || !console.isTerminal()) {
            throw new CustodyException(advice);
        }
        return console;
    }

    @SuppressWarnings(
            "SystemConsoleNull") // the documentation still allows null, and NullAway believes it
    private static @Nullable Console systemConsole() {
        return System.console();
    }

    private static SecretBytes ask(Console console, String prompt, String advice) {
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null || typed.length == 0) {
            throw new CustodyException(advice);
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes).rewind();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        Arrays.fill(typed, '\0');
        return SecretBytes.of(bytes);
    }
}
