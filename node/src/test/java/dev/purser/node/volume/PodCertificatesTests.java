package dev.purser.node.volume;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.json;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.environment.ContainerResources;
import dev.purser.node.environment.MapSource;
import dev.purser.node.environment.NodeResources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodCertificatesTests {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final GroupVersionResource REQUESTS =
            new GroupVersionResource("certificates.k8s.io", "v1", "podcertificaterequests");
    private static final KubeObject POD =
            pod(
                    "p",
                    """
                    {'serviceAccountName':'sa','volumes':[{'name':'v','projected':{'sources':[
                      {'podCertificate':{'signerName':'x/y','keyType':'ED25519',
                       'maxExpirationSeconds':3600,'userAnnotations':{'x/a':'b'},
                       'credentialBundlePath':'bundle','keyPath':'key',
                       'certificateChainPath':'chain'}}],'defaultMode':256}}]}
                    """);

    @TempDir Path root;
    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-11-23T01:30:05Z"));
    private final FakeApi api = new FakeApi(timers, new Random(1));
    private final PodCertificates certificates =
            new PodCertificates(
                    "n", api, timers, new Random(2), new SecureRandom(), Duration.ofMillis(50));
    private final List<String> news = new CopyOnWriteArrayList<>();
    private NodeVolumes volumes;

    @BeforeEach
    void open() {
        TrustBundles bundles = new TrustBundles(api, timers, new Random(2), Duration.ZERO);
        ContainerResources resources =
                new ContainerResources(
                        new NodeResources(Quantity.of(1), Quantity.of(1), Quantity.of(1)));
        volumes =
                new NodeVolumes(
                        root,
                        new VolumeHost(
                                new HostFiles(), new TestMounts(), timers, new Random(3), 1 << 20),
                        new ProjectionSources(
                                new MapSource(),
                                new ServiceAccountTokens(api, timers),
                                bundles,
                                certificates,
                                resources));
        volumes.addListener(
                new PodVolumes.Listener() {
                    @Override
                    public void failed(String podUid, VolumeFailure failure) {
                        news.add(failure.reason() + ": " + failure.message());
                    }

                    @Override
                    public void updated(String podUid, String volume) {}
                });
        api.create(
                new GroupVersionResource("", "v1", "nodes"),
                KubeObject.named(new GroupVersionKind("", "v1", "Node"), "", "n"));
        api.create(
                new GroupVersionResource("", "v1", "serviceaccounts"),
                KubeObject.named(
                        new GroupVersionKind("", "v1", "ServiceAccount"), NAMESPACE, "sa"));
    }

    @AfterEach
    void close() {
        volumes.close();
        certificates.close();
        timers.close();
    }

    private List<KubeObject> requests() {
        return api.list(REQUESTS, NAMESPACE, ListOptions.all()).items();
    }

    private KubeObject onlyRequest() {
        assertThat(requests()).hasSize(1);
        return requests().getFirst();
    }

    private static String chain(String content) {
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getEncoder().encodeToString(content.getBytes()));
    }

    private void issue(KubeObject request, String content, Duration refresh) {
        answer(
                request,
                """
                {'conditions':[{'type':'Issued','status':'True'}],'beginRefreshAt':'%s',
                 'notAfter':'%s','certificateChain':'%s'}
                """
                        .formatted(
                                timers.instant().plus(refresh),
                                timers.instant().plus(refresh.multipliedBy(2)),
                                ("by me\n" + chain(content)).replace("\n", "\\n")));
    }

    private void answer(KubeObject request, String status) {
        KubeObject answered = request.copy();
        answered.json().set("status", json(status));
        api.updateSubresource(
                new Api.ObjectRef(REQUESTS, NAMESPACE, request.name()), "status", answered);
    }

    private void isNotReadyYet() {
        assertThatThrownBy(() -> volumes.prepare(POD))
                .hasMessageContaining(
                        "MountVolume.SetUp failed for volume \"v\" : credential bundle is not"
                                + " issued yet");
    }

    private Path prepared() throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Optional<Path> volume = prepare();
        while (volume.isEmpty()) {
            assertThat(System.nanoTime()).as("it is never prepared").isLessThan(deadline);
            Thread.sleep(10);
            volume = prepare();
        }
        return volume.get();
    }

    private Optional<Path> prepare() throws InterruptedException {
        try {
            return Optional.ofNullable(volumes.prepare(POD).get("v"));
        } catch (VolumeException e) {
            return Optional.empty();
        }
    }

    @Test
    void areAskedForOncePerSourceAndShownWhenIssued() throws Exception {
        isNotReadyYet();
        isNotReadyYet();
        KubeObject request = onlyRequest();
        assertThat(request.name()).startsWith("req-");
        assertThat(request.metadata().path("ownerReferences").get(0).path("uid").asString(""))
                .isEqualTo(POD.uid());
        assertThat(request.spec().path("signerName").asString("")).isEqualTo("x/y");
        assertThat(request.spec().path("serviceAccountName").asString("")).isEqualTo("sa");
        assertThat(request.spec().path("nodeName").asString("")).isEqualTo("n");
        assertThat(request.spec().path("maxExpirationSeconds").asInt(0)).isEqualTo(3600);
        assertThat(request.spec().path("unverifiedUserAnnotations").path("x/a").asString(""))
                .isEqualTo("b");

        issue(request, "mine", Duration.ofHours(1));

        Path v = prepared();
        assertThat(v.resolve("chain")).hasContent(chain("mine"));
        String key = Files.readString(v.resolve("key"));
        assertThat(key).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.readString(v.resolve("bundle"))).isEqualTo(key + chain("mine"));
        assertThat(requests()).hasSize(1);
        assertThat(request.json().toString()).doesNotContain(key.lines().toList().get(1));
    }

    @Test
    void areReplacedWithTheirKeyWhenTheSignerSaysSo() throws Exception {
        isNotReadyYet();
        issue(onlyRequest(), "first", Duration.ofHours(1));
        Path v = prepared();
        String key = Files.readString(v.resolve("key"));

        timers.advance(Duration.ofMinutes(66));
        eventually(
                "one more request",
                () -> {
                    timers.advance(Duration.ofSeconds(61));
                    return requests().size() == 2;
                });
        assertThat(v.resolve("chain")).hasContent(chain("first"));
        issue(requests().getLast(), "second", Duration.ofHours(1));

        eventually(
                "the new one", () -> Files.readString(v.resolve("chain")).equals(chain("second")));
        assertThat(Files.readString(v.resolve("key"))).isNotEqualTo(key);
        assertThat(requests()).hasSize(2);
    }

    @Test
    void thatAreRefusedAreNotAskedForAgain() throws Exception {
        isNotReadyYet();
        KubeObject request = onlyRequest();
        answer(
                request,
                "{'conditions':[{'type':'Denied','status':'True','reason':'No','message':'never'}]}");

        String event =
                "Denied: PodCertificateRequest %s/%s was denied, reason=\"No\", message=\"never\""
                        .formatted(NAMESPACE, request.name());
        eventually("the event", () -> news.contains(event));
        assertThatThrownBy(() -> volumes.prepare(POD))
                .hasMessageContaining(
                        "PodCertificateRequest was permanently denied: reason=\"No\""
                                + " message=\"never\"");
        assertThat(requests()).hasSize(1);
    }

    @Test
    void whoseRequestIsRemovedAreAskedForAnew() throws Exception {
        isNotReadyYet();
        String first = onlyRequest().name();
        api.delete(new Api.ObjectRef(REQUESTS, NAMESPACE, first), DeleteOptions.defaults());
        eventually(
                "another request",
                () -> {
                    isNotReadyYet();
                    return !requests().isEmpty();
                });

        assertThat(onlyRequest().name()).isNotEqualTo(first);
    }
}
