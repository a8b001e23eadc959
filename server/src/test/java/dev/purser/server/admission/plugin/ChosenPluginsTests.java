package dev.purser.server.admission.plugin;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The plugins that work only where somebody asks for them. Texts are Kubernetes'.
class ChosenPluginsTests {
    private static final String NAMESPACE_PREFIX = "scheduler.alpha.kubernetes.io/";

    private final FakeObjects objects = new FakeObjects();

    private void namespace(String... annotations) {
        KubeObject namespace = object("{'metadata':{'name':'ns'}}");
        for (int i = 0; i < annotations.length; i += 2) {
            namespace
                    .metadata()
                    .withObject("/annotations")
                    .put(NAMESPACE_PREFIX + annotations[i], annotations[i + 1]);
        }
        objects.put(core("namespaces"), namespace);
    }

    private static String pod(String spec) {
        return "{'metadata':{'namespace':'ns','name':'p'},'spec':%s}".formatted(spec);
    }

    @Nested
    class AlwaysPullImagesPlugin {
        private final PluginRequest pods = PluginRequest.to(new AlwaysPullImages(), "", "pods");

        @Test
        void pullsEveryImageAnew() {
            KubeObject pod =
                    pods.create(
                            pod(
                                    "{'initContainers':[{'imagePullPolicy':'Never'}],'containers':[{}],'volumes':[{'image':{}},{'secret':{}}]}"));

            assertThat(pod.spec().toString())
                    .isEqualTo(
                            "{\"initContainers\":[{\"imagePullPolicy\":\"Always\"}],\"containers\":[{\"imagePullPolicy\":\"Always\"}],\"volumes\":[{\"image\":{\"pullPolicy\":\"Always\"}},{\"secret\":{}}]}");
        }

        @Test
        void leavesAPodAloneThatGetsNoNewImage() {
            String old = pod("{'containers':[{'image':'a'},{'image':'b'}]}");

            assertThat(pods.update(pod("{'containers':[{'image':'a'}]}"), old).json().toString())
                    .doesNotContain("Always");
            assertThat(pods.update(pod("{'containers':[{'image':'c'}]}"), old).json().toString())
                    .contains("Always");
        }

        @Test
        void refusesWhatOthersHaveChangedAgain() {
            AdmissionRequest request =
                    request(
                            Operation.CREATE,
                            "pods",
                            pod("{'containers':[{},{'imagePullPolicy':'Never'}]}"));

            assertThatThrownBy(() -> new AlwaysPullImages().validate(request))
                    .hasMessage(
                            "pods \"p\" is forbidden: [spec.containers[0].imagePullPolicy: Unsupported value: \"\": supported values: \"Always\", spec.containers[1].imagePullPolicy: Unsupported value: \"Never\": supported values: \"Always\"]");
        }
    }

    private static AdmissionRequest request(Operation operation, String resource, String json) {
        return request(operation, resource, json, Optional.empty(), Identity.of("eve"));
    }

    private static AdmissionRequest request(
            Operation operation,
            String resource,
            String json,
            Optional<KubeObject> old,
            Identity identity) {
        KubeObject object = object(json);
        return new AdmissionRequest(
                operation,
                identity,
                new Attributes(
                        operation == Operation.CREATE ? "create" : "update",
                        "",
                        "v1",
                        resource,
                        "",
                        "ns",
                        object.name(),
                        ""),
                Optional.of(object),
                old,
                AdmissionRequest.Effect.LASTING,
                _ -> {});
    }

    @Nested
    class PodPlugins {
        @Test
        void keepOthersAwayFromTheirNodeOnly() {
            PluginRequest pods =
                    PluginRequest.to(new LimitPodHardAntiAffinityTopology(), "", "pods");
            String spec =
                    "{'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'%s'}]}}}";

            assertThatThrownBy(() -> pods.create(pod(spec.formatted("zone"))))
                    .hasMessage(
                            "pods \"p\" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey zone but only key kubernetes.io/hostname is allowed");
            assertThatCode(() -> pods.create(pod(spec.formatted("kubernetes.io/hostname"))))
                    .doesNotThrowAnyException();
        }

        @Test
        void bearWithTheTaintsOfTheDevicesTheyAskFor() {
            PluginRequest pods = PluginRequest.to(new ExtendedResourceToleration(), "", "pods");

            KubeObject pod =
                    pods.create(
                            pod(
                                    "{'containers':[{'resources':{'requests':{'cpu':'1','b.example/gpu':'1','a.example/tpu':'1'}}}],'tolerations':[{'key':'b.example/gpu','operator':'Exists','effect':'NoSchedule','tolerationSeconds':3}]}"));

            assertThat(pod.spec().path("tolerations").toString())
                    .isEqualTo(
                            "[{\"key\":\"b.example/gpu\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"},{\"key\":\"a.example/tpu\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"}]");
        }
    }

    @Nested
    class PodNodeSelectorPlugin {
        private PluginRequest pods(Map<String, String> selectors) {
            return PluginRequest.to(new PodNodeSelector(objects, selectors), "", "pods");
        }

        @Test
        void givesPodsTheNodesOfTheirNamespace() {
            namespace("node-selector", "disk=hdd, zone = b");

            assertThat(
                            pods(Map.of("clusterDefaultNodeSelector", "zone=z"))
                                    .create(pod("{'nodeSelector':{'x':'y','disk':'hdd'}}"))
                                    .spec()
                                    .toString())
                    .isEqualTo("{\"nodeSelector\":{\"disk\":\"hdd\",\"x\":\"y\",\"zone\":\"b\"}}");
        }

        @Test
        void fallsBackToThoseOfTheCluster() {
            namespace();

            assertThat(
                            pods(Map.of("clusterDefaultNodeSelector", "zone=z"))
                                    .create(pod("{}"))
                                    .spec()
                                    .toString())
                    .isEqualTo("{\"nodeSelector\":{\"zone\":\"z\"}}");
            assertThat(pods(Map.of()).create(pod("{}")).spec().toString()).isEqualTo("{}");
        }

        @Test
        void refusesOtherNodes() {
            namespace("node-selector", "zone=b");

            assertThatThrownBy(() -> pods(Map.of()).create(pod("{'nodeSelector':{'zone':'c'}}")))
                    .hasMessage(
                            "pods \"p\" is forbidden: pod node label selector conflicts with its namespace node label selector");
            assertThatThrownBy(() ->
                            pods(Map.of("ns", "zone=b"))
                                    .create(pod("{'nodeSelector':{'disk':'ssd'}}")))
                    .hasMessage(
                            "pods \"p\" is forbidden: pod node label selector labels conflict with its namespace whitelist");
        }

        @Test
        void saysWhatIsWrongWithTheAnnotation() {
            namespace("node-selector", "zone");

            assertThatThrownBy(() -> pods(Map.of()).create(pod("{}")))
                    .isInstanceOfSatisfying(
                            StatusException.class, e -> assertThat(e.code()).isEqualTo(500))
                    .hasMessage("invalid selector: [zone]");
            namespace("node-selector", "zone=a b");
            assertThatThrownBy(() -> pods(Map.of()).create(pod("{}")))
                    .hasMessageStartingWith("[zone]: Invalid value: \"a b\": a valid label");
        }
    }

    @Nested
    class PodTolerationRestrictionPlugin {
        private final PluginRequest pods =
                PluginRequest.to(
                        new PodTolerationRestriction(objects, TolerationLimits.none()), "", "pods");

        @Test
        void givesPodsTheTolerationsOfTheirNamespace() {
            namespace("defaultTolerations", "[{\"key\":\"a\",\"operator\":\"Exists\"}]");

            assertThat(
                            pods.create(
                                            pod(
                                                    "{'containers':[{'resources':{'requests':{'cpu':'1'}}}]}"))
                                    .spec()
                                    .path("tolerations")
                                    .toString())
                    .isEqualTo(
                            "[{\"key\":\"a\",\"operator\":\"Exists\"},{\"key\":\"node.kubernetes.io/memory-pressure\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"}]");
        }

        @Test
        void refusesOtherTolerations() {
            namespace("tolerationsWhitelist", "[{\"key\":\"a\",\"operator\":\"Exists\"}]");

            assertThatCode(() ->
                            pods.create(
                                    pod(
                                            "{'containers':[],'tolerations':[{'key':'a','operator':'Equal','value':'x'}]}")))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() ->
                            pods.create(
                                    pod(
                                            "{'containers':[],'tolerations':[{'key':'b','operator':'Exists'}]}")))
                    .hasMessage(
                            "pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist");
        }

        @Test
        void saysWhatIsWrongWithAnnotations() {
            namespace("defaultTolerations", "{\"a\":1}");
            assertThatThrownBy(() -> pods.create(pod("{'containers':[]}")))
                    .hasMessage(
                            "json: cannot unmarshal object into Go value of type []v1.Toleration");
            namespace("defaultTolerations", "[{\"key\":5}]");
            assertThatThrownBy(() -> pods.create(pod("{'containers':[]}")))
                    .hasMessage(
                            "json: cannot unmarshal number into Go struct field Toleration.key of type string");
            namespace("defaultTolerations", "{");
            assertThatThrownBy(() -> pods.create(pod("{'containers':[]}")))
                    .hasMessage("unexpected end of JSON input");
        }
    }

    @Nested
    class DenyServiceExternalIpsPlugin {
        private final PluginRequest services =
                PluginRequest.to(new DenyServiceExternalIps(), "", "services");

        @Test
        void letsAddressesGoButNotCome() {
            String both = "{'metadata':{'name':'s'},'spec':{'externalIPs':['1.1.1.1','2.2.2.2']}}";
            String one = "{'metadata':{'name':'s'},'spec':{'externalIPs':['1.1.1.1']}}";
            String refusal =
                    "services \"s\" is forbidden: Use of external IPs is denied by admission control";

            assertThatThrownBy(() -> services.create(one)).hasMessage(refusal);
            assertThatThrownBy(() -> services.update(both, one)).hasMessage(refusal);
            assertThatCode(() -> services.update(one, both)).doesNotThrowAnyException();
        }
    }

    @Nested
    class NamespacePlugins {
        @Test
        void refuseWhatHasNoNamespace() {
            PluginRequest pods = PluginRequest.to(new NamespaceExists(objects), "", "pods");

            assertThatThrownBy(() -> pods.create(pod("{}")))
                    .hasMessage("namespaces \"ns\" not found");
            namespace();
            assertThatCode(() -> pods.create(pod("{}"))).doesNotThrowAnyException();
        }

        @Test
        void makeTheNamespaceThatIsMissing() {
            List<String> made = new ArrayList<>();
            PluginRequest pods =
                    PluginRequest.to(new NamespaceAutoProvision(objects, made::add), "", "pods");

            pods.create(pod("{}"));
            namespace();
            pods.create(pod("{}"));

            assertThat(made).containsExactly("ns");
        }

        @Test
        void tellWhyANamespaceCannotBeMade() {
            PluginRequest pods =
                    PluginRequest.to(
                            new NamespaceAutoProvision(
                                    objects,
                                    name -> {
                                        throw StatusErrors.badRequest("no " + name);
                                    }),
                            "",
                            "pods");

            assertThatThrownBy(() -> pods.create(pod("{}")))
                    .hasMessage("pods \"p\" is forbidden: no ns");
        }
    }

    @Nested
    class OwnerReferencesPlugin {
        private final Set<String> allowed = new HashSet<>();
        private final OwnerReferencesPermissionEnforcement plugin =
                new OwnerReferencesPermissionEnforcement(
                        (_, attributes) ->
                                allowed.contains(said(attributes))
                                        ? new Authorizer.Allowed("")
                                        : new Authorizer.NoOpinion("no"),
                        Catalog::load);

        private static String said(Attributes attributes) {
            return "%s %s/%s/%s"
                    .formatted(
                            attributes.verb(),
                            attributes.group(),
                            attributes.resource(),
                            attributes.subresource());
        }

        private static String owned(String kind, boolean blocking) {
            return "{'metadata':{'name':'c','ownerReferences':[{'apiVersion':'apps/v1','kind':'%s','name':'o','uid':'u','blockOwnerDeletion':%s}]}}"
                    .formatted(kind, blocking);
        }

        private void create(String json) {
            plugin.validate(request(Operation.CREATE, "configmaps", json));
        }

        private void update(String json, String old) {
            plugin.validate(
                    request(
                            Operation.UPDATE,
                            "configmaps",
                            json,
                            Optional.of(object(old)),
                            Identity.of("eve")));
        }

        @Test
        void anOwnerIsGivenOnlyByWhoMayDelete() {
            String plain = "{'metadata':{'name':'c'}}";

            assertThatCode(() -> create(owned("Deployment", false))).doesNotThrowAnyException();
            assertThatThrownBy(() -> update(owned("Deployment", false), plain))
                    .hasMessage(
                            "configmaps \"c\" is forbidden: cannot set an ownerRef on a resource you can't delete: no, <nil>");
            allowed.add("delete /configmaps/");
            assertThatCode(() -> update(owned("Deployment", false), plain))
                    .doesNotThrowAnyException();
        }

        @Test
        void anOwnerIsHeldUpOnlyByWhoMayFinalizeIt() {
            assertThatThrownBy(() -> create(owned("Deployment", true)))
                    .hasMessage(
                            "configmaps \"c\" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: no, <nil>");
            assertThatThrownBy(() -> create(owned("Foo", true)))
                    .hasMessageEndingWith(
                            "cannot find RESTMapping for APIVersion apps/v1 Kind Foo: no matches for kind \"Foo\" in version \"apps/v1\"");
            allowed.add("update apps/deployments/finalizers");
            assertThatCode(() -> create(owned("Deployment", true))).doesNotThrowAnyException();
            allowed.add("delete /configmaps/");
            allowed.remove("update apps/deployments/finalizers");
            assertThatThrownBy(() -> update(owned("Deployment", true), owned("Deployment", false)))
                    .hasMessageContaining("blockOwnerDeletion");
            allowed.add("update */*/finalizers");
            assertThatCode(() -> create(owned("Foo", true))).doesNotThrowAnyException();
        }
    }

    @Nested
    class EventRateLimitPlugin {
        private Instant now = Instant.EPOCH;
        private final InstantSource clock = () -> now;

        private EventRateLimit plugin(EventLimit.Type type, int remembered) {
            return new EventRateLimit(List.of(new EventLimit(type, 1, 2, remembered)), clock);
        }

        private void send(EventRateLimit plugin, String user, String object) {
            plugin.validate(
                    request(
                            Operation.CREATE,
                            "events",
                            "{'metadata':{'name':'e'},'source':{'component':'kubelet','host':'h'},'involvedObject':{'kind':'Pod','name':'%s'}}"
                                    .formatted(object),
                            Optional.empty(),
                            Identity.of(user)));
        }

        @Test
        void takesABurstAndThenSoManyASecond() {
            EventRateLimit plugin = plugin(EventLimit.Type.SERVER, 1);
            send(plugin, "a", "p");
            send(plugin, "b", "q");

            assertThatThrownBy(() -> send(plugin, "c", "r"))
                    .isInstanceOfSatisfying(
                            StatusException.class, e -> assertThat(e.code()).isEqualTo(429))
                    .hasMessage("Too many requests: limit reached on type Server for key ");
            now = now.plusMillis(999);
            assertThatThrownBy(() -> send(plugin, "c", "r")).isInstanceOf(StatusException.class);
            now = now.plusMillis(2);
            assertThatCode(() -> send(plugin, "c", "r")).doesNotThrowAnyException();
            now = now.plusSeconds(100);
            send(plugin, "c", "r");
            send(plugin, "c", "r");
            assertThatThrownBy(() -> send(plugin, "c", "r")).isInstanceOf(StatusException.class);
        }

        @Test
        void tellsSourcesAndObjectsApart() {
            EventRateLimit plugin = plugin(EventLimit.Type.SOURCE_AND_OBJECT, 10);
            send(plugin, "a", "p");
            send(plugin, "a", "p");

            assertThatThrownBy(() -> send(plugin, "a", "p"))
                    .hasMessageEndingWith(
                            "limit reached on type SourceAndObject for key kubelethPodp");
            assertThatCode(() -> send(plugin, "a", "q")).doesNotThrowAnyException();
        }

        @Test
        void forgetsWhomItHasNotSeenForLong() {
            EventRateLimit plugin = plugin(EventLimit.Type.USER, 1);
            send(plugin, "a", "p");
            send(plugin, "a", "p");
            send(plugin, "b", "p");

            assertThatCode(() -> send(plugin, "a", "p")).doesNotThrowAnyException();
        }
    }
}
