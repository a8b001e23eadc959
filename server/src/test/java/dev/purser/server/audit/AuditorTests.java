package dev.purser.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.client.node.PodPorts;
import dev.purser.server.access.ManualClock;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Origin;
import dev.purser.wire.request.Query;
import dev.purser.wire.request.RequestIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditorTests {
    private static final PodPorts NOTHING =
            new PodPorts() {
                @Override
                public List<Integer> requested() {
                    return List.of();
                }

                @Override
                public SocketChannel connect(int port) throws IOException {
                    throw new IOException("nothing");
                }
            };

    private static final Identity ALICE = Identity.of("alice", "dev");
    private static final Attributes EXEC =
            new Attributes("create", "", "v1", "pods", "exec", "ns", "p", "");
    private static final Attributes GET =
            new Attributes("get", "", "v1", "pods", "", "ns", "p", "");

    private final ManualClock clock = new ManualClock();
    private final List<AuditEvent> events = new ArrayList<>();

    private Auditor auditor(String rules) throws PolicyException {
        return auditor(rules, event -> events.add(event));
    }

    private Auditor auditor(String rules, AuditBackend backend) throws PolicyException {
        String policy =
                "{\"apiVersion\": \"audit.k8s.io/v1\", \"kind\": \"Policy\", \"rules\": [%s]}"
                        .formatted(rules);
        return new Auditor(
                new PolicyReader().read(policy.getBytes(StandardCharsets.UTF_8)),
                new Auditor.Sinks(backend, new AuditMetrics(), clock),
                new RequestIds(new Random(1)));
    }

    private static ApiRequest request(String userAgent) {
        ApiRequest.Headers headers =
                new ApiRequest.Headers() {
                    @Override
                    public String first(String name) {
                        return name.equals("User-Agent") ? userAgent : "";
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
                "GET",
                "/x",
                Query.empty(),
                headers,
                List.of(),
                () -> new byte[0],
                new Origin("id-1", "/x?command=ls", "10.0.0.1"));
    }

    private List<String> stages() {
        return events.stream()
                .map(event ->
                        event.stage().text()
                                + " "
                                + event.status()
                                        .map(status -> status.path("code").asInt())
                                        .orElse(0))
                .toList();
    }

    @Test
    void aConnectionThatIsHandedOverIsFollowedToItsEnd() throws PolicyException {
        Answer answer =
                auditor("{\"level\": \"Metadata\"}")
                        .follow(
                                request(""),
                                EXEC,
                                ALICE,
                                Map.of(),
                                audit -> Answer.upgraded(NOTHING));

        assertThat(stages()).containsExactly("RequestReceived 0");
        Answer.Upgraded upgraded = (Answer.Upgraded) answer.body();
        upgraded.follower().started(101);
        assertThat(stages()).last().isEqualTo("ResponseStarted 101");
        upgraded.follower().ended();
        upgraded.follower().ended();
        assertThat(stages())
                .containsExactly(
                        "RequestReceived 0", "ResponseStarted 101", "ResponseComplete 101");
        assertThat(events.getFirst().source().uri()).isEqualTo("/x?command=redacted");
    }

    @Test
    void aConnectionThatCannotBeHandedOverEndsAtOnce() throws PolicyException {
        Answer answer =
                auditor("{\"level\": \"Metadata\"}")
                        .follow(
                                request(""),
                                EXEC,
                                ALICE,
                                Map.of(),
                                audit -> Answer.upgraded(NOTHING));
        ((Answer.Upgraded) answer.body()).follower().started(400);

        assertThat(stages())
                .containsExactly(
                        "RequestReceived 0", "ResponseStarted 400", "ResponseComplete 400");
    }

    @Test
    void aStreamIsCompleteWhenItEnds() throws PolicyException, IOException {
        Attributes watch = GET.withVerb("watch");
        Answer answer =
                auditor("{\"level\": \"Metadata\", \"omitStages\": [\"RequestReceived\"]}")
                        .follow(
                                request(""),
                                watch,
                                ALICE,
                                Map.of(),
                                audit ->
                                        Answer.streamed(
                                                "application/json",
                                                new Answer.Streamed(out -> {}, () -> {})));

        assertThat(stages()).containsExactly("ResponseStarted 200");
        clock.advance(Duration.ofMillis(1500));
        ((Answer.Streamed) answer.body()).writer().writeTo(new ByteArrayOutputStream());
        ((Answer.Streamed) answer.body()).onGone().run();

        assertThat(stages()).containsExactly("ResponseStarted 200", "ResponseComplete 200");
        assertThat(events.getLast().annotations())
                .containsEntry("apiserver.latency.k8s.io/total", "1.5s");
    }

    @Test
    void aDefectIsAPanicWithoutItsMessage() throws PolicyException {
        Auditor auditor = auditor("{\"level\": \"RequestResponse\"}");

        assertThatThrownBy(() ->
                        auditor.follow(
                                request(""),
                                GET,
                                ALICE,
                                Map.of(),
                                audit -> {
                                    throw new IllegalStateException("hunter2");
                                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(stages()).containsExactly("RequestReceived 0", "Panic 500");
        assertThat(events.getLast().status().orElseThrow().toString())
                .contains("APIServer panic'd: java.lang.IllegalStateException")
                .doesNotContain("hunter2");
    }

    @Test
    void longNamesOfProgramsAreCut() throws PolicyException {
        var _ =
                auditor("{\"level\": \"Metadata\"}")
                        .follow(
                                request("x".repeat(1025)),
                                GET,
                                ALICE,
                                Map.of("authentication.k8s.io/legacy-token", "t"),
                                audit -> Answer.text(404, "404 page not found\n"));

        assertThat(events.getFirst().source().userAgent())
                .isEqualTo("x".repeat(1024) + "...TRUNCATED");
        assertThat(events.getFirst().annotations())
                .containsKey("authentication.k8s.io/legacy-token");
        assertThat(stages()).containsExactly("RequestReceived 0", "ResponseComplete 404");
    }

    @Test
    void whatWasReadIsNotShownWhenNobodyCanKnow() throws PolicyException {
        Auditor auditor =
                auditor(
                        "{\"level\": \"Metadata\", \"omitStages\": [\"RequestReceived\"]}",
                        event -> false);

        Answer read =
                auditor.follow(
                        request(""), GET, ALICE, Map.of(), audit -> Answer.text(200, "secret"));
        Answer written =
                auditor.follow(
                        request(""),
                        GET.withVerb("create"),
                        ALICE,
                        Map.of(),
                        audit -> Answer.text(201, "made"));

        assertThat(read.status()).isEqualTo(500);
        assertThat(new String(((Answer.Bytes) read.body()).copy(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "Internal Server Error: \"/x?command=ls\": failed to store audit event\n");
        assertThat(written.status()).isEqualTo(201);
    }

    @Test
    void callsFromInsideAreRefusedToo() throws PolicyException {
        Auditor auditor = auditor("{\"level\": \"Metadata\"}", event -> false);
        InternalCall call = InternalCall.of(ALICE, "test", GET);

        assertThatThrownBy(() -> auditor.follow(call, result -> null, audit -> "result"))
                .isInstanceOf(StatusException.class)
                .hasMessage("Internal error occurred: failed to store audit event");
    }

    @Test
    void callsFromInsideSayHowTheyEnded() throws PolicyException {
        Auditor auditor =
                auditor("{\"level\": \"Metadata\", \"omitStages\": [\"RequestReceived\"]}");
        InternalCall call =
                InternalCall.selecting(ALICE, "test", GET.withVerb("list"), "a=b", "x!=y");

        assertThatThrownBy(() ->
                        auditor.follow(
                                call,
                                result -> null,
                                audit -> {
                                    throw StatusErrors.badRequest("no");
                                }))
                .isInstanceOf(StatusException.class);

        assertThat(stages()).containsExactly("ResponseComplete 400");
        assertThat(events.getFirst().source().uri())
                .isEqualTo("/api/v1/namespaces/ns/pods?fieldSelector=x%21%3Dy&labelSelector=a%3Db");
        assertThat(events.getFirst().source().userAgent()).isEqualTo("test");
        assertThat(events.getFirst().id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}");
    }
}
