package dev.purser.server.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.kind.flowcontrol.BootstrapFlows;
import dev.purser.client.testing.ManualTimers;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.server.request.RequestInfo;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A level with few seats: what holds one, and until when.
class FlowGateTests {
    private static final Identity ALICE = Identity.of("alice", Identity.AUTHENTICATED);

    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final FakeObjects objects = new FakeObjects();
    private final FlowGate gate = gate();

    private FlowGate gate() {
        BootstrapFlows.load()
                .objects()
                .forEach(each ->
                        objects.put(
                                FlowControl.resource(
                                        each.kind().equals("FlowSchema")
                                                ? "flowschemas"
                                                : "prioritylevelconfigurations"),
                                each));
        FlowControl control =
                new FlowControl(
                        objects,
                        25,
                        new FlowControl.Surroundings(asked -> 1, timers, System::nanoTime, 2));
        return new FlowGate(Optional.of(control), Duration.ofMillis(40));
    }

    private static ApiRequest request(String method, String uri) {
        String[] parts = uri.split("\\?");
        ApiRequest.Headers none =
                new ApiRequest.Headers() {
                    @Override
                    public String first(String name) {
                        return "";
                    }

                    @Override
                    public List<String> all(String name) {
                        return List.of();
                    }

                    @Override
                    public Set<String> names() {
                        return Set.of();
                    }
                };
        return new ApiRequest(
                method,
                parts[0],
                Query.parse(parts.length > 1 ? parts[1] : ""),
                none,
                List.of(),
                () -> new byte[0]);
    }

    private Answer pass(String method, String path, Answer answer) {
        ApiRequest request = request(method, path);
        Attributes asked = RequestInfo.parse(method, request.path(), request.query()).attributes();
        return gate.pass(ALICE, asked, request, () -> answer);
    }

    /// Fills the level with lists that nobody writes out.
    private List<Answer> fill() {
        List<Answer> open = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            Answer answer =
                    pass("GET", "/api/v1/secrets", Answer.written(200, "text/plain", out -> {}));
            if (answer.status() != 200) {
                return open;
            }
            open.add(answer);
        }
        throw new AssertionError("nothing was refused");
    }

    private static void write(Answer answer) throws IOException {
        switch (answer.body()) {
            case Answer.Written written ->
                    written.writer().writeTo(OutputStream.nullOutputStream());
            case Answer.Streamed streamed ->
                    streamed.writer().writeTo(OutputStream.nullOutputStream());
            case Answer.Bytes _, Answer.Upgraded _ -> {}
        }
    }

    private static Map<String, String> headers(Answer answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        return headers;
    }

    @Test
    void anAnswerHoldsItsSeatUntilItIsWritten() throws Exception {
        List<Answer> open = fill();
        assertThat(pass("GET", "/version", Answer.empty(200)).status()).isEqualTo(429);
        write(open.getFirst());
        assertThat(pass("GET", "/version", Answer.empty(200)).status()).isEqualTo(200);
    }

    @Test
    void aRefusalSaysWhenToComeBack() {
        fill();
        Answer refused = pass("GET", "/version", Answer.empty(200));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(headers(refused))
                .containsEntry("Content-Type", "text/plain; charset=utf-8")
                .containsKeys(
                        "Retry-After",
                        "X-Kubernetes-Pf-Flowschema-Uid",
                        "X-Kubernetes-Pf-Prioritylevel-Uid");
    }

    @Test
    void smallAnswersAndFailuresHoldNothing() {
        for (int number = 0; number < 200; number++) {
            assertThat(pass("GET", "/version", Answer.empty(200)).status()).isEqualTo(200);
            ApiRequest request = request("GET", "/version");
            assertThatThrownBy(() ->
                            gate.pass(
                                    ALICE,
                                    Attributes.nonResource("get", "/version"),
                                    request,
                                    () -> {
                                        throw new IllegalStateException("a defect");
                                    }))
                    .hasMessage("a defect");
        }
    }

    @Test
    void aWatchHoldsItsSeatUntilWhatItBeginsWithIsOut() {
        List<CompletableFuture<Boolean>> begun = new ArrayList<>();
        int status = 200;
        while (status == 200) {
            CompletableFuture<Boolean> each = new CompletableFuture<>();
            begun.add(each);
            status =
                    pass(
                                    "GET",
                                    "/api/v1/secrets?watch=1",
                                    Answer.streamed(
                                            "text/plain",
                                            new Answer.Streamed(out -> {}, () -> {}, each)))
                            .status();
        }
        begun.getFirst().complete(true);
        assertThat(pass("GET", "/version", Answer.empty(200)).status()).isEqualTo(200);
    }

    @Test
    void whoseClientGoesBeforeTheBeginningGivesTheSeatBack() {
        List<Answer> watches = new ArrayList<>();
        Answer last = watch();
        while (last.status() == 200) {
            watches.add(last);
            last = watch();
        }
        ((Answer.Streamed) watches.getFirst().body()).onGone().run();
        assertThat(watch().status()).isEqualTo(200);
    }

    private Answer watch() {
        return pass(
                "GET",
                "/api/v1/secrets?watch=1",
                Answer.streamed(
                        "text/plain",
                        new Answer.Streamed(out -> {}, () -> {}, new CompletableFuture<>())));
    }

    @Test
    void streamsTakeNoSeat() {
        fill();
        Answer log = Answer.streamed("text/plain", new Answer.Streamed(out -> {}, () -> {}));
        assertThat(pass("GET", "/api/v1/namespaces/n/pods/p/log", log).status()).isEqualTo(200);
    }

    @Test
    void withoutControlNothingWaitsAndNothingIsSaid() {
        FlowGate open = new FlowGate(Optional.empty(), Duration.ofSeconds(1));
        ApiRequest request = request("GET", "/version");
        Answer answer =
                open.pass(
                        ALICE,
                        Attributes.nonResource("get", "/version"),
                        request,
                        () -> Answer.empty(200));
        assertThat(headers(answer)).isEmpty();
    }
}
