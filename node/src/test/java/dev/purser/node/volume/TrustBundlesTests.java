package dev.purser.node.volume;

import static dev.purser.node.source.Eventually.eventually;
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
import dev.purser.client.testing.FakeApi;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.environment.ContainerResources;
import dev.purser.node.environment.MapSource;
import dev.purser.node.environment.NodeResources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustBundlesTests {
    private static final GroupVersionResource BUNDLES =
            new GroupVersionResource("certificates.k8s.io", "v1", "clustertrustbundles");

    @TempDir Path root;
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final FakeApi api = new FakeApi(timers, new Random(1));
    private final TrustBundles bundles =
            new TrustBundles(api, timers, new Random(2), Duration.ofSeconds(5));
    private NodeVolumes volumes;

    private NodeVolumes open() {
        return new NodeVolumes(
                root,
                new VolumeHost(new HostFiles(), new TestMounts(), timers, new Random(3), 1 << 20),
                new ProjectionSources(
                        new MapSource(),
                        new ServiceAccountTokens(api, timers),
                        bundles,
                        new PodCertificates(
                                "n", api, timers, new Random(1), new SecureRandom(), Duration.ZERO),
                        new ContainerResources(
                                new NodeResources(
                                        Quantity.of(1), Quantity.of(1), Quantity.of(1)))));
    }

    @BeforeEach
    void start() {
        volumes = open();
    }

    @AfterEach
    void close() {
        volumes.close();
        bundles.close();
        timers.close();
    }

    /// A block that is written in an odd way, and what becomes of it.
    private static String odd(String content) {
        return "some text\n-----BEGIN CERTIFICATE-----\n%s\n\n-----END CERTIFICATE-----\nmore\n"
                .formatted(encode(content));
    }

    private static String clean(String content) {
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(encode(content));
    }

    private static String encode(String content) {
        return Base64.getEncoder().encodeToString(content.getBytes());
    }

    private void bundle(String name, String signer, String labels, String pem) {
        GroupVersionKind kind =
                new GroupVersionKind("certificates.k8s.io", "v1", "ClusterTrustBundle");
        KubeObject bundle = KubeObject.named(kind, "", name);
        bundle.metadata().set("labels", json(labels));
        bundle.spec().put("signerName", signer).put("trustBundle", pem);
        api.create(BUNDLES, bundle);
    }

    private Path file(String source) throws Exception {
        return volumes.prepare(podWith(source)).get("v").resolve("ca");
    }

    private static KubeObject podWith(String source) {
        return pod(
                "p",
                """
                {'volumes':[{'name':'v','projected':{'sources':[{'clusterTrustBundle':
                  {'path':'ca',%s}}],'defaultMode':256}}]}
                """
                        .formatted(source));
    }

    @Test
    void ofANameShowTheCertificatesAlone() throws Exception {
        bundle("b", "", "{}", odd("one") + odd("two") + odd("one"));

        String shown = Files.readString(file("'name':'b'"));

        assertThat(shown).contains(clean("one"), clean("two"));
        assertThat(shown).hasSize((clean("one") + clean("two")).length());
    }

    @Test
    void ofASignerAreChosenByLabels() throws Exception {
        bundle("s:a", "x/y", "{'live':'yes'}", odd("a"));
        bundle("s:b", "x/y", "{'live':'no'}", odd("b"));
        bundle("z:c", "z/z", "{'live':'yes'}", odd("c"));

        assertThat(file("'signerName':'x/y','labelSelector':{'matchLabels':{'live':'yes'}}"))
                .hasContent(clean("a"));
        assertThat(Files.readString(file("'signerName':'x/y','labelSelector':{}")))
                .contains(clean("a"), clean("b"))
                .doesNotContain(clean("c"));
        assertThat(file("'signerName':'x/y','optional':true")).isEmptyFile();
    }

    @Test
    void thatAreMissingKeepThePodFromStarting() throws Exception {
        assertThatThrownBy(() -> file("'name':'b'"))
                .hasMessageContaining(
                        "MountVolume.SetUp failed for volume \"v\" : while getting"
                                + " ClusterTrustBundle: clustertrustbundle.certificates.k8s.io \"b\""
                                + " not found");
        assertThatThrownBy(() -> file("'signerName':'x/y','labelSelector':{}"))
                .hasMessageContaining(
                        "MountVolume.SetUp failed for volume \"v\" : combination of signerName and"
                                + " labelSelector matched zero ClusterTrustBundles");
        assertThat(file("'name':'b','optional':true")).isEmptyFile();
    }

    @Test
    void changeInTheFilesAsTheyChange() throws Exception {
        bundle("s:a", "x/y", "{}", odd("a"));
        Path file = file("'signerName':'x/y','labelSelector':{},'optional':true");
        assertThat(file).hasContent(clean("a"));

        bundle("s:b", "x/y", "{}", odd("b"));
        eventually("both", () -> Files.readString(file).contains(clean("b")));
        api.delete(new Api.ObjectRef(BUNDLES, "", "s:a"), DeleteOptions.defaults());
        eventually("the other alone", () -> Files.readString(file).equals(clean("b")));
    }

    @Test
    void keepTheirOrderInOneProcess() throws Exception {
        for (int i = 0; i < 20; i++) {
            bundle("s:" + i, "x/y", "{}", odd("certificate " + i));
        }
        String source = "'signerName':'x/y','labelSelector':{}";
        String first = Files.readString(file(source));
        volumes.close();
        volumes = open();

        assertThat(Files.readString(file(source))).isEqualTo(first);
    }
}
