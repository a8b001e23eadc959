package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Adds a Purser's cluster, user and context to the kubeconfig of whoever runs the command. What
/// was there stays, except entries of the same name.
final class UserKubeconfig {
    private static final List<String> SECTIONS = List.of("clusters", "users", "contexts");

    private UserKubeconfig() {}

    /// @return a line that says what was done
    static String merge(DataDirectory directory, Map<String, String> environment)
            throws IOException {
        Path file = target(environment);
        Map<String, Object> admin = read(directory.adminKubeconfig());
        Map<String, Object> merged = Files.exists(file) ? read(file) : new LinkedHashMap<>();
        merged.putIfAbsent("apiVersion", "v1");
        merged.putIfAbsent("kind", "Config");
        for (String section : SECTIONS) {
            merged.put(section, mergedSection(list(merged, section), list(admin, section)));
        }
        Object context = admin.getOrDefault("current-context", "purser");
        merged.put("current-context", context);
        write(file, merged);
        return "%s has the context %s now".formatted(file, context);
    }

    private static Path target(Map<String, String> environment) {
        String named = environment.getOrDefault("KUBECONFIG", "");
        return named.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "/root"), ".kube", "config")
                : Path.of(named.split(":")[0]);
    }

    @SuppressWarnings("unchecked") // a YAML mapping has string keys here, or it is no kubeconfig
    private static Map<String, Object> read(Path file) throws IOException {
        try {
            Object content =
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            if (content == null) {
                return new LinkedHashMap<>();
            }
            if (content instanceof Map<?, ?> map) {
                return new LinkedHashMap<>((Map<String, Object>) map);
            }
            throw new CommandFailure(file + " is no kubeconfig; nothing was changed in it");
        } catch (YamlEngineException e) {
            throw new CommandFailure(file + " is no YAML; nothing was changed in it", e);
        }
    }

    private static List<?> list(Map<String, Object> config, String section) {
        return config.get(section) instanceof List<?> list ? list : List.of();
    }

    private static List<Object> mergedSection(List<?> existing, List<?> fresh) {
        List<Object> result = new ArrayList<>();
        existing.stream()
                .filter(entry -> fresh.stream().noneMatch(other -> name(other).equals(name(entry))))
                .forEach(result::add);
        result.addAll(fresh);
        return result;
    }

    private static String name(Object entry) {
        return entry instanceof Map<?, ?> map && map.get("name") instanceof String name ? name : "";
    }

    private static void write(Path file, Map<String, Object> content) throws IOException {
        DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh =
                Files.createTempFile(
                        folder,
                        "config",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, new Dump(settings).dumpToString(content));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
