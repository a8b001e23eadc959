package dev.purser.node.pod;

import dev.purser.node.cri.CommandResult;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.probe.HttpProbe;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Runs `postStart` and `preStop` handlers. Thread-safe.
public final class HookRunner {
    /// A command of a hook may take as long as the container lives.
    static final Duration UNBOUNDED = Duration.ofDays(1);

    private final CriRuntime runtime;
    private final HttpProbe http;

    public HookRunner(CriRuntime runtime, HttpProbe http) {
        this.runtime = runtime;
        this.http = http;
    }

    /// The container whose hook runs.
    ///
    /// @param address of the pod, for handlers that call it by HTTP
    public record Hooked(PodSpec pod, ContainerSpec container, String id, String address) {}

    /// Runs a handler to its end.
    ///
    /// @return kubelet's text when it failed
    public Optional<String> run(Hooked hooked, JsonNode handler, Duration limit)
            throws InterruptedException {
        if (handler.has("exec")) {
            return execute(hooked, handler.path("exec"), limit);
        }
        if (handler.has("sleep")) {
            Duration asked = Duration.ofSeconds(handler.path("sleep").path("seconds").asLong(0));
            Thread.sleep(asked.compareTo(limit) < 0 ? asked : limit);
            return Optional.empty();
        }
        if (handler.has("httpGet")) {
            return get(hooked, handler.path("httpGet"), limit);
        }
        return Optional.of("invalid handler: " + goText(handler.path("tcpSocket")));
    }

    /// A handler that kubelet does not run, as it prints it: `tcpSocket` is in the API only for the
    /// sake of old objects.
    private static String goText(JsonNode socket) {
        JsonNode port = socket.path("port");
        String shownPort =
                port.isNumber()
                        ? "{0 %d }".formatted(port.asInt())
                        : "{1 0 %s}".formatted(port.asString(""));
        return "&LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:&TCPSocketAction{Port:%s,Host:%s,},Sleep:nil,}"
                .formatted(shownPort, socket.path("host").asString(""));
    }

    private Optional<String> execute(Hooked hooked, JsonNode exec, Duration limit) {
        List<String> command =
                exec.path("command").valueStream().map(each -> each.asString("")).toList();
        String words = String.join(" ", command);
        String prefix =
                "Exec lifecycle hook ([%s]) for Container \"%s\" in Pod \"%s\" failed - error: "
                        .formatted(
                                words,
                                hooked.container().name(),
                                hooked.pod().identity().display());
        try {
            CommandResult result = runtime.execute(hooked.id(), command, limit);
            if (result.exitCode() == 0) {
                return Optional.empty();
            }
            String output = result.output().replace("\\", "\\\\").replace("\"", "\\\"");
            return Optional.of(
                    "%scommand '%s' exited with %d: , message: \"%s\""
                            .formatted(
                                    prefix, words, result.exitCode(), output.replace("\n", "\\n")));
        } catch (CriException e) {
            return Optional.of(prefix + e.getMessage());
        }
    }

    private Optional<String> get(Hooked hooked, JsonNode handler, Duration limit)
            throws InterruptedException {
        HttpRequest request =
                HttpProbe.request(
                        HttpProbe.Asker.LIFECYCLE, handler, hooked.container(), hooked.address());
        return http.call(request, limit)
                .map(failure ->
                        "HTTP lifecycle hook (%s) for Container \"%s\" in Pod \"%s\" failed - error: %s"
                                .formatted(
                                        handler.path("path").asString(""),
                                        hooked.container().name(),
                                        hooked.pod().identity().display(),
                                        failure));
    }
}
