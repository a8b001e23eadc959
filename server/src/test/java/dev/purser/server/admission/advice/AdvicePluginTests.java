package dev.purser.server.admission.advice;

import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.server.request.Warnings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvicePluginTests {
    private static final String PASSWORD = "hG7%kQ2z-Lm4";
    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final GroupResource PODS = new GroupResource("", "pods");

    private final AdvicePlugin plugin = new AdvicePlugin(SilencedTopics.NONE);

    /// Gathers what somebody is told.
    private record Listener(List<String> heard, boolean isPerson) implements Warnings {
        static Listener person() {
            return new Listener(new ArrayList<>(), true);
        }

        @Override
        public void accept(String text) {
            heard.add(text);
        }

        @Override
        public boolean areReadByPeople() {
            return isPerson;
        }
    }

    private static void send(
            AdvicePlugin plugin,
            GroupResource resource,
            KubeObject object,
            Optional<KubeObject> old,
            Warnings warnings) {
        plugin.validate(
                new AdmissionRequest(
                        old.isPresent() ? Operation.UPDATE : Operation.CREATE,
                        Identity.of("eve"),
                        new Attributes(
                                "create",
                                resource.group(),
                                "v1",
                                resource.resource(),
                                "",
                                "ns",
                                object.name(),
                                ""),
                        Optional.of(object),
                        old,
                        AdmissionRequest.Effect.LASTING,
                        warnings));
    }

    private List<String> created(GroupResource resource, String json) {
        Listener listener = Listener.person();
        send(plugin, resource, object(json), Optional.empty(), listener);
        return listener.heard();
    }

    private List<String> updated(GroupResource resource, String json, String old) {
        Listener listener = Listener.person();
        send(plugin, resource, object(json), Optional.of(object(old)), listener);
        return listener.heard();
    }

    private static String configMap(String key, String value) {
        return "{'metadata':{'name':'c'},'data':{'%s':'%s'}}".formatted(key, value);
    }

    private static String secret(String key, String value) {
        return "{'metadata':{'name':'s'},'type':'Opaque','data':{'%s':'%s'}}"
                .formatted(
                        key,
                        Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }

    private static String pod(String container) {
        return pod(container, "");
    }

    private static String pod(String container, String more) {
        return "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'app',%s}]%s}}"
                .formatted(container, more);
    }

    @Nested
    class ConfigMaps {
        @Test
        void withACredentialAreToldOf() {
            assertThat(created(CONFIG_MAPS, configMap("DB_PASSWORD", PASSWORD)))
                    .containsExactly(
                            "data[DB_PASSWORD] looks like a password: a ConfigMap is not encrypted and is widely readable; keep it in a Secret [credential-in-configmap]");
        }

        @Test
        void withACredentialInBinaryDataAreToldOf() {
            String json =
                    "{'metadata':{'name':'c'},'binaryData':{'env':'%s'}}"
                            .formatted(
                                    Base64.getEncoder()
                                            .encodeToString(
                                                    ("PASSWORD=" + PASSWORD)
                                                            .getBytes(StandardCharsets.UTF_8)));
            assertThat(created(CONFIG_MAPS, json)).hasSize(1);
        }

        @Test
        void areToldOfOnlyWhatChanged() {
            String before = configMap("DB_PASSWORD", PASSWORD);
            String more = before.replace("'data':{", "'data':{'other':'x',");
            assertThat(updated(CONFIG_MAPS, more, before)).isEmpty();
            assertThat(updated(CONFIG_MAPS, configMap("DB_PASSWORD", PASSWORD + "9x"), before))
                    .hasSize(1);
        }
    }

    @Nested
    class Secrets {
        @ParameterizedTest
        @ValueSource(strings = {"hunter2\n", "hunter2\r\n", "p@ss{w}\n"})
        void madeWithEchoAreToldOf(String value) {
            assertThat(created(SECRETS, secret("password", value)))
                    .containsExactly(
                            "data[password] ends in a newline, which most programs take for a part of it: make it with `printf %s` or `echo -n` [secret-newline]");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "password | hunter2",
                    "password | two words~",
                    "id.pem | MIIB~",
                    "key | -----BEGIN KEY-----~MIIB~",
                    "config.json | {}~",
                    "config | {\"a\":1}~",
                    "auth | admin:$apr1$x$y~",
                    "password | ~"
                })
        void thatAreFilesAreNotToldOf(String key, String value) {
            assertThat(
                            created(
                                    SECRETS,
                                    secret(key, value.replace('~', '\n').replace("\"", "\\\""))))
                    .isEmpty();
        }

        @Test
        void inQuotationMarksAreToldOf() {
            String quoted = "{'metadata':{'name':'s'},'data':{'K':'%s'}}";
            String value =
                    Base64.getEncoder().encodeToString("\"abc\"".getBytes(StandardCharsets.UTF_8));
            assertThat(created(SECRETS, quoted.formatted(value)))
                    .singleElement()
                    .asString()
                    .contains("quotation mark")
                    .endsWith("[secret-quoted]");
        }

        @Test
        void encodedTwiceAreToldOf() {
            assertThat(created(SECRETS, secret("k", "aHVudGVyMi1wYXNz\n")))
                    .anySatisfy(text -> assertThat(text).endsWith("[secret-base64-twice]"));
            assertThat(created(SECRETS, secret("k", "aHVudGVyMi1wYXNz")))
                    .containsExactly(
                            "data[k] looks base64-encoded twice: containers would get base64; use stringData for plain text [secret-base64-twice]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "wJalrXUtnFEMIK7MDENGbPxRfiCY",
                    "correcthorsebatterystaple",
                    "0123456789ab",
                    "short==",
                    "abcdefghijkl"
                })
        void withKeysAtRandomAreNotTakenForEncoded(String value) {
            assertThat(created(SECRETS, secret("k", value))).isEmpty();
        }

        @Test
        void appliedByTheClientAreToldOf() {
            String json =
                    "{'metadata':{'name':'s','annotations':{'kubectl.kubernetes.io/last-applied-configuration':'{\\\"data\\\":{\\\"k\\\":\\\"djE=\\\"}}'}},'data':{'k':'djE='}}";
            assertThat(created(SECRETS, json))
                    .containsExactly(
                            "the annotation kubectl.kubernetes.io/last-applied-configuration now holds this Secret's values: use `kubectl apply --server-side`; to remove it, `kubectl annotate secret s kubectl.kubernetes.io/last-applied-configuration-` [secret-in-last-applied]");
            assertThat(updated(SECRETS, json.replace("'data':{", "'data':{'l':'eA==',"), json))
                    .isEmpty();
        }

        @Test
        void ofServiceAccountsAreToldOf() {
            assertThat(
                            created(
                                    SECRETS,
                                    "{'metadata':{'name':'s'},'type':'kubernetes.io/service-account-token'}"))
                    .singleElement()
                    .asString()
                    .endsWith("[token-never-expires]");
        }

        @Test
        void withBrokenBase64DoNoHarm() {
            assertThat(created(SECRETS, "{'metadata':{'name':'s'},'data':{'k':'*','l':null}}"))
                    .isEmpty();
        }
    }

    @Nested
    class Pods {
        private static final String SECRET_ENV =
                "'env':[{'name':'A','valueFrom':{'secretKeyRef':{'name':'db','key':'k'}}},{'name':'B','valueFrom':{'secretKeyRef':{'name':'db','key':'l'}}}],'envFrom':[{'secretRef':{'name':'api'}}]";

        @Test
        void withSecretsInTheEnvironmentAreToldOfOnce() {
            assertThat(created(PODS, pod(SECRET_ENV)))
                    .containsExactly(
                            "container \"app\" gets Secrets \"api\", \"db\" in its environment, which child processes and crash reports inherit and which never updates: mount it as a file [secret-in-env]");
        }

        @Test
        void areNotToldOfEnvironmentsThatStayed() {
            String before = pod(SECRET_ENV + ",'image':'a:1'");
            assertThat(updated(PODS, pod(SECRET_ENV + ",'image':'a:2'"), before)).isEmpty();
            assertThat(updated(PODS, pod(SECRET_ENV.replace("'api'", "'else'")), before))
                    .hasSize(1);
        }

        @Test
        void withCredentialsInTheirSpecificationAreToldOf() {
            assertThat(
                            created(
                                    PODS,
                                    pod(
                                            "'env':[{'name':'DB_PASSWORD','value':'%s'}]"
                                                    .formatted(PASSWORD))))
                    .containsExactly(
                            "container \"app\": the value of env \"DB_PASSWORD\" looks like a password: keep it in a Secret, not in the pod's specification [credential-in-env]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'args':['--password','%s']",
                    "'args':['--password=%s']",
                    "'command':['sh','-c','run --db-password=%s &']"
                })
        void withCredentialsInTheirCommandAreToldOf(String command) {
            assertThat(created(PODS, pod(command.formatted(PASSWORD))))
                    .singleElement()
                    .asString()
                    .endsWith("[credential-in-command]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'args':['--password','$(PASSWORD)']",
                    "'args':['--token-file=/run/secrets/token','--verbose']",
                    "'args':['--secret','my-secret-name']",
                    "'env':[{'name':'A','valueFrom':{'configMapKeyRef':{'name':'c','key':'k'}}}]"
                })
        void withReferencesAreNotToldOf(String container) {
            assertThat(created(PODS, pod(container))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'configMap':{'name':'c'}", "'secret':{'secretName':'s'}",
                    "'projected':{'sources':[]}", "'downwardAPI':{'items':[]}"
                })
        void withSubPathsOfLiveVolumesAreToldOf(String source) {
            String mount = "'volumeMounts':[{'name':'v','mountPath':'/a','subPath':'a'}]";
            String volumes = ",'volumes':[{'name':'v',%s}]".formatted(source);
            assertThat(created(PODS, pod(mount, volumes)))
                    .containsExactly(
                            "container \"app\" mounts volume \"v\" by subPath, which never follows changes: mount the whole volume, or restart the pod after each change [subpath-never-updates]");
            assertThat(created(PODS, pod(mount.replace("'subPath'", "'x'"), volumes))).isEmpty();
        }

        @Test
        void withSubPathsOfOtherVolumesAreNotToldOf() {
            assertThat(
                            created(
                                    PODS,
                                    pod(
                                            "'volumeMounts':[{'name':'v','mountPath':'/a','subPath':'a'}]",
                                            ",'volumes':[{'name':'v','emptyDir':{}}]")))
                    .isEmpty();
        }

        @Test
        void withModesThatAreWidenedAreToldOf() {
            String more =
                    ",'securityContext':{'fsGroup':1},'volumes':[{'name':'v','secret':{'secretName':'s','defaultMode':%d}}]";
            assertThat(created(PODS, pod("'image':'i'", more.formatted(0400))))
                    .singleElement()
                    .asString()
                    .endsWith("[mode-widened]");
            assertThat(created(PODS, pod("'image':'i'", more.formatted(0440)))).isEmpty();
            assertThat(
                            created(
                                    PODS,
                                    pod(
                                            "'image':'i'",
                                            more.formatted(0400).replace("fsGroup", "runAsUser"))))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "'',podtemplates,/template",
            "'',replicationcontrollers,/spec/template",
            "apps,deployments,/spec/template",
            "apps,replicasets,/spec/template",
            "apps,statefulsets,/spec/template",
            "apps,daemonsets,/spec/template",
            "batch,jobs,/spec/template",
            "batch,cronjobs,/spec/jobTemplate/spec/template"
        })
        void inTemplatesAreToldOf(String group, String resource, String path) {
            String json = pod(SECRET_ENV);
            List<String> members = new ArrayList<>(Arrays.asList(path.substring(1).split("/")));
            for (String member : members.reversed()) {
                json = "{'%s':%s}".formatted(member, json);
            }
            assertThat(created(new GroupResource(group, resource), json)).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"initContainers", "ephemeralContainers"})
        void inOtherContainersAreToldOf(String list) {
            assertThat(created(PODS, pod(SECRET_ENV).replace("containers", list))).hasSize(1);
        }
    }

    @Nested
    class Silence {
        private static final String FOUND = configMap("DB_PASSWORD", PASSWORD);

        @Test
        void isKeptBeforePrograms() {
            Listener program = new Listener(new ArrayList<>(), false);
            send(plugin, CONFIG_MAPS, object(FOUND), Optional.empty(), program);
            assertThat(program.heard()).isEmpty();
        }

        @Test
        void isKeptByAServer() {
            Listener person = Listener.person();
            SilencedTopics off = SilencedTopics.of(List.of("credential-in-configmap"));
            send(new AdvicePlugin(off), CONFIG_MAPS, object(FOUND), Optional.empty(), person);
            assertThat(person.heard()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "all,0",
            "credential-in-configmap,0",
            "'secret-in-env, credential-in-configmap',0",
            "secret-in-env,1",
            "unknown,1",
            "'',1"
        })
        void isKeptAboutAnObject(String annotation, int told) {
            String json =
                    FOUND.replace(
                            "'name':'c'",
                            "'name':'c','annotations':{'purser.dev/warnings-off':'%s'}"
                                    .formatted(annotation));
            assertThat(created(CONFIG_MAPS, json)).hasSize(told);
        }

        @Test
        void isKeptAboutATemplate() {
            String template =
                    pod(Pods.SECRET_ENV)
                            .replace(
                                    "'name':'p'",
                                    "'annotations':{'purser.dev/warnings-off':'secret-in-env'}");
            assertThat(
                            created(
                                    new GroupResource("apps", "deployments"),
                                    "{'metadata':{'name':'d'},'spec':{'template':%s}}"
                                            .formatted(template)))
                    .isEmpty();
        }

        @ParameterizedTest
        @EnumSource(Topic.class)
        void hasANameForEveryTopic(Topic topic) {
            assertThat(SilencedTopics.of(List.of(topic.text())).topics()).containsExactly(topic);
        }

        @Test
        void ofAllIsPossible() {
            assertThat(SilencedTopics.of(List.of("all")).topics())
                    .isEqualTo(Set.of(Topic.values()));
        }

        @Test
        void ofWhatThereIsNotIsRefused() {
            assertThatThrownBy(() -> SilencedTopics.of(List.of("no-such")))
                    .hasMessageStartingWith(
                            "there is no warning \"no-such\"; there are credential-in-configmap, ")
                    .hasMessageEndingWith(", and all");
        }
    }

    @Test
    void findingsDoNotShowTheirCause() {
        String text =
                new ConfigMapAdvisor()
                        .findings(object(configMap("DB_PASSWORD", PASSWORD)))
                        .toString();
        assertThat(text).doesNotContain(PASSWORD).contains("credential-in-configmap");
    }
}
