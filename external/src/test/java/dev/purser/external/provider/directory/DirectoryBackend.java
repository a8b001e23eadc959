package dev.purser.external.provider.directory;

import dev.purser.client.time.SystemTimers;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A directory of files, each of which is replaced by a whole one.
final class DirectoryBackend implements SecretsBackend {
    private final Path root;
    private final Path aside;
    private final SystemTimers timers = new SystemTimers(Clock.systemUTC());

    DirectoryBackend(Path directory) throws IOException {
        this.root = Files.createDirectories(directory.resolve("root"));
        this.aside = Files.createDirectories(directory.resolve("aside"));
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(
                Ability.EMPTY_VALUES, Ability.BINARY, Ability.FIND_BY_NAME, Ability.FIND_BY_PATH);
    }

    @Override
    public RemoteKey put(String key, byte[] value) throws IOException {
        Path file = root.resolve(key);
        var _ = Files.createDirectories(file.getParent());
        Path whole = Files.write(aside.resolve("new"), value);
        var _ =
                Files.move(
                        whole,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
        return RemoteKey.of(key);
    }

    @Override
    public void putObject(String key, ObjectNode members) throws IOException {
        var _ = put(key, members.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void delete(String key) throws IOException {
        Files.delete(root.resolve(key));
    }

    @Override
    public List<String> oddKeys(String prefix) {
        return List.of(
                prefix + " with spaces",
                prefix + ".env",
                prefix + "/.hidden",
                prefix + "/päßwörter-密码",
                prefix + "/a..b",
                prefix + "/what?*[a]\"'$(x)");
    }

    @Override
    public SecretsClient open(Caller caller) throws Exception {
        return new DirectoryProvider(
                        List.of(new SharedDirectory("shared", root, Set.of())),
                        timers,
                        new Random(1))
                .open(
                        new StoreConfig(
                                "team",
                                "store",
                                JsonNodeFactory.instance.objectNode().put("name", "shared"),
                                new FixedCredentials()));
    }

    @Override
    public void close() {
        timers.close();
    }
}
