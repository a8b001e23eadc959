package dev.purser.bench;

import dev.purser.bench.external.ExternalMeasure;
import dev.purser.bench.node.NodeCommand;
import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Kubeconfig;
import dev.purser.client.remote.RemoteApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Chooses a measure and prints its figures, a line each.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure a Kubernetes API and its node.",
        subcommands = NodeCommand.class)
public final class Main implements Runnable, NodeCommand.Kubeconfigs {
    private final PrintStream out;

    @Option(
            names = "--kubeconfig",
            scope = CommandLine.ScopeType.INHERIT,
            description = "the API to measure; not for access and audit; several only for node")
    private List<Path> kubeconfigs = List.of();

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main(System.out)).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, out);
    }

    @Command(name = "api", description = "requests a second, and the delay of watches")
    int api(@Option(names = "--count", defaultValue = "2000") int count) throws Exception {
        return with(api -> new ApiMeasure(api, count, this::print).run());
    }

    @Command(name = "flood", description = "what one client's flood does to another client")
    int flood(@Option(names = "--rounds", defaultValue = "100") int rounds) throws Exception {
        try (RemoteApi api = open()) {
            new FloodMeasure(api, connection(), kubeconfig(), rounds, this::print, out::println)
                    .run();
            return 0;
        }
    }

    @Command(
            name = "flood-lists",
            hidden = true,
            description = "the flood alone, of the account whose token is the first line of input")
    int floodLists(@Option(names = "--at-once", required = true) int atOnce) throws Exception {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Flood flood = new Flood(connection(), input.readLine());
        out.println(flood.run(atOnce, input, () -> out.println("under way")));
        return 0;
    }

    @Command(
            name = "external",
            description = "many ExternalSecrets, over a stand-in for Vault on this machine")
    int external(
            @Option(names = "--count", defaultValue = "10000", description = "ExternalSecrets")
                    int count,
            @Option(names = "--stores", defaultValue = "10") int stores,
            @Option(
                            names = "--interval",
                            defaultValue = "120",
                            description = "of each ExternalSecret, in seconds")
                    int interval,
            @Option(
                            names = "--latency",
                            defaultValue = "20",
                            description = "of the provider, in milliseconds")
                    int latency,
            @Option(
                            names = "--outage",
                            defaultValue = "60",
                            description = "how long the provider is away, in seconds")
                    int outage,
            @Option(names = "--unrelated-only", description = "only what other Secrets cost")
                    boolean unrelatedOnly)
            throws Exception {
        return with(api -> {
            ExternalMeasure measure =
                    new ExternalMeasure(
                            api,
                            kubeconfig().toAbsolutePath().resolveSibling(""),
                            new ExternalMeasure.Settings(
                                    count,
                                    stores,
                                    Duration.ofSeconds(interval),
                                    Duration.ofMillis(latency),
                                    Duration.ofSeconds(outage)),
                            out::println);
            if (unrelatedOnly) {
                measure.runUnrelated();
            } else {
                measure.run();
            }
        });
    }

    @Command(name = "access", description = "decisions of RBAC and the Node authorizer, in process")
    void access() {
        new AccessMeasure(out).run();
    }

    @Command(name = "audit", description = "what the audit log adds to a request, in process")
    void audit() throws Exception {
        new AuditMeasure(out).run();
    }

    private void print(Figures figures) {
        out.println(figures.line());
        out.flush();
    }

    /// A measure over the API of the kubeconfig.
    @FunctionalInterface
    private interface Measure {
        void run(RemoteApi api) throws Exception;
    }

    private int with(Measure measure) throws Exception {
        try (RemoteApi api = open()) {
            measure.run(api);
            return 0;
        }
    }

    private RemoteApi open() throws IOException {
        return new RemoteApi(connection());
    }

    private Path kubeconfig() {
        return kubeconfigs.isEmpty() ? Path.of("") : kubeconfigs.getFirst();
    }

    @Override
    public List<NodeCommand.Target> targets() throws IOException {
        List<NodeCommand.Target> targets = new ArrayList<>();
        for (Path file : kubeconfigs) {
            targets.add(new NodeCommand.Target(file, connection(file)));
        }
        return targets;
    }

    private Connection connection() throws IOException {
        return connection(kubeconfig());
    }

    private static Connection connection(Path kubeconfig) throws IOException {
        Object yaml =
                new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(kubeconfig));
        JsonNode json = JsonMapper.shared().valueToTree(yaml);
        return Kubeconfig.read(json, kubeconfig.toAbsolutePath().resolveSibling(""));
    }
}
