package dev.purser.server.admission.security;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.admission.security.check.Level;
import dev.purser.server.admission.security.check.LevelVersion;
import dev.purser.server.admission.security.check.PolicyVersion;
import dev.purser.server.meter.Counter;
import dev.purser.server.meter.Counters;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.GatheredAnnotations;
import dev.purser.server.request.Identity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PodSecurityTests {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final String PLAIN = "{'containers':[{'name':'c','image':'i'}]}";
    private static final String SHARING =
            "{'hostPID':true,'containers':[{'name':'c','image':'i'}]}";
    private static final String SHARES = "host namespaces (hostPID=true)";

    private final FakeObjects objects = new FakeObjects();
    private final Counters counters = new Counters();
    private final List<String> warnings = new ArrayList<>();
    private GatheredAnnotations annotations = new GatheredAnnotations();
    private PodSecurity plugin = plugin(PodSecuritySettings.defaults());

    private PodSecurity plugin(PodSecuritySettings settings) {
        return new PodSecurity(settings, objects, counters, InstantSource.fixed(Instant.EPOCH));
    }

    private void exempt(Exemptions exemptions) {
        plugin = plugin(PodSecuritySettings.defaults().withExemptions(exemptions));
    }

    /// Labels the namespace: `enforce=baseline warn=restricted`.
    private void labels(String labels) {
        objects.put(core("namespaces"), namespace("ns", labels));
    }

    private static KubeObject namespace(String name, String labels) {
        KubeObject namespace =
                object("{'kind':'Namespace','metadata':{'name':'%s'}}".formatted(name));
        var map = namespace.metadata().putObject("labels");
        for (String label : labels.isEmpty() ? new String[0] : labels.split(" ")) {
            String[] parts = label.split("=", 2);
            map.put(PREFIX + parts[0], parts[1]);
        }
        return namespace;
    }

    private static KubeObject pod(String name, String spec) {
        return object(
                "{'kind':'Pod','metadata':{'namespace':'ns','name':'%s'},'spec':%s}"
                        .formatted(name, spec));
    }

    private void create(String group, String resource, KubeObject object) {
        send(Operation.CREATE, group + "/" + resource, object, Optional.empty());
    }

    private void create(String spec) {
        create("", "pods", pod("p", spec));
    }

    private void update(String resource, String spec, String old) {
        send(Operation.UPDATE, "/" + resource, pod("p", spec), Optional.of(pod("p", old)));
    }

    /// @param resource `GROUP/RESOURCE/SUBRESOURCE`
    private void send(
            Operation operation, String resource, KubeObject object, Optional<KubeObject> old) {
        String[] parts = (resource + "//").split("/", -1);
        boolean isNamespace = parts[1].equals("namespaces");
        plugin.validate(
                new AdmissionRequest(
                        operation,
                        Identity.of("eve"),
                        new Attributes(
                                operation == Operation.CREATE ? "create" : "update",
                                parts[0],
                                "v1",
                                parts[1],
                                parts[2],
                                isNamespace ? object.name() : "ns",
                                object.name(),
                                ""),
                        Optional.of(object),
                        old,
                        AdmissionRequest.Effect.LASTING,
                        warnings::add,
                        annotations));
    }

    private Map<String, String> audited() {
        return annotations.all().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().substring(PREFIX.length()),
                                Map.Entry::getValue));
    }

    private String counted(String name) {
        return counters.all().stream()
                .filter(counter -> counter.name().equals(name))
                .map(Counter::samples)
                .flatMap(List::stream)
                .filter(sample -> sample.value() > 0)
                .map(sample ->
                        sample.labels().stream()
                                        .map(Map.Entry::getValue)
                                        .collect(Collectors.joining(","))
                                + "="
                                + sample.value())
                .collect(Collectors.joining(" "));
    }

    @Nested
    class Pods {
        @Test
        void mayDoEverythingWithoutLabels() {
            labels("");

            create(SHARING);

            assertThat(warnings).isEmpty();
            assertThat(audited()).containsExactly(Map.entry("enforce-policy", "privileged:latest"));
            assertThat(counted("pod_security_evaluations_total"))
                    .isEqualTo("allow,enforce,privileged,latest,create,pod,=1");
        }

        @Test
        void areRefusedByWhatIsEnforced() {
            labels("enforce=baseline audit=restricted audit-version=v1.0");

            assertThatThrownBy(() -> create(SHARING))
                    .isInstanceOfSatisfying(
                            StatusException.class, e -> assertThat(e.code()).isEqualTo(403))
                    .hasMessage(
                            "pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": "
                                    + SHARES);
            assertThat(warnings).isEmpty();
            assertThat(audited())
                    .containsOnly(
                            Map.entry("enforce-policy", "baseline:latest"),
                            Map.entry(
                                    "audit-violations",
                                    "would violate PodSecurity \"restricted:v1.0\": "
                                            + SHARES
                                            + ", runAsNonRoot != true (pod or container \"c\" must set securityContext.runAsNonRoot=true)"));
            assertThat(counted("pod_security_evaluations_total"))
                    .isEqualTo(
                            "deny,audit,restricted,v1.0,create,pod,=1 deny,enforce,baseline,latest,create,pod,=1");
        }

        @Test
        void areWarnedOf() {
            labels("warn=baseline warn-version=v1.99");

            create(SHARING);
            create(PLAIN);

            assertThat(warnings)
                    .containsExactly("would violate PodSecurity \"baseline:v1.99\": " + SHARES);
            assertThat(counted("pod_security_evaluations_total"))
                    .contains("deny,warn,baseline,future,create,pod,=1");
        }

        @Test
        void areJudgedByTheStrictestWhenLabelsCannotBeRead() {
            labels("enforce=strict audit=x");

            assertThatThrownBy(() -> create(SHARING))
                    .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
            assertThat(audited())
                    .containsEntry(
                            "error",
                            "Failed to parse policy: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"strict\": must be one of privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: \"x\": must be one of privileged, baseline, restricted]")
                    .doesNotContainKey("audit-violations");
            assertThat(counted("pod_security_errors_total")).isEqualTo("false,create,pod,=1");
        }

        @Test
        void cannotBeJudgedWithoutTheirNamespace() {
            assertThatThrownBy(() -> create(PLAIN))
                    .isInstanceOfSatisfying(
                            StatusException.class, e -> assertThat(e.code()).isEqualTo(500))
                    .hasMessage("Internal error occurred: failed to lookup namespace \"ns\"");
            assertThat(counted("pod_security_errors_total")).isEqualTo("true,create,pod,=1");
        }

        @Test
        void followTheDefaultsWhereTheNamespaceSaysNothing() {
            LevelVersion baseline =
                    new LevelVersion(Level.BASELINE, PolicyVersion.of("v1.30").orElseThrow());
            plugin =
                    plugin(
                            PodSecuritySettings.defaults()
                                    .withDefaults(baseline, baseline, baseline));
            labels("");

            assertThatThrownBy(() -> create(SHARING)).hasMessageContaining("\"baseline:v1.30\"");
        }
    }

    @Nested
    class Updates {
        private static final String OTHER_IMAGE =
                "{'hostPID':true,'containers':[{'name':'c','image':'j'}]}";

        @BeforeEach
        void enforce() {
            labels("enforce=baseline");
        }

        @Test
        void ofLabelsAndStatusAreNotJudged() {
            assertThatCode(() -> update("pods", SHARING, SHARING)).doesNotThrowAnyException();
            assertThatCode(() -> update("pods/status", OTHER_IMAGE, SHARING))
                    .doesNotThrowAnyException();
            assertThatCode(() -> update("pods/resize", SHARING, SHARING))
                    .doesNotThrowAnyException();
        }

        @Test
        void ofImagesAreJudged() {
            assertThatThrownBy(() -> update("pods", OTHER_IMAGE, SHARING))
                    .hasMessageContaining(SHARES);
        }

        @Test
        void thatAddEphemeralContainersAreJudged() {
            String privileged =
                    "{'containers':[{'name':'c','image':'i'}],'ephemeralContainers':[{'name':'e','image':'i','securityContext':{'privileged':true}}]}";

            assertThatThrownBy(() -> update("pods/ephemeralcontainers", privileged, PLAIN))
                    .hasMessageContaining(
                            "privileged (container \"e\" must not set securityContext.privileged=true)");
            assertThatCode(() -> update("pods/ephemeralcontainers", privileged, privileged))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class Templates {
        @Test
        void areNeverRefusedButWarnedOf() {
            labels("enforce=baseline");

            create("apps", "deployments", template("'spec':{'template':{'spec':%s}}"));
            create(
                    "batch",
                    "cronjobs",
                    template("'spec':{'jobTemplate':{'spec':{'template':{'spec':%s}}}}"));
            create("", "podtemplates", template("'template':{'spec':%s}"));

            assertThat(warnings)
                    .hasSize(3)
                    .containsOnly("would violate PodSecurity \"baseline:latest\": " + SHARES);
            assertThat(audited()).isEmpty();
        }

        private static KubeObject template(String form) {
            return object(
                    "{'metadata':{'namespace':'ns','name':'t'},%s}"
                            .formatted(form.formatted(SHARING)));
        }

        @Test
        void mayBeMissing() {
            labels("warn=restricted");

            create("", "replicationcontrollers", object("{'metadata':{'name':'t'},'spec':{}}"));

            assertThat(warnings).isEmpty();
        }

        @Test
        void areNotHeldUpByANamespaceThatIsGone() {
            create("apps", "deployments", template("'spec':{'template':{'spec':%s}}"));

            assertThat(audited())
                    .containsExactly(
                            Map.entry(
                                    "error",
                                    "failed to lookup namespace \"ns\": namespaces \"ns\" not found"));
        }

        @Test
        void ofOtherKindsAreNotLookedAt() {
            labels("warn=restricted");

            create("example.com", "deployments", template("'spec':{'template':{'spec':%s}}"));

            assertThat(warnings).isEmpty();
        }
    }

    @Nested
    class ExemptAre {
        private void isLetThrough(String reason) {
            create(SHARING);

            assertThat(audited()).containsExactly(Map.entry("exempt", reason));
            assertThat(counted("pod_security_exemptions_total")).isEqualTo("create,pod,=1");
        }

        @BeforeEach
        void enforce() {
            labels("enforce=restricted");
        }

        @Test
        void users() {
            exempt(new Exemptions(Set.of("eve"), Set.of(), Set.of()));
            isLetThrough("user");
        }

        @Test
        void namespaces() {
            exempt(new Exemptions(Set.of(), Set.of("ns"), Set.of()));
            isLetThrough("namespace");
        }

        @Test
        void runtimeClasses() {
            exempt(new Exemptions(Set.of(), Set.of(), Set.of("sandbox")));
            create("{'runtimeClassName':'sandbox','hostPID':true}");

            assertThat(audited()).containsExactly(Map.entry("exempt", "runtimeClass"));
            assertThatThrownBy(() -> create("{'runtimeClassName':'other','hostPID':true}"))
                    .hasMessageContaining(SHARES);
        }

        @Test
        void namespacesWhoseLabelsAreToldToMeanNothing() {
            exempt(new Exemptions(Set.of(), Set.of("ns"), Set.of()));

            create("", "namespaces", namespace("ns", "enforce=baseline warn=restricted"));
            create("", "namespaces", namespace("ns", "enforce-version=v1.3"));

            assertThat(warnings)
                    .containsExactly(
                            "namespace \"ns\" is exempt from Pod Security, and the policy (enforce=baseline:latest, warn=restricted:latest) will be ignored");
        }
    }

    @Nested
    class Labels {
        private void relabel(String labels, String old) {
            send(
                    Operation.UPDATE,
                    "/namespaces",
                    namespace("ns", labels),
                    Optional.of(namespace("ns", old)));
        }

        @Test
        void mustMakeSense() {
            assertThatThrownBy(() -> create("", "namespaces", namespace("ns", "warn=loud")))
                    .isInstanceOfSatisfying(
                            StatusException.class, e -> assertThat(e.code()).isEqualTo(422))
                    .hasMessage(
                            "Namespace \"ns\" is invalid: metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: \"loud\": must be one of privileged, baseline, restricted");
            assertThatThrownBy(
                            () -> create("", "namespaces", namespace("ns", "audit-version=v2.0")))
                    .hasMessageEndingWith(
                            "Invalid value: \"v2.0\": must be \"latest\" or \"v1.x\"");
        }

        @Test
        void thatMadeNoSenseBeforeMayStay() {
            assertThatCode(() -> relabel("warn=loud", "warn=loud")).doesNotThrowAnyException();
            assertThatThrownBy(() -> relabel("warn=louder", "warn=loud"))
                    .hasMessageContaining("louder");
        }

        @Test
        void tellWhichPodsWouldNotBeLetInAnyMore() {
            for (String name : List.of("b", "a", "d")) {
                objects.put(core("pods"), pod(name, SHARING));
            }
            objects.put(core("pods"), pod("c", "{'hostIPC':true,'volumes':[{'hostPath':{}}]}"));
            objects.put(core("pods"), pod("good", PLAIN));

            relabel("enforce=baseline", "");

            assertThat(warnings)
                    .containsExactly(
                            "existing pods in namespace \"ns\" violate the new PodSecurity enforce level \"baseline:latest\"",
                            "a (and 2 other pods): host namespaces",
                            "c: host namespaces, hostPath volumes");
        }

        @Test
        void thatLoosenTellNothing() {
            objects.put(core("pods"), pod("p", SHARING));

            relabel("enforce=baseline", "enforce=restricted");
            relabel("enforce=privileged enforce-version=v1.3", "enforce=restricted");
            relabel("warn=restricted", "");

            assertThat(warnings).isEmpty();
        }

        @Test
        void lookAtOnePodOfEachControllerFirst() {
            for (int i = 0; i < 3002; i++) {
                KubeObject pod = pod("p%04d".formatted(i), i == 3001 ? SHARING : PLAIN);
                if (i < 3001) {
                    pod.metadata()
                            .putArray("ownerReferences")
                            .addObject()
                            .put("controller", true)
                            .put("uid", "same");
                }
                objects.put(core("pods"), pod);
            }

            relabel("enforce=baseline", "");

            assertThat(warnings)
                    .containsExactly(
                            "new PodSecurity enforce level only checked against the first 3000 of 3002 existing pods",
                            "existing pods in namespace \"ns\" violate the new PodSecurity enforce level \"baseline:latest\"",
                            "p3001: host namespaces");
        }

        @Test
        void areNotWaitedForLong() {
            List<Instant> times =
                    new ArrayList<>(
                            List.of(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH.plusSeconds(2)));
            plugin =
                    new PodSecurity(
                            PodSecuritySettings.defaults(),
                            objects,
                            counters,
                            () -> times.removeFirst());
            for (int i = 0; i < 5; i++) {
                objects.put(core("pods"), pod("p" + i, PLAIN));
            }

            relabel("enforce=baseline", "");

            assertThat(warnings)
                    .containsExactly(
                            "new PodSecurity enforce level only checked against the first 2 of 5 existing pods");
        }
    }
}
