package dev.purser.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import dev.purser.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenKeyCommandTests {
    @TempDir Path root;

    private Path data;

    @BeforeEach
    void startOnce() throws Exception {
        data = root.resolve("data");
        DataDirectory directory = new DataDirectory(data);
        directory.create();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Purser.start(
                        new ServeSettings(directory, Instance.Mode.API_ONLY, address, "test-host")
                                .withCustody(CustodySettings.inDirectory(root.resolve("keys"))),
                        Clock.systemUTC(),
                        new SecureRandom())
                .close();
    }

    private List<String> run(String command, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandLine line =
                new CommandLine(
                        new TokenKeyCommand(new Terminal(printed, printed, Terminal.Colour.NEVER)));
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--data-dir", data.toString()));
        all.addAll(List.of("--key-dir", root.resolve("keys").toString()));
        all.addAll(List.of(arguments));
        try {
            new CommandLine.RunLast().execute(line.parseArgs(all.toArray(String[]::new)));
        } catch (CommandLine.ExecutionException e) {
            throw e.getCause() instanceof CommandFailure failure ? failure : e;
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String id(String line) {
        return line.split(" ", 2)[0];
    }

    @Test
    void sealedKeysAreChangedAndStaySealed() throws Exception {
        String first = id(run("list").getFirst());
        run("rotate");
        List<String> both = run("list");
        assertThat(both).hasSize(2);
        assertThat(both.getFirst()).endsWith("  signs").doesNotStartWith(first);
        assertThat(both.getLast()).isEqualTo(first + "  honoured");
        run("forget", first);
        assertThat(run("list")).containsExactly(both.getFirst());
        byte[] stored = Files.readAllBytes(data.resolve("pki/service-account.key"));
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .startsWith("k8s:enc:aesgcm:v1:key-");
    }

    @Test
    void withoutTheKeysNothingIsChanged() throws Exception {
        byte[] before = Files.readAllBytes(data.resolve("pki/service-account.key"));
        Files.move(root.resolve("keys"), root.resolve("away"));
        assertThatThrownBy(() -> run("rotate"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is missing, and without it nothing");
        Files.move(root.resolve("away"), root.resolve("keys"));
        Files.delete(data.resolve("keys/custody.json"));
        assertThatThrownBy(() -> run("rotate"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("custody.json is missing");
        assertThat(Files.readAllBytes(data.resolve("pki/service-account.key"))).isEqualTo(before);
    }
}
