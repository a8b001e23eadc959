package dev.purser.server.admission.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.KnownPlugin;
import dev.purser.server.admission.plugin.EventLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts are those of kube-apiserver 1.37.2.
class AdmissionConfigurationTests {
    private static final String HEAD =
            "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n";

    @TempDir private Path directory;

    private static AdmissionSettings options(List<String> enabled, List<String> disabled)
            throws ConfigurationException {
        return new AdmissionConfiguration(enabled, disabled, Optional.empty()).read();
    }

    private AdmissionSettings file(String text, String... enabled)
            throws ConfigurationException, IOException {
        Path file = directory.resolve("admission.yaml");
        Files.writeString(file, text);
        return new AdmissionConfiguration(List.of(enabled), List.of(), Optional.of(file)).read();
    }

    private static String podSecurity(String content) {
        return HEAD
                + "plugins:\n- name: PodSecurity\n  configuration:\n    apiVersion: pod-security.admission.config.k8s.io/v1\n    kind: PodSecurityConfiguration\n"
                + content.indent(4);
    }

    private void isRefused(String text, String why) {
        assertThatThrownBy(() -> file(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(why);
    }

    @Nested
    class Options {
        @Test
        void addToTheUsualPluginsAndTakeAway() throws ConfigurationException {
            AdmissionSettings settings =
                    options(List.of("AlwaysPullImages"), List.of("PodSecurity", "LimitRanger"));

            assertThat(settings.plugins())
                    .contains(KnownPlugin.ALWAYS_PULL_IMAGES, KnownPlugin.NAMESPACE_LIFECYCLE)
                    .doesNotContain(
                            KnownPlugin.POD_SECURITY,
                            KnownPlugin.LIMIT_RANGER,
                            KnownPlugin.ALWAYS_DENY);
        }

        @Test
        void nameUnknownPluginsAtTheirPeril() {
            assertThatThrownBy(() ->
                            options(List.of("Foo", "PodSecurity"), List.of("Bar", "PodSecurity")))
                    .hasMessage(
                            "[enable-admission-plugins plugin \"Foo\" is unknown, disable-admission-plugins plugin \"Bar\" is unknown, [PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped]");
        }

        @Test
        void wantLimitsForEvents() {
            assertThatThrownBy(() -> options(List.of("EventRateLimit"), List.of()))
                    .hasMessage(
                            "couldn't init admission plugin \"EventRateLimit\": limits: Invalid value: null: must not be empty");
        }
    }

    @Nested
    class AFile {
        @Test
        void mustExist() {
            Path missing = directory.resolve("missing");

            assertThatThrownBy(() ->
                            new AdmissionConfiguration(List.of(), List.of(), Optional.of(missing))
                                    .read())
                    .hasMessage(
                            "unable to read admission control configuration from \"%1$s\" [open %1$s: no such file or directory]"
                                    .formatted(missing));
        }

        @Test
        void mustBeAnAdmissionConfiguration() {
            isRefused("", "Object 'Kind' is missing in ''");
            isRefused("plugins: []", "Object 'Kind' is missing in '{\"plugins\":[]}'");
            isRefused(
                    "kind: Foo\napiVersion: apiserver.config.k8s.io/v1",
                    "no kind \"Foo\" is registered for version \"apiserver.config.k8s.io/v1\" in scheme \"pkg/runtime/scheme.go:111\"");
            isRefused(
                    "kind: AdmissionConfiguration\napiVersion: apiserver.config.k8s.io/v9",
                    "no kind \"AdmissionConfiguration\" is registered for version \"apiserver.config.k8s.io/v9\" in scheme \"pkg/runtime/scheme.go:111\"");
        }

        @Test
        void mustBeWellFormed() {
            isRefused(HEAD + "plugins: [\n", "yaml: line 3: did not find expected node content");
            isRefused(
                    HEAD + "foo: 1\nplugins:\n- name: PodSecurity\n  bar: 2\n",
                    "strict decoding error: unknown field \"foo\", unknown field \"plugins[0].bar\"");
            isRefused(
                    HEAD + "plugins:\n- name: 5\n",
                    "json: cannot unmarshal number into Go struct field AdmissionPluginConfiguration.plugins.name of type string");
            assertThatThrownBy(() -> file(HEAD + "plugins:\n- name: a\n  name: b\n"))
                    .hasMessageContaining("line 5: key \"name\" already set in map");
        }

        @Test
        void mayNameOtherFilesBesideIt() throws Exception {
            Files.writeString(
                    directory.resolve("selectors.yaml"),
                    "podNodeSelectorPluginConfig:\n  ns: disk=ssd\n");

            assertThat(
                            file(
                                            HEAD
                                                    + "plugins:\n- name: PodNodeSelector\n  path: selectors.yaml\n",
                                            "PodNodeSelector")
                                    .nodeSelectors())
                    .containsExactly(Map.entry("ns", "disk=ssd"));
            assertThatThrownBy(() ->
                            file(
                                    HEAD
                                            + "plugins:\n- name: PodNodeSelector\n  path: missing.yaml\n",
                                    "PodNodeSelector"))
                    .hasMessage(
                            "Couldn't open admission plugin configuration %s: no such file or directory"
                                    .formatted(directory.resolve("missing.yaml")));
        }

        @Test
        void mayConfigurePluginsThatDoNotWork() throws Exception {
            assertThat(file(HEAD + "plugins:\n- name: Unknown\n  path: nowhere\n"))
                    .isEqualTo(
                            AdmissionSettings.defaults()
                                    .withPlugins(options(List.of(), List.of()).plugins()));
        }
    }

    @Nested
    class OfPodSecurity {
        @Test
        void saysWhatHoldsWithoutLabels() throws Exception {
            AdmissionSettings settings =
                    file(
                            podSecurity(
                                    "defaults: {enforce: baseline, enforce-version: v1.30}\nexemptions: {usernames: [eve]}"));

            assertThat(settings.podSecurity().toString())
                    .contains("enforce=baseline:v1.30")
                    .contains("audit=privileged:latest")
                    .contains("users=[eve]");
        }

        @Test
        void mustMakeSense() {
            isRefused(
                    podSecurity("defaults: {enforce: bad, audit: x, warn-version: v2}"),
                    "failed to initialize admission plugin \"PodSecurity\": PodSecurity configuration error: [enforce: must be one of privileged, baseline, restricted, audit: must be one of privileged, baseline, restricted, warn-version: must be \"latest\" or \"v1.x\"]");
            isRefused(
                    podSecurity("exemptions: {usernames: ['', a, a]}"),
                    "failed to initialize admission plugin \"PodSecurity\": PodSecurity invalid: [exemptions.usernames[0]: Invalid value: \"\": username must not be empty, exemptions.usernames[2]: Duplicate value: \"a\"]");
            isRefused(
                    podSecurity("foo: bar\ndefaults: {enfroce: baseline}"),
                    "couldn't init admission plugin \"PodSecurity\": strict decoding error: unknown field \"defaults.enfroce\", unknown field \"foo\"");
            isRefused(
                    HEAD + "plugins:\n- name: PodSecurity\n  configuration: {}\n",
                    "couldn't init admission plugin \"PodSecurity\": Object 'Kind' is missing in '{}'");
        }
    }

    @Nested
    class OfEvents {
        private String limits(String limits) {
            return HEAD
                    + "plugins:\n- name: EventRateLimit\n  configuration:\n    apiVersion: eventratelimit.admission.k8s.io/v1alpha1\n    kind: Configuration\n    limits: "
                    + limits
                    + "\n";
        }

        @Test
        void areLimits() throws Exception {
            assertThat(
                            file(limits("[{type: User, qps: 5, burst: 50}]"), "EventRateLimit")
                                    .eventLimits())
                    .containsExactly(new EventLimit(EventLimit.Type.USER, 5, 50, 4096));
        }

        @Test
        void mustMakeSense() {
            assertThatThrownBy(() ->
                            file(
                                    limits("[{type: Foo, qps: 0, burst: -1, cacheSize: -2}]"),
                                    "EventRateLimit"))
                    .hasMessage(
                            "couldn't init admission plugin \"EventRateLimit\": [limits[0].type: Unsupported value: \"Foo\": supported values: \"Namespace\", \"Server\", \"SourceAndObject\", \"User\", limits[0].burst: Invalid value: -1: must be positive, limits[0].qps: Invalid value: 0: must be positive, limits[0].cacheSize: Invalid value: -2: must not be negative]");
        }
    }
}
