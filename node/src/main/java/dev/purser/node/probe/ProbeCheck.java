package dev.purser.node.probe;

import dev.purser.node.cri.CommandResult;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.environment.Expansion;
import dev.purser.node.probe.Prober.Target;
import dev.purser.node.spec.ContainerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One attempt of a probe of any kind. Thread-safe.
final class ProbeCheck {
    private final CriRuntime runtime;
    private final HttpProbe http;

    ProbeCheck(CriRuntime runtime, HttpProbe http) {
        this.runtime = runtime;
        this.http = http;
    }

    ProbeResult run(Target target, ProbeSpec probe) throws InterruptedException {
        JsonNode json = probe.json();
        if (json.has("exec")) {
            return execute(target, json.path("exec"), probe.timeout());
        }
        try {
            if (json.has("httpGet")) {
                return http.probe(
                        HttpProbe.request(
                                HttpProbe.Asker.PROBE,
                                json.path("httpGet"),
                                target.container(),
                                target.address()),
                        probe.timeout());
            }
        } catch (IllegalArgumentException e) {
            return new ProbeResult.Unknown(String.valueOf(e.getMessage()));
        }
        if (json.has("tcpSocket")) {
            JsonNode socket = json.path("tcpSocket");
            String host = socket.path("host").asString(target.address());
            int port = target.container().port(socket.path("port"));
            return TcpProbe.probe(host, port, probe.timeout());
        }
        if (json.has("grpc")) {
            JsonNode grpc = json.path("grpc");
            return GrpcProbe.probe(
                    target.address(),
                    grpc.path("port").asInt(),
                    grpc.path("service").asString(""),
                    probe.timeout());
        }
        return new ProbeResult.Unknown("missing probe handler");
    }

    private ProbeResult execute(Target target, JsonNode exec, Duration timeout) {
        List<String> command =
                exec.path("command")
                        .valueStream()
                        .map(each -> expand(each.asString(""), target.container()))
                        .toList();
        try {
            CommandResult result = runtime.execute(target.containerId(), command, timeout);
            return result.exitCode() == 0
                    ? new ProbeResult.Success()
                    : new ProbeResult.Failure(result.output());
        } catch (CriException e) {
            if (e.isTimeout()) {
                return new ProbeResult.Failure(
                        "command timed out: \"%s\" timed out after %ds"
                                .formatted(String.join(" ", command), timeout.toSeconds()));
            }
            return new ProbeResult.Unknown(e.getMessage());
        }
    }

    /// Only values that the container itself spells out are known to a probe; the others are empty.
    private static String expand(String word, ContainerSpec container) {
        return Expansion.expand(word, name -> written(name, container));
    }

    private static Optional<String> written(String name, ContainerSpec container) {
        return container
                .json()
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asString("").equals(name))
                .map(variable -> variable.path("value").asString(""))
                .reduce((_, last) -> last);
    }
}
