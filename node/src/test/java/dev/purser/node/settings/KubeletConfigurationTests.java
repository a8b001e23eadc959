package dev.purser.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.node.settings.ThresholdValue.Amount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeletConfigurationTests {
    private static final String HEAD =
            "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

    @TempDir private Path directory;

    private KubeletConfiguration load(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("kubelet.yaml"), text);
        return new KubeletConfigurationFile(file).load();
    }

    @Test
    void defaultsAreKubeletsButForLargeDisks() throws Exception {
        KubeletConfiguration defaults = KubeletConfiguration.defaults();
        assertThat(load(HEAD)).isEqualTo(defaults);
        assertThat(defaults.endpoint().port()).isEqualTo(10_250);
        assertThat(defaults.pods().max()).isEqualTo(110);
        assertThat(defaults.pods().pids()).isEqualTo(-1);
        assertThat(defaults.images().highPercent()).isEqualTo(85);
        assertThat(defaults.images().minimumAge()).isEqualTo(Duration.ofMinutes(2));
        assertThat(defaults.logs().maxBytes()).isEqualTo(10L << 20);
        assertThat(defaults.eviction().pressureTransition()).isEqualTo(Duration.ofMinutes(5));
        assertThat(defaults.eviction().thresholds())
                .extracting(each -> each.signal().text() + "<" + each.value().of(1000))
                .containsExactly(
                        "memory.available<" + (100L << 20),
                        "nodefs.available<100",
                        "nodefs.inodesFree<50",
                        "imagefs.available<150",
                        "imagefs.inodesFree<50");
        assertThat(defaults.eviction().thresholds().get(1).value().of(1L << 40))
                .isEqualTo(1L << 30);
        assertThat(
                        load(HEAD + "evictionHard: {nodefs.available: 10%}\n")
                                .eviction()
                                .thresholds()
                                .getFirst()
                                .value()
                                .of(1L << 40))
                .isGreaterThan(100L << 30);
        assertThat(defaults.reserved().enforced()).isTrue();
        assertThat(defaults.ignored()).isEmpty();
    }

    @Test
    void thresholdsReplaceOrJoinTheDefaults() throws Exception {
        String one = "evictionHard: {memory.available: 5%}\n";
        assertThat(load(HEAD + one).eviction().thresholds()).hasSize(1);
        assertThat(
                        load(HEAD + one + "mergeDefaultEvictionSettings: true\n")
                                .eviction()
                                .thresholds())
                .hasSize(5)
                .first()
                .satisfies(each -> assertThat(each.value().of(1000)).isEqualTo(50));
        Threshold soft =
                load(HEAD
                                + """
                                evictionHard: {memory.available: 0%}
                                evictionSoft: {nodefs.available: 1Gi}
                                evictionSoftGracePeriod: {nodefs.available: 1m30s}
                                evictionMinimumReclaim: {nodefs.available: 500Mi}
                                """)
                        .eviction()
                        .thresholds()
                        .getFirst();
        assertThat(soft.isHard()).isFalse();
        assertThat(soft.grace()).isEqualTo(Duration.ofSeconds(90));
        assertThat(soft.value()).isInstanceOf(Amount.class);
        assertThat(soft.minimumReclaim().orElseThrow().of(0)).isEqualTo(500L << 20);
    }

    @Test
    void whatMeansNothingHereIsNamed() throws Exception {
        KubeletConfiguration configuration =
                load(HEAD + "syncFrequency: 5s\nkubeAPIQPS: 5\nmaxPods: 20\n");
        assertThat(configuration.ignored())
                .containsExactlyInAnyOrder("syncFrequency", "kubeAPIQPS");
        assertThat(configuration.pods().max()).isEqualTo(20);
        assertThat(configuration.document().path("syncFrequency").asString()).isEqualTo("5s");
    }

    @Test
    void shutdownByPriorityIsInOrder() throws Exception {
        ShutdownSettings shutdown =
                load(HEAD
                                + """
                                shutdownGracePeriodByPodPriority:
                                - {priority: 1000, shutdownGracePeriodSeconds: 10}
                                - {priority: 0, shutdownGracePeriodSeconds: 60}
                                """)
                        .shutdown();
        assertThat(shutdown.byPriority())
                .extracting(ShutdownSettings.PriorityPeriod::priority)
                .containsExactly(0, 1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nosuch: 1 | strict decoding error: unknown field "nosuch"
                    maxPods: many | json: cannot unmarshal string into Go struct field KubeletConfiguration.maxPods of type int32
                    evictionHard: {cpu.available: "1"} | unsupported eviction signal cpu.available
                    evictionHard: {memory.available: 120%} | eviction percentage threshold memory.available must be <= 100%: 120%
                    evictionHard: {memory.available: "0"} | eviction threshold memory.available must be positive: 0
                    evictionSoft: {memory.available: 1Gi} | grace period must be specified for the soft eviction threshold memory.available
                    imageGCLowThresholdPercent: 90 | invalid configuration: imageGCLowThresholdPercent (--image-gc-low-threshold) 90 must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) 85
                    cpuManagerPolicy: static | invalid configuration: cpuManagerPolicy can only be none in Purser
                    authorization: {mode: AlwaysAllow} | invalid configuration: authorization.mode can only be Webhook in Purser
                    readOnlyPort: 10255 | invalid configuration: readOnlyPort can only be 0 in Purser
                    staticPodURL: http://x/ | invalid configuration: staticPodURL is not supported by Purser
                    featureGates: {NodeSwap: true} | invalid configuration: featureGates is not supported by Purser
                    shutdownGracePeriod: 500ms | invalid configuration: shutdownGracePeriod {500ms} must be either zero or otherwise >= 1 sec
                    shutdownGracePeriod: soon | invalid configuration: shutdownGracePeriod: time: invalid duration "soon"
                    containerLogMaxFiles: 1 | invalid MaxFiles 1, must be > 1
                    systemReserved: {gpu: "1"} | cannot reserve "gpu" resource
                    """)
    void whatCannotBeFollowedIsRefused(String line, String message) {
        assertThatThrownBy(() -> load(HEAD + line + "\n"))
                .isInstanceOf(KubeletConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingOrForeignFileIsRefused() {
        assertThatThrownBy(
                        () -> new KubeletConfigurationFile(directory.resolve("none.yaml")).load())
                .hasMessageContaining("no such file or directory");
        assertThatThrownBy(() -> load("apiVersion: v1\nkind: ConfigMap\n"))
                .hasMessageContaining("no kind \"ConfigMap\"");
        assertThatThrownBy(() -> load("")).hasMessageContaining("was empty");
    }
}
