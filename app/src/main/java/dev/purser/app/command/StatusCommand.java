package dev.purser.app.command;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.data.InstanceLock;
import dev.purser.app.terminal.Terminal;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.ListOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `purser status`: what runs, and whether it is well. Exit code 1 when Purser does not run, or its
/// node is not ready.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show what runs, and whether it is well.")
final class StatusCommand implements Callable<Integer> {
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private OutputFormat format = OutputFormat.TEXT;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DataDirectory directory = dataDirectory.existing();
        ObjectNode status = status(directory);
        if (format == OutputFormat.JSON) {
            terminal.line(status.toPrettyString());
        } else {
            show(status);
        }
        boolean well =
                status.path("running").asBoolean()
                        && !status.path("node").path("ready").asString("True").equals("False");
        return well ? 0 : 1;
    }

    private static ObjectNode status(DataDirectory directory) throws IOException {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("dataDirectory", directory.root().toString());
        OptionalLong pid = InstanceLock.holder(directory);
        status.put("running", pid.isPresent());
        if (pid.isEmpty()) {
            return status;
        }
        status.put("pid", pid.getAsLong());
        status.put("residentMegabytes", ResidentMemory.ofProcess(pid.getAsLong()) >> 20);
        Instance.read(directory)
                .ifPresent(instance -> {
                    status.put(
                            "mode",
                            instance.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                    status.put("server", instance.server());
                    if (!instance.nodeName().isEmpty()) {
                        status.putObject("node").put("name", instance.nodeName());
                    }
                });
        ask(directory, status);
        putCertificates(directory, status);
        return status;
    }

    private static void putCertificates(DataDirectory directory, ObjectNode status) {
        if (!status.has("server")) {
            return;
        }
        try {
            CertificateEnds ends =
                    CertificateEnds.of(directory, URI.create(status.path("server").asString()));
            status.putObject("certificates")
                    .put("server", ends.server().toString())
                    .put("admin", ends.admin().toString())
                    .put("authority", ends.authority().toString())
                    .put("worrying", ends.isWorrying(Instant.now()));
        } catch (IOException e) {
            if (!status.has("problem")) {
                status.put("problem", e.getMessage());
            }
        }
    }

    private static void ask(DataDirectory directory, ObjectNode status) throws IOException {
        try (AdminApi admin = AdminApi.of(directory)) {
            Api api = admin.api();
            if (status.get("node") instanceof ObjectNode node) {
                KubeObject object = api.get(NODES, "", node.path("name").asString());
                node.put("ready", nodeReady(object));
                putPressures(object, node);
            }
            ObjectNode pods = status.putObject("pods");
            api.list(PODS, "", ListOptions.all())
                    .items()
                    .forEach(pod -> {
                        String phase = pod.json().path("status").path("phase").asString("Unknown");
                        pods.put(phase, pods.path(phase).asInt(0) + 1);
                    });
            ObjectNode external = admin.externalSecrets();
            external.remove(List.of("apiVersion", "kind"));
            status.set("externalSecrets", external);
        } catch (ApiUnavailableException | StatusException e) {
            status.put("problem", e.getMessage());
        }
    }

    private static void putPressures(KubeObject object, ObjectNode node) {
        for (JsonNode condition : object.json().path("status").path("conditions")) {
            boolean isPressure = condition.path("type").asString("").endsWith("Pressure");
            if (isPressure && condition.path("status").asString("").equals("True")) {
                node.withArray("pressures").add(condition.path("type").asString(""));
            }
        }
    }

    /// What it means for the one who asks.
    private static String explanation(String pressure) {
        return switch (pressure) {
            case "DiskPressure" ->
                    "the disk is nearly full: unused images are removed, pods are evicted, and no"
                            + " new pod starts; free some space";
            case "MemoryPressure" ->
                    "the memory is nearly used up: pods are evicted, and pods that ask for no"
                            + " memory do not start";
            default ->
                    "the machine has nearly no process numbers left: pods are evicted, and no new"
                            + " pod starts";
        };
    }

    private static String nodeReady(KubeObject node) {
        for (JsonNode condition : node.json().path("status").path("conditions")) {
            if (condition.path("type").asString().equals("Ready")) {
                return condition.path("status").asString();
            }
        }
        return "Unknown";
    }

    private void show(ObjectNode status) {
        if (!status.path("running").asBoolean()) {
            terminal.line(
                    "Purser on %s is not running; start it with ./purser up"
                            .formatted(status.path("dataDirectory").asString()));
            return;
        }
        row(
                "running",
                "process %d, %d MB"
                        .formatted(
                                status.path("pid").asLong(),
                                status.path("residentMegabytes").asLong()));
        row(
                "server",
                status.path("server").asString("") + " (" + status.path("mode").asString("") + ")");
        if (status.has("node")) {
            boolean ready = status.path("node").path("ready").asString("").equals("True");
            row(
                    "node",
                    status.path("node").path("name").asString()
                            + (ready ? ", ready" : ", NOT ready"));
        }
        status.path("node")
                .path("pressures")
                .forEach(each -> terminal.warning(explanation(each.asString(""))));
        StringBuilder pods = new StringBuilder();
        status.path("pods")
                .properties()
                .forEach(entry ->
                        pods.append(pods.isEmpty() ? "" : ", ")
                                .append(entry.getValue().asInt())
                                .append(' ')
                                .append(entry.getKey()));
        row("pods", pods.isEmpty() ? "none" : pods.toString());
        showExternalSecrets(status.path("externalSecrets"));
        showCertificates(status.path("certificates"));
        row("data", status.path("dataDirectory").asString());
        if (status.has("problem")) {
            terminal.warning(status.path("problem").asString());
        }
    }

    /// Nothing is shown where they are off.
    private void showExternalSecrets(JsonNode external) {
        String reason = external.path("reason").asString("");
        switch (external.path("state").asString("off")) {
            case "kept" -> row("external", "SecretStores and ExternalSecrets are kept");
            case "foreign" -> {
                row("external", "kept by somebody else");
                terminal.warning("Purser keeps no ExternalSecrets: " + reason);
            }
            case "pending" -> row("external", "not kept yet: " + reason);
            default -> {}
        }
    }

    private void showCertificates(JsonNode certificates) {
        if (certificates.isMissingNode()) {
            return;
        }
        row(
                "certs",
                "server until %s, admin until %s, authority until %s"
                        .formatted(
                                day(certificates, "server"),
                                day(certificates, "admin"),
                                day(certificates, "authority")));
        if (certificates.path("worrying").asBoolean()) {
            terminal.warning(
                    "a certificate ends within 30 days and was not renewed: see purser logs,"
                            + " then restart Purser");
        }
    }

    private static String day(JsonNode certificates, String name) {
        return certificates.path(name).asString("").replaceAll("T.*", "");
    }

    private void row(String name, String value) {
        terminal.line(String.format(Locale.ROOT, "%-8s  %s", name, value));
    }
}
