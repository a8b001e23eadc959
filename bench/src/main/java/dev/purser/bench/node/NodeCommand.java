package dev.purser.bench.node;

import dev.purser.client.remote.Connection;
import dev.purser.client.remote.RemoteApi;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Measures the nodes of one or several clusters in one run.
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = {
            "How soon pods are ready, how soon changed configuration is in their files, and what the"
                    + " node agent uses. Give --kubeconfig several times to measure several"
                    + " clusters in turn."
        })
public final class NodeCommand implements Callable<Integer> {
    @ParentCommand private Kubeconfigs parent = () -> List.of();

    @Option(
            names = "--image",
            defaultValue = "docker.io/library/alpine:latest",
            description = "an image that is on the nodes, with a shell and busybox's tools")
    private String image = "";

    @Option(names = "--pods", split = ",", defaultValue = "1,10,100")
    private List<Integer> pods = List.of();

    @Option(names = "--updates", defaultValue = "20", description = "for each number of pods")
    private int updates;

    @Option(
            names = "--update-seconds",
            defaultValue = "300",
            description =
                    "after so much time of its own a cluster is not changed again, for each number of pods")
    private int updateSeconds;

    @Option(names = "--ready-rounds", defaultValue = "20")
    private int readyRounds;

    @Option(names = "--burst", defaultValue = "50", description = "pods at once")
    private int burst;

    @Option(names = "--bursts", defaultValue = "3")
    private int bursts;

    @Option(names = "--idle-seconds", defaultValue = "60", description = "0 to leave it out")
    private int idleSeconds;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "table or json")
    private String output = "";

    /// Where the clusters are.
    @FunctionalInterface
    public interface Kubeconfigs {
        List<Target> targets() throws Exception;
    }

    /// One cluster.
    ///
    /// @param kubeconfig where its connection was read
    public record Target(Path kubeconfig, Connection connection) {}

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        List<Cluster> clusters = new ArrayList<>();
        try {
            for (Target target : parent.targets()) {
                Path file = target.kubeconfig().toAbsolutePath();
                clusters.add(
                        Cluster.open(
                                String.valueOf((char) ('A' + clusters.size())),
                                new RemoteApi(target.connection()),
                                file.resolveSibling("")));
            }
            new NodeBench(
                            clusters,
                            new NodeBench.Settings(
                                    image,
                                    new NodeBench.Updates(
                                            pods, updates, Duration.ofSeconds(updateSeconds)),
                                    new NodeBench.Starts(readyRounds, burst, bursts),
                                    Duration.ofSeconds(idleSeconds)),
                            new NodeReport(out, output.equals("json")))
                    .run();
            return 0;
        } finally {
            for (Cluster cluster : clusters) {
                cluster.end();
            }
        }
    }
}
