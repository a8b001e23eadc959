package dev.purser.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What every [Api] does. An implementation's tests extend this and say how to get one: a caller
/// who may do everything, on a server of its own that runs no controllers.
public abstract class ApiContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final GroupVersionResource NAMESPACES = core("namespaces");
    private static final GroupVersionResource CONFIG_MAPS = core("configmaps");
    private static final GroupVersionResource SERVICE_ACCOUNTS = core("serviceaccounts");
    private static final GroupVersionResource NODES = core("nodes");
    private static final GroupVersionResource PODS = core("pods");
    private static final GroupVersionResource DEPLOYMENTS =
            new GroupVersionResource("apps", "v1", "deployments");

    private Api api;

    /// A new API of an empty server.
    protected abstract Api newApi();

    private static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }

    @BeforeEach
    void prepare() {
        api = newApi();
        api.create(NAMESPACES, object("v1", "Namespace", "{\"metadata\":{\"name\":\"contract\"}}"));
    }

    private static KubeObject object(String apiVersion, String kind, String json) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(json);
        return KubeObject.of(tree.put("apiVersion", apiVersion).put("kind", kind));
    }

    private static KubeObject configMap(String name, String value) {
        return object(
                "v1",
                "ConfigMap",
                """
                {"metadata":{"name":"%s","namespace":"contract","labels":{"of":"%s"}},
                 "data":{"key":"%s"}}
                """
                        .formatted(name, value, value));
    }

    private static KubeObject deployment(String name) {
        return object(
                "apps/v1",
                "Deployment",
                """
                {"metadata":{"name":"%s","namespace":"contract"},
                 "spec":{"replicas":1,"selector":{"matchLabels":{"app":"a"}},
                  "template":{"metadata":{"labels":{"app":"a"}},
                   "spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """
                        .formatted(name));
    }

    private static Api.ObjectRef ref(GroupVersionResource resource, String name) {
        return new Api.ObjectRef(resource, "contract", name);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    private StatusReason refusal(Runnable call) {
        return catchThrowableOfType(StatusException.class, call::run).reason();
    }

    private static String value(KubeObject configMap) {
        return configMap.json().path("data").path("key").asString("");
    }

    @Nested
    class Creating {
        @Test
        void fillsInWhatTheServerKnows() {
            KubeObject created = api.create(CONFIG_MAPS, configMap("a", "1"));

            assertThat(created.uid()).isNotEmpty();
            assertThat(created.resourceVersion()).isNotEmpty();
            assertThat(created.metadata().path("creationTimestamp").asString()).endsWith("Z");
            assertThat(api.get(CONFIG_MAPS, "contract", "a")).isEqualTo(created);
        }

        @Test
        void makesUpNamesFromTheirBeginning() {
            KubeObject given = configMap("", "1");
            given.metadata().remove("name");
            given.metadata().put("generateName", "made-");

            assertThat(api.create(CONFIG_MAPS, given).name()).matches("made-[a-z0-9]{5}");
        }

        @Test
        void isRefusedForATakenName() {
            api.create(CONFIG_MAPS, configMap("a", "1"));

            assertThatThrownBy(() -> api.create(CONFIG_MAPS, configMap("a", "2")))
                    .hasMessage("configmaps \"a\" already exists");
        }

        @Test
        void leavesTheGivenObjectAlone() {
            KubeObject given = configMap("a", "1");
            KubeObject before = given.copy();

            api.create(CONFIG_MAPS, given);

            assertThat(given).isEqualTo(before);
        }

        @Test
        void isRefusedInATerminatingNamespace() {
            api.create(CONFIG_MAPS, configMap("a", "1"));
            api.delete(new Api.ObjectRef(NAMESPACES, "", "contract"), DeleteOptions.defaults());

            assertThat(refusal(() -> api.create(CONFIG_MAPS, configMap("b", "1"))))
                    .isEqualTo(StatusReason.FORBIDDEN);
        }
    }

    @Nested
    class Reading {
        @Test
        void saysWhatIsNotThere() {
            assertThatThrownBy(() -> api.get(CONFIG_MAPS, "contract", "absent"))
                    .hasMessage("configmaps \"absent\" not found");
        }

        @Test
        void listsBySelectors() {
            api.create(CONFIG_MAPS, configMap("a", "1"));
            api.create(CONFIG_MAPS, configMap("b", "2"));

            assertThat(names(api.list(CONFIG_MAPS, "contract", ListOptions.labels("of=2"))))
                    .containsExactly("b");
            assertThat(
                            names(
                                    api.list(
                                            CONFIG_MAPS,
                                            "contract",
                                            ListOptions.fields("metadata.name=a"))))
                    .containsExactly("a");
        }

        @Test
        void listsObjectsWithTheirKind() {
            api.create(CONFIG_MAPS, configMap("a", "1"));

            KubeObject listed =
                    api.list(CONFIG_MAPS, "contract", ListOptions.all()).items().getFirst();

            assertThat(listed.groupVersionKind().apiVersion()).isEqualTo("v1");
            assertThat(listed.kind()).isEqualTo("ConfigMap");
        }

        @Test
        void listsInPages() {
            api.create(CONFIG_MAPS, configMap("a", "1"));
            api.create(CONFIG_MAPS, configMap("b", "1"));
            api.create(CONFIG_MAPS, configMap("c", "1"));

            ObjectList first = api.list(CONFIG_MAPS, "contract", new ListOptions("", "", 2, ""));
            ObjectList second =
                    api.list(
                            CONFIG_MAPS,
                            "contract",
                            new ListOptions("", "", 2, first.continueToken()));

            assertThat(names(first)).containsExactly("a", "b");
            assertThat(names(second)).containsExactly("c");
            assertThat(second.continueToken()).isEmpty();
        }

        private static List<String> names(ObjectList list) {
            return list.items().stream().map(KubeObject::name).toList();
        }
    }

    @Nested
    class Updating {
        @Test
        void needsThePresentVersion() {
            KubeObject first = api.create(CONFIG_MAPS, configMap("a", "1"));
            KubeObject changed = first.copy();
            changed.json().putObject("data").put("key", "2");
            KubeObject second = api.update(CONFIG_MAPS, changed);

            assertThat(second.resourceVersion()).isNotEqualTo(first.resourceVersion());
            assertThatThrownBy(() -> api.update(CONFIG_MAPS, changed))
                    .hasMessage(
                            "Operation cannot be fulfilled on configmaps \"a\": the object has been"
                                    + " modified; please apply your changes to the latest version"
                                    + " and try again");
        }

        @Test
        void thatChangesNothingKeepsTheVersion() {
            KubeObject created = api.create(CONFIG_MAPS, configMap("a", "1"));

            assertThat(api.update(CONFIG_MAPS, created).resourceVersion())
                    .isEqualTo(created.resourceVersion());
        }

        @Test
        void countsGenerationsOfTheSpecAlone() {
            KubeObject created = api.create(DEPLOYMENTS, deployment("d"));
            created.status().put("observedGeneration", 1).put("replicas", 1);
            KubeObject reported = api.updateStatus(DEPLOYMENTS, created);
            reported.spec().put("replicas", 3);
            KubeObject scaled = api.update(DEPLOYMENTS, reported);

            assertThat(created.generation()).isEqualTo(1);
            assertThat(reported.generation()).isEqualTo(1);
            assertThat(reported.status().path("replicas").asInt()).isEqualTo(1);
            assertThat(scaled.generation()).isEqualTo(2);
            assertThat(scaled.status().path("replicas").asInt()).isEqualTo(1);
        }

        @Test
        void ofTheStatusTakesNoSpecButAnnotations() {
            KubeObject created = api.create(DEPLOYMENTS, deployment("d"));
            created.spec().put("replicas", 9);
            created.metadata()
                    .putObject("annotations")
                    .put("deployment.kubernetes.io/revision", "1");

            KubeObject updated = api.updateStatus(DEPLOYMENTS, created);

            assertThat(updated.spec().path("replicas").asInt()).isEqualTo(1);
            assertThat(updated.annotations())
                    .containsEntry("deployment.kubernetes.io/revision", "1");
        }

        @Test
        void byMergePatchTouchesOnlyWhatItNames() {
            api.create(CONFIG_MAPS, configMap("a", "1"));

            KubeObject patched =
                    api.patch(
                            ref(CONFIG_MAPS, "a"),
                            "",
                            PatchType.MERGE,
                            json("{\"data\":{\"other\":\"2\"}}"));

            assertThat(patched.json().path("data"))
                    .isEqualTo(json("{\"key\":\"1\",\"other\":\"2\"}"));
        }

        @Test
        void byPatchCanDependOnTheVersion() {
            KubeObject created = api.create(CONFIG_MAPS, configMap("a", "1"));
            ObjectNode patch = json("{\"data\":{\"key\":\"2\"}}");
            patch.putObject("metadata").put("resourceVersion", created.resourceVersion());
            api.patch(ref(CONFIG_MAPS, "a"), "", PatchType.MERGE, patch);

            ObjectNode late = patch.deepCopy();
            late.putObject("data").put("key", "3");
            late.putObject("metadata").put("resourceVersion", created.resourceVersion());

            assertThat(refusal(() -> api.patch(ref(CONFIG_MAPS, "a"), "", PatchType.MERGE, late)))
                    .isEqualTo(StatusReason.CONFLICT);
        }
    }

    @Nested
    class Deleting {
        @Test
        void removesTheObject() {
            api.create(CONFIG_MAPS, configMap("a", "1"));

            api.delete(ref(CONFIG_MAPS, "a"), DeleteOptions.defaults());

            assertThat(refusal(() -> api.get(CONFIG_MAPS, "contract", "a")))
                    .isEqualTo(StatusReason.NOT_FOUND);
        }

        @Test
        void sparesASuccessorOfTheSameName() {
            api.create(CONFIG_MAPS, configMap("a", "1"));
            DeleteOptions ofAnother = DeleteOptions.ofUid("00000000-0000-0000-0000-000000000000");

            assertThat(refusal(() -> api.delete(ref(CONFIG_MAPS, "a"), ofAnother)))
                    .isEqualTo(StatusReason.CONFLICT);
        }

        @Test
        void mayBeOfWhatHasGoneOrHasASuccessor() {
            KubeObject first = api.create(CONFIG_MAPS, configMap("a", "1"));
            api.deleteIfExists(CONFIG_MAPS, first);
            api.deleteIfExists(CONFIG_MAPS, first);
            KubeObject second = api.create(CONFIG_MAPS, configMap("a", "2"));

            api.deleteIfExists(CONFIG_MAPS, first);

            assertThat(api.get(CONFIG_MAPS, "contract", "a").uid()).isEqualTo(second.uid());
        }

        @Test
        void waitsForFinalizers() {
            KubeObject held = configMap("a", "1");
            held.metadata().putArray("finalizers").add("example.com/hold");
            api.create(CONFIG_MAPS, held);
            api.delete(ref(CONFIG_MAPS, "a"), DeleteOptions.defaults());

            KubeObject going = api.get(CONFIG_MAPS, "contract", "a");
            assertThat(going.deletionTimestamp()).isPresent();
            going.metadata().remove("finalizers");
            api.update(CONFIG_MAPS, going);

            assertThat(refusal(() -> api.get(CONFIG_MAPS, "contract", "a")))
                    .isEqualTo(StatusReason.NOT_FOUND);
        }

        @Test
        void inTheForegroundWaitsForTheCollector() {
            api.create(DEPLOYMENTS, deployment("d"));

            api.delete(
                    ref(DEPLOYMENTS, "d"),
                    DeleteOptions.defaults().withPropagation(DeleteOptions.Propagation.FOREGROUND));

            KubeObject going = api.get(DEPLOYMENTS, "contract", "d");
            assertThat(going.deletionTimestamp()).isPresent();
            assertThat(going.metadata().path("finalizers").path(0).asString())
                    .isEqualTo("foregroundDeletion");
        }

        @Test
        void ofANamespaceWaitsForItsFinalization() {
            api.delete(new Api.ObjectRef(NAMESPACES, "", "contract"), DeleteOptions.defaults());
            KubeObject going = api.get(NAMESPACES, "", "contract");
            assertThat(going.status().path("phase").asString()).isEqualTo("Terminating");

            going.spec().putArray("finalizers");
            api.updateSubresource(new Api.ObjectRef(NAMESPACES, "", "contract"), "finalize", going);

            assertThat(refusal(() -> api.get(NAMESPACES, "", "contract")))
                    .isEqualTo(StatusReason.NOT_FOUND);
        }
    }

    @Nested
    class Pods {
        @BeforeEach
        void prepareNode() {
            api.create(
                    SERVICE_ACCOUNTS,
                    object(
                            "v1",
                            "ServiceAccount",
                            "{\"metadata\":{\"name\":\"default\",\"namespace\":\"contract\"}}"));
            api.create(NODES, object("v1", "Node", "{\"metadata\":{\"name\":\"n\"}}"));
            api.create(
                    PODS,
                    object(
                            "v1",
                            "Pod",
                            """
                            {"metadata":{"name":"p","namespace":"contract"},
                             "spec":{"terminationGracePeriodSeconds":7,
                              "containers":[{"name":"c","image":"i"}]}}
                            """));
        }

        private void bind() {
            api.createSubresource(
                    ref(PODS, "p"),
                    "binding",
                    object(
                            "v1",
                            "Binding",
                            """
                            {"metadata":{"name":"p","namespace":"contract"},
                             "target":{"kind":"Node","name":"n"}}
                            """));
        }

        @Test
        void areBoundOnce() {
            bind();

            KubeObject pod = api.get(PODS, "contract", "p");
            assertThat(pod.spec().path("nodeName").asString()).isEqualTo("n");
            assertThat(pod.status().path("conditions").path(0).path("type").asString())
                    .isEqualTo("PodScheduled");
            assertThat(refusal(this::bind)).isEqualTo(StatusReason.CONFLICT);
        }

        @Test
        void goAtOnceWhileNoNodeHasThem() {
            api.delete(ref(PODS, "p"), DeleteOptions.defaults());

            assertThat(refusal(() -> api.get(PODS, "contract", "p")))
                    .isEqualTo(StatusReason.NOT_FOUND);
        }

        @Test
        void getTheirGracePeriodOnANode() {
            bind();
            api.delete(ref(PODS, "p"), DeleteOptions.defaults());

            KubeObject going = api.get(PODS, "contract", "p");
            assertThat(going.deletionTimestamp()).isPresent();
            assertThat(going.metadata().path("deletionGracePeriodSeconds").asInt()).isEqualTo(7);
            api.delete(ref(PODS, "p"), DeleteOptions.defaults().withGracePeriodSeconds(0));
            assertThat(refusal(() -> api.get(PODS, "contract", "p")))
                    .isEqualTo(StatusReason.NOT_FOUND);
        }
    }

    @Nested
    class Watching {
        @Test
        void goesOnFromAList() throws InterruptedException {
            api.create(CONFIG_MAPS, configMap("a", "1"));
            String version = api.list(CONFIG_MAPS, "contract", ListOptions.all()).resourceVersion();

            try (Watch watch = api.watch(CONFIG_MAPS, "contract", WatchOptions.after(version))) {
                KubeObject b = api.create(CONFIG_MAPS, configMap("b", "1"));
                b.json().putObject("data").put("key", "2");
                api.update(CONFIG_MAPS, b);
                api.delete(ref(CONFIG_MAPS, "b"), DeleteOptions.defaults());

                assertThat(next(watch).type()).isEqualTo(Watch.Type.ADDED);
                Watch.Event modified = next(watch);
                assertThat(modified.type()).isEqualTo(Watch.Type.MODIFIED);
                assertThat(value(modified.object())).isEqualTo("2");
                assertThat(next(watch).type()).isEqualTo(Watch.Type.DELETED);
            }
        }

        @Test
        void beginsWithWhatIsThereWithoutAVersion() throws InterruptedException {
            api.create(CONFIG_MAPS, configMap("a", "1"));

            try (Watch watch = api.watch(CONFIG_MAPS, "contract", new WatchOptions("", "", ""))) {
                assertThat(next(watch).object().name()).isEqualTo("a");
            }
        }

        @Test
        void tellsOfObjectsThatEnterAndLeaveASelection() throws InterruptedException {
            KubeObject a = api.create(CONFIG_MAPS, configMap("a", "1"));
            WatchOptions twos = new WatchOptions("of=2", "", a.resourceVersion());

            try (Watch watch = api.watch(CONFIG_MAPS, "contract", twos)) {
                a.metadata().putObject("labels").put("of", "2");
                KubeObject entered = api.update(CONFIG_MAPS, a);
                entered.metadata().putObject("labels").put("of", "3");
                api.update(CONFIG_MAPS, entered);

                assertThat(next(watch).type()).isEqualTo(Watch.Type.ADDED);
                assertThat(next(watch).type()).isEqualTo(Watch.Type.DELETED);
            }
        }

        @Test
        void endsWhenClosed() throws InterruptedException {
            Watch watch = api.watch(CONFIG_MAPS, "contract", new WatchOptions("", "", ""));
            Thread.ofVirtual().start(watch::close);

            assertThat(watch.next(PATIENCE)).isEmpty();
            assertThat(watch.isClosed()).isTrue();
        }

        private static Watch.Event next(Watch watch) throws InterruptedException {
            Optional<Watch.Event> event = watch.next(PATIENCE);
            while (event.isPresent() && event.get().type() == Watch.Type.BOOKMARK) {
                event = watch.next(PATIENCE);
            }
            return event.orElseThrow();
        }
    }
}
