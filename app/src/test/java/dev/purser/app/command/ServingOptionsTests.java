package dev.purser.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.ServingSettings;
import dev.purser.server.flow.FlowSettings;
import dev.purser.wire.tls.TlsSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServingOptionsTests {
    private static ServingSettings settings(String... arguments) {
        return CommandLine.populateCommand(new ServingOptions(), arguments).settings(20_000);
    }

    @Test
    void byDefaultItIsAsKubernetesHasIt() {
        ServingSettings settings = settings();
        assertThat(settings).isEqualTo(ServingSettings.defaults());
        assertThat(settings.flow()).isEqualTo(new FlowSettings(FlowSettings.Mode.FAIR, 600));
    }

    @Test
    void everyOptionCounts() {
        ServingSettings settings =
                settings(
                        "--enable-priority-and-fairness=false",
                        "--max-requests-inflight=10",
                        "--max-mutating-requests-inflight=5",
                        "--request-timeout=1m30s",
                        "--http2-max-streams-per-connection=7",
                        "--tls-min-version=VersionTLS13",
                        "--tls-cipher-suites=TLS_AES_128_GCM_SHA256,"
                                + "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                        "--strict-transport-security-directives=max-age=60,includeSubDomains");
        assertThat(settings.flow()).isEqualTo(new FlowSettings(FlowSettings.Mode.OFF, 15));
        assertThat(settings.limits().requestTime()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.limits().streams()).isEqualTo(7);
        assertThat(settings.tls().minimum()).isEqualTo(TlsSettings.Version.TLS_1_3);
        assertThat(settings.tls().cipherSuites())
                .containsExactly("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assertThat(settings.transportSecurity()).containsExactly("max-age=60", "includeSubDomains");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--max-requests-inflight=-1 | are not negative",
                "--request-timeout=soon | --request-timeout is a duration such as 30s",
                "--request-timeout=0s | --request-timeout is a duration such as 30s",
                "--http2-max-streams-per-connection=0 | greater than 0",
                "--tls-min-version=VersionTLS11 | VersionTLS11 is not safe",
                "--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA | not supported or doesn't exist",
                "--tls-cert-file=/no/such.crt | go together",
                "--tls-sni-cert-key=one | CERT,KEY",
                "--tls-sni-cert-key=/no/a.crt,/no/a.key:a | /no/a.crt does not exist",
                "--strict-transport-security-directives=forever | invalid, allowed values",
            })
    void whatMakesNoSenseIsToldInOneLine(String argument, String problem) {
        assertThatThrownBy(() -> settings(argument))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(problem)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"1024, 512, 128", "20000, 10000, 1000", "100, 50, 12"})
    void connectionsLeaveRoomForOtherFiles(long openFiles, int connections, int newcomers) {
        var limits = ConnectionBudget.of(openFiles);
        assertThat(limits.connections()).isEqualTo(connections);
        assertThat(limits.newcomers()).isEqualTo(newcomers);
    }
}
