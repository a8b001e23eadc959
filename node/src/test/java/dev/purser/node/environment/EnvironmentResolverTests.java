package dev.purser.node.environment;

import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.json;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.node.source.ConfigKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EnvironmentResolverTests {
    private static final NodeResources NODE =
            new NodeResources(Quantity.parse("2"), Quantity.parse("8Gi"), Quantity.parse("100Gi"));
    private static final PodAddresses ADDRESSES =
            new PodAddresses(List.of("10.1.2.3", "fd00::3"), List.of("192.0.2.1"));

    private final MapSource source = new MapSource();
    private String envFile = "";
    private final KubeObject pod = pod("web", "{'nodeName':'node1','serviceAccountName':'sa'}");

    private Environment resolve(String container) throws Exception {
        return resolver(namespace -> List.of()).resolve(pod, json(container), ADDRESSES);
    }

    private EnvironmentResolver resolver(ServiceSource services) {
        FileSource files =
                (_, volume, path) -> {
                    if (path.equals("absent")) {
                        throw new IOException("no such file");
                    }
                    return volume.equals("config")
                            ? Optional.of(new FileSource.Found("/v/" + path, envFile))
                            : Optional.empty();
                };
        return new EnvironmentResolver(source, services, NODE, files);
    }

    private String valueFrom(String from) throws Exception {
        return resolve("{'name':'c','env':[{'name':'X','valueFrom':%s}]}".formatted(from))
                .value("X")
                .orElse("(unset)");
    }

    @Nested
    class Order {
        @Test
        void laterSourcesAndLiteralsOverrideEarlierOnes() throws Exception {
            source.configMap("d1", Map.of("K1", "d1", "K2", "d1", "K3", "d1"))
                    .configMap("d2", Map.of("K1", "d2", "Z", "d2"))
                    .secret("d3", Map.of("K3", "d3", "S", "d3"));

            Environment environment =
                    resolve(
                            """
                            {'name':'c',
                             'envFrom':[{'configMapRef':{'name':'d1'}},
                                        {'configMapRef':{'name':'d2'}},
                                        {'prefix':'P_','configMapRef':{'name':'d1'}},
                                        {'prefix':'9-','secretRef':{'name':'d3'}},
                                        {'secretRef':{'name':'d3'}}],
                             'env':[{'name':'K2','value':'from-env'},
                                    {'name':'REF','value':'$(K1) $(P_K1) $(NOPE) $$(K1) $(E2)'},
                                    {'name':'E2','value':'late'},
                                    {'name':'K2','value':'from-env-again'},
                                    {'name':'EMPTY','value':''}]}
                            """);

            assertThat(environment.asMap())
                    .isEqualTo(
                            Map.ofEntries(
                                    Map.entry("K1", "d2"),
                                    Map.entry("K2", "from-env-again"),
                                    Map.entry("K3", "d3"),
                                    Map.entry("Z", "d2"),
                                    Map.entry("P_K1", "d1"),
                                    Map.entry("P_K2", "d1"),
                                    Map.entry("P_K3", "d1"),
                                    Map.entry("9-K3", "d3"),
                                    Map.entry("9-S", "d3"),
                                    Map.entry("S", "d3"),
                                    Map.entry("REF", "d2 d1 $(NOPE) $(K1) $(E2)"),
                                    Map.entry("E2", "late"),
                                    Map.entry("EMPTY", "")));
        }

        @Test
        void whatComesFromASecretIsMarked() throws Exception {
            source.secret("s", Map.of("FROM", "value"));
            assertThat(
                            resolve(
                                            "{'envFrom':[{'secretRef':{'name':'s'}}],'env':["
                                                    + "{'name':'PLAIN','value':'1'},"
                                                    + "{'name':'MADE','value':'a $(FROM) b'},"
                                                    + "{'name':'AGAIN','value':'$(MADE)'},"
                                                    + "{'name':'FROM','value':'plain now'},"
                                                    + "{'name':'AFTER','value':'$(FROM)'},"
                                                    + "{'name':'KEY','valueFrom':{'secretKeyRef':"
                                                    + "{'name':'s','key':'FROM'}}}]}")
                                    .variables()
                                    .stream()
                                    .filter(Variable::isSecret)
                                    .map(Variable::name))
                    .containsExactly("MADE", "AGAIN", "KEY");
        }

        @Test
        void variablesKeepTheOrderOfTheirDefinition() throws Exception {
            assertThat(
                            resolve(
                                            "{'env':[{'name':'B','value':'1'},"
                                                    + "{'name':'A','value':'2'}]}")
                                    .variables())
                    .containsExactly(Variable.plain("B", "1"), Variable.plain("A", "2"));
        }

        @Test
        void binaryKeysAreNoVariables() throws Exception {
            source.put(ConfigKey.configMap(NAMESPACE, "cm"), Map.of("A", "1"), Map.of("BIN", "x"));

            assertThat(resolve("{'envFrom':[{'configMapRef':{'name':'cm'}}]}").asMap())
                    .isEqualTo(Map.of("A", "1"));
        }
    }

    @Nested
    class MissingThings {
        @Test
        void optionalOnesLeaveVariablesUnset() throws Exception {
            source.configMap("has-cm", Map.of("k", "v"));

            Environment environment =
                    resolve(
                            """
                            {'envFrom':[{'configMapRef':{'name':'absent','optional':true}},
                                        {'secretRef':{'name':'absent','optional':true}}],
                             'env':[
                              {'name':'A','valueFrom':{'configMapKeyRef':
                                 {'name':'absent','key':'k','optional':true}}},
                              {'name':'B','valueFrom':{'configMapKeyRef':
                                 {'name':'has-cm','key':'nokey','optional':true}}},
                              {'name':'C','value':'[$(A)][$(B)]'}]}
                            """);

            assertThat(environment.asMap()).isEqualTo(Map.of("C", "[$(A)][$(B)]"));
        }

        @Test
        void areNamedAsKubeletNamesThem() {
            source.configMap("has-cm", Map.of("k", "v")).secret("has-secret", Map.of("k", "v"));

            assertError(
                    "{'envFrom':[{'configMapRef':{'name':'absent'}}]}",
                    "configmap \"absent\" not found");
            assertError(
                    "{'envFrom':[{'secretRef':{'name':'absent'}}]}", "secret \"absent\" not found");
            assertError(
                    "{'env':[{'name':'A','valueFrom':"
                            + "{'configMapKeyRef':{'name':'has-cm','key':'nokey'}}}]}",
                    "couldn't find key nokey in ConfigMap ns/has-cm");
            assertError(
                    "{'env':[{'name':'A','valueFrom':"
                            + "{'secretKeyRef':{'name':'has-secret','key':'nokey'}}}]}",
                    "couldn't find key nokey in Secret ns/has-secret");
        }

        @Test
        void areNotAssumedWhileTheServerIsAway() {
            source.lose(ConfigKey.configMap(NAMESPACE, "cm"), "timed out");

            assertError(
                    "{'envFrom':[{'configMapRef':{'name':'cm','optional':true}}]}", "timed out");
        }

        private void assertError(String container, String message) {
            assertThatThrownBy(() -> resolve(container))
                    .isInstanceOf(ConfigErrorException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class Fields {
        @Test
        void ofThePod() throws Exception {
            pod.metadata().putObject("labels").put("app.kubernetes.io/name", "web");
            pod.metadata().putObject("annotations").put("note", "hi");

            assertThat(field("metadata.name")).isEqualTo("web");
            assertThat(field("metadata.namespace")).isEqualTo("ns");
            assertThat(field("metadata.uid")).isEqualTo("web-uid");
            assertThat(field("metadata.labels['app.kubernetes.io/name']")).isEqualTo("web");
            assertThat(field("metadata.annotations['note']")).isEqualTo("hi");
            assertThat(field("metadata.annotations['absent']")).isEmpty();
            assertThat(field("spec.nodeName")).isEqualTo("node1");
            assertThat(field("spec.serviceAccountName")).isEqualTo("sa");
            assertThat(field("status.podIP")).isEqualTo("10.1.2.3");
            assertThat(field("status.podIPs")).isEqualTo("10.1.2.3,fd00::3");
            assertThat(field("status.hostIP")).isEqualTo("192.0.2.1");
            assertThat(field("status.hostIPs")).isEqualTo("192.0.2.1");
        }

        private String field(String path) throws Exception {
            return valueFrom(
                    "{'fieldRef':{'fieldPath':'%s'}}".formatted(path.replace("'", "\\u0027")));
        }

        @Test
        void ofLabelsAndAnnotationsAreQuotedLines() throws Exception {
            pod.metadata()
                    .putObject("annotations")
                    .put("note", "say \"hi\"\nline2")
                    .put("a", "tab\t\u00e9\u0001\u200b\\");

            pod.metadata().put("creationTimestamp", "2026-11-23T01:02:03Z");

            assertThat(PodFields.metadata(pod, "metadata.annotations"))
                    .isEqualTo(
                            "a=\"tab\\t\u00e9\\x01\\u200b\\\\\"\n"
                                    + "kubernetes.io/config.seen=\"2026-11-23T01:02:03Z\"\n"
                                    + "kubernetes.io/config.source=\"api\"\n"
                                    + "note=\"say \\\"hi\\\"\\nline2\"");
        }

        @Test
        void tellWhenThePodWasBound() throws Exception {
            pod.json()
                    .putObject("status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("lastTransitionTime", "2026-11-23T04:05:06Z");

            assertThat(field("metadata.annotations['kubernetes.io/config.seen']"))
                    .isEqualTo("2026-11-23T04:05:06Z");
            assertThat(field("metadata.annotations['kubernetes.io/config.source']"))
                    .isEqualTo("api");
        }

        @Test
        void thatDoNotExistAreAnError() {
            assertThatThrownBy(() -> field("spec.hostname"))
                    .isInstanceOf(ConfigErrorException.class)
                    .hasMessage("unsupported fieldPath: spec.hostname");
        }
    }

    @Nested
    class Resources {
        private static final String CONTAINER =
                """
                {'name':'c','resources':{'limits':{'cpu':'200m','memory':'64Mi'},
                 'requests':{'cpu':'1500m'}},
                 'env':[{'name':'X','valueFrom':{'resourceFieldRef':%s}}]}
                """;

        private String resource(String reference) throws Exception {
            return resolve(CONTAINER.formatted(reference)).value("X").orElseThrow();
        }

        @Test
        void areCountedInUnitsOfTheDivisorRoundedUp() throws Exception {
            assertThat(resource("{'resource':'limits.cpu'}")).isEqualTo("1");
            assertThat(resource("{'resource':'limits.cpu','divisor':'0'}")).isEqualTo("1");
            assertThat(resource("{'resource':'limits.cpu','divisor':'1m'}")).isEqualTo("200");
            assertThat(resource("{'resource':'requests.cpu'}")).isEqualTo("2");
            assertThat(resource("{'resource':'limits.memory'}")).isEqualTo("67108864");
            assertThat(resource("{'resource':'limits.memory','divisor':'1Mi'}")).isEqualTo("64");
            assertThat(resource("{'resource':'limits.memory','divisor':'1G'}")).isEqualTo("1");
        }

        @Test
        void withoutLimitAreWhatTheNodeHas() throws Exception {
            assertThat(resource("{'resource':'limits.ephemeral-storage','divisor':'1Gi'}"))
                    .isEqualTo("100");
            assertThat(resource("{'resource':'requests.memory'}")).isEqualTo("0");
        }

        @Test
        void mayBeThoseOfAnotherContainer() throws Exception {
            KubeObject two =
                    pod(
                            "two",
                            "{'containers':[{'name':'c'},"
                                    + "{'name':'d','resources':{'limits':{'cpu':'3'}}}]}");

            assertThat(
                            new ContainerResources(NODE)
                                    .value(
                                            two,
                                            json(
                                                    "{'containerName':'d',"
                                                            + "'resource':'limits.cpu'}")))
                    .isEqualTo("3");
        }

        @Test
        void withoutLimitAreThePodsInTheEnvironmentButNotInVolumes() throws Exception {
            KubeObject pod =
                    pod(
                            "limited",
                            """
                            {'resources':{'limits':{'memory':'64Mi','cpu':'0'}},
                             'containers':[{'name':'c','resources':{'limits':{'memory':'0'}}}],
                             'initContainers':[{'name':'i'}]}
                            """);
            JsonNode container = pod.json().path("spec").path("containers").get(0);
            ContainerResources resources = new ContainerResources(NODE);

            assertThat(resources.value(pod, container, json("{'resource':'limits.memory'}")))
                    .isEqualTo("67108864");
            assertThat(resources.value(pod, container, json("{'resource':'limits.cpu'}")))
                    .isEqualTo("2");
            JsonNode init = json("{'containerName':'i','resource':'limits.memory'}");
            assertThat(resources.value(pod, container, init)).isEqualTo("0");
            assertThat(resources.value(pod, init)).isEqualTo("8589934592");
        }
    }

    @Nested
    class Services {
        private final KubeObject web =
                service(
                        "my-svc",
                        """
                        {'clusterIP':'10.96.7.7','ports':[
                          {'name':'http','port':80,'protocol':'TCP'},
                          {'name':'adm-in','port':9000,'protocol':'UDP'}]}
                        """);
        private final KubeObject headless =
                service("headless", "{'clusterIP':'None','ports':[{'port':1}]}");
        private final ServiceSource services =
                namespace ->
                        namespace.equals("default")
                                ? new FixedServices("10.96.0.1", 443).services(namespace)
                                : List.of(web, headless);

        private KubeObject service(String name, String spec) {
            KubeObject service =
                    KubeObject.named(new GroupVersionKind("", "v1", "Service"), "ns", name);
            service.json().set("spec", json(spec));
            return service;
        }

        @Test
        void areThoseThatKubeletTellsOf() throws Exception {
            Environment environment =
                    resolver(services).resolve(pod, json("{'name':'c'}"), ADDRESSES);

            assertThat(environment.asMap())
                    .isEqualTo(
                            Map.ofEntries(
                                    Map.entry("KUBERNETES_SERVICE_HOST", "10.96.0.1"),
                                    Map.entry("KUBERNETES_SERVICE_PORT", "443"),
                                    Map.entry("KUBERNETES_SERVICE_PORT_HTTPS", "443"),
                                    Map.entry("KUBERNETES_PORT", "tcp://10.96.0.1:443"),
                                    Map.entry("KUBERNETES_PORT_443_TCP", "tcp://10.96.0.1:443"),
                                    Map.entry("KUBERNETES_PORT_443_TCP_PROTO", "tcp"),
                                    Map.entry("KUBERNETES_PORT_443_TCP_PORT", "443"),
                                    Map.entry("KUBERNETES_PORT_443_TCP_ADDR", "10.96.0.1"),
                                    Map.entry("MY_SVC_SERVICE_HOST", "10.96.7.7"),
                                    Map.entry("MY_SVC_SERVICE_PORT", "80"),
                                    Map.entry("MY_SVC_SERVICE_PORT_HTTP", "80"),
                                    Map.entry("MY_SVC_SERVICE_PORT_ADM_IN", "9000"),
                                    Map.entry("MY_SVC_PORT", "tcp://10.96.7.7:80"),
                                    Map.entry("MY_SVC_PORT_80_TCP", "tcp://10.96.7.7:80"),
                                    Map.entry("MY_SVC_PORT_80_TCP_PROTO", "tcp"),
                                    Map.entry("MY_SVC_PORT_80_TCP_PORT", "80"),
                                    Map.entry("MY_SVC_PORT_80_TCP_ADDR", "10.96.7.7"),
                                    Map.entry("MY_SVC_PORT_9000_UDP", "udp://10.96.7.7:9000"),
                                    Map.entry("MY_SVC_PORT_9000_UDP_PROTO", "udp"),
                                    Map.entry("MY_SVC_PORT_9000_UDP_PORT", "9000"),
                                    Map.entry("MY_SVC_PORT_9000_UDP_ADDR", "10.96.7.7")));
        }

        @Test
        void ofTheNamespaceAreLeftOutWhenThePodDeclines() throws Exception {
            pod.spec().put("enableServiceLinks", false);

            assertThat(resolver(services).resolve(pod, json("{'name':'c'}"), ADDRESSES).asMap())
                    .containsKey("KUBERNETES_SERVICE_HOST")
                    .doesNotContainKey("MY_SVC_SERVICE_HOST");
        }

        @Test
        void canBeReferredToAndOverridden() throws Exception {
            Environment environment =
                    resolver(services)
                            .resolve(
                                    pod,
                                    json(
                                            "{'env':[{'name':'URL','value':"
                                                    + "'https://$(KUBERNETES_SERVICE_HOST)'},"
                                                    + "{'name':'KUBERNETES_PORT','value':'mine'}]}"),
                                    ADDRESSES);

            assertThat(environment.value("URL")).contains("https://10.96.0.1");
            assertThat(environment.value("KUBERNETES_PORT")).contains("mine");
        }
    }

    @Test
    void valuesDoNotShowInTexts() throws Exception {
        source.secret("s", Map.of("PW", "geheim"));

        assertThat(resolve("{'envFrom':[{'secretRef':{'name':'s'}}]}").toString())
                .contains("PW")
                .doesNotContain("geheim");
    }

    @Nested
    class VariableFiles {
        private String value(String file, String reference) throws Exception {
            envFile = file;
            return valueFrom(
                    "{'fileKeyRef':{'volumeName':'config','path':'a/b','key':'K'%s}}"
                            .formatted(reference));
        }

        @Test
        void quotedValuesAreTaken() throws Exception {
            assertThat(value("K='v'", "")).isEqualTo("v");
            assertThat(value("# c\n\n  A='x' # why\nK='two\nlines'\nK='later'\n", ""))
                    .isEqualTo("two\nlines");
            assertThat(value("K='$A \\n \"'", "")).isEqualTo("$A \\n \"");
        }

        @Test
        void theyAreNotShownToTheRuntime() throws Exception {
            envFile = "K='v'";
            assertThat(
                            resolve(
                                            "{'name':'c','env':[{'name':'X','valueFrom':{'fileKeyRef':"
                                                    + "{'volumeName':'config','path':'p','key':'K'}}}]}")
                                    .variables())
                    .filteredOn(each -> each.name().equals("X"))
                    .allMatch(Variable::isSecret);
        }

        @Test
        void aMissingNameMayBeAllowed() throws Exception {
            assertThat(value("A='v'", ",'optional':true")).isEqualTo("(unset)");
            assertThatThrownBy(() -> value("A='v'", ""))
                    .hasMessage("environment variable key \"K\" not found in file \"/v/a/b\"");
            assertThatThrownBy(() -> value("K= 'v'", ""))
                    .hasMessage("environment variable key \"K\" not found in file \"/v/a/b\"");
        }

        @Test
        void otherFormsAreRefused() {
            for (String file :
                    List.of(
                            "K=v",
                            "K=\"v\"",
                            "K ='v'",
                            "='v'",
                            "K",
                            "K='v",
                            "K='v' x",
                            "export K")) {
                assertThatThrownBy(() -> value(file, ""))
                        .as(file)
                        .hasMessage("couldn't parse env file");
            }
        }

        @Test
        void whatDoesNotExistIsTold() {
            assertThatThrownBy(() ->
                            valueFrom(
                                    "{'fileKeyRef':{'volumeName':'config','path':'absent',"
                                            + "'key':'K','optional':true}}"))
                    .hasMessage("couldn't parse env file");
            assertThatThrownBy(() ->
                            valueFrom("{'fileKeyRef':{'volumeName':'other','path':'p','key':'K'}}"))
                    .hasMessage("cannot find the volume \"other\" referenced by FileKeyRef");
        }
    }
}
