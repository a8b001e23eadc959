package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.node.ConfigFeed;
import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Credential;
import dev.purser.client.remote.RemoteApi;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a node is told of the objects that its pods name.
class ConfigFeedTests {
    private static final GroupVersionResource PODS = core("pods");
    private static final GroupVersionResource CONFIG_MAPS = core("configmaps");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir static Path directory;
    private static TestingApiServer server;
    private static Api admin;
    private static int count;

    /// A node of each test's own.
    private String node = "";

    private Api api = admin;

    private static GroupVersionResource core(String plural) {
        return new GroupVersionResource("", "v1", plural);
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        admin = server.api(Identity.of("admin", Identity.MASTERS));
        admin.create(
                core("serviceaccounts"),
                KubeObject.named(
                        new GroupVersionKind("", "v1", "ServiceAccount"), "default", "default"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void begin() {
        count++;
        node = "n" + count;
        api = server.api(nodeIdentity(node));
    }

    private static Identity nodeIdentity(String name) {
        return Identity.of("system:node:" + name, "system:nodes");
    }

    private String own(String name) {
        return name + "-" + node;
    }

    private KubeObject configMap(String name, String value) {
        KubeObject object =
                KubeObject.named(new GroupVersionKind("", "v1", "ConfigMap"), "default", own(name));
        object.json().putObject("data").put("k", value);
        return object;
    }

    private KubeObject make(String name, String value) {
        return admin.create(CONFIG_MAPS, configMap(name, value));
    }

    private void change(String name, String value) {
        ObjectNode patch = JsonMapper.shared().createObjectNode();
        patch.putObject("data").put("k", value);
        admin.patch(new ObjectRef(CONFIG_MAPS, "default", own(name)), "", PatchType.MERGE, patch);
    }

    private void delete(String name) {
        admin.delete(new ObjectRef(CONFIG_MAPS, "default", own(name)), DeleteOptions.defaults());
    }

    private KubeObject pod(String name, String... configMaps) {
        return podOn(node, name, configMaps);
    }

    private KubeObject podOn(String where, String name, String... configMaps) {
        KubeObject pod =
                KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "default", own(name));
        pod.spec().put("automountServiceAccountToken", false).put("nodeName", where);
        ArrayNode sources =
                pod.spec()
                        .putArray("containers")
                        .addObject()
                        .put("name", "c")
                        .put("image", "i:1")
                        .putArray("envFrom");
        for (String each : configMaps) {
            sources.addObject().putObject("configMapRef").put("name", own(each));
        }
        return admin.create(PODS, pod);
    }

    private void remove(String pod) {
        admin.delete(
                new ObjectRef(PODS, "default", own(pod)),
                DeleteOptions.defaults().withGracePeriodSeconds(0));
    }

    private Watch watch() {
        return watch(api);
    }

    private Watch watch(Api as) {
        return as.watch(
                ConfigFeed.RESOURCE, "", new WatchOptions("", ConfigFeed.selector(node), ""));
    }

    /// `+name=value`, `~name=value`, `-name`, `?name` for one that is no longer named, `.` for a
    /// bookmark.
    private String next(Watch watch) throws InterruptedException {
        Watch.Event event = watch.next(PATIENCE).orElseThrow();
        KubeObject object = event.object();
        String name = object.name().replace("-" + node, "");
        String value = object.json().path("data").path("k").asString("");
        return switch (event.type()) {
            case ADDED -> "+" + name + "=" + value;
            case MODIFIED -> "~" + name + "=" + value;
            case DELETED -> (ConfigFeed.isUnreferenced(object) ? "?" : "-") + name;
            case BOOKMARK -> ".";
        };
    }

    /// The next that is no bookmark.
    private String news(Watch watch) throws InterruptedException {
        String seen = next(watch);
        while (seen.equals(".")) {
            seen = next(watch);
        }
        return seen;
    }

    /// Everything up to the bookmark that reaches the version of a pod.
    private List<String> until(Watch watch, KubeObject pod) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        while (true) {
            Watch.Event event = watch.next(PATIENCE).orElseThrow();
            if (event.type() == Watch.Type.BOOKMARK) {
                if (version(event.object()) >= version(pod)) {
                    return seen;
                }
            } else {
                seen.add(event.type() + " " + event.object().name().replace("-" + node, ""));
            }
        }
    }

    private static long version(KubeObject object) {
        return Long.parseLong(object.resourceVersion());
    }

    @Nested
    class Telling {
        @Test
        void beginsWithWhatPodsNameAndWithWhatIsMissing() throws Exception {
            make("here", "1");
            make("unrelated", "1");
            pod("p", "here");
            pod("q", "missing");
            try (Watch watch = watch()) {
                assertThat(Set.of(next(watch), next(watch)))
                        .isEqualTo(Set.of("+here=1", "-missing"));
                assertThat(next(watch)).isEqualTo(".");
            }
        }

        @Test
        void followsChangesOfWhatIsNamed() throws Exception {
            make("a", "1");
            make("unrelated", "1");
            pod("p", "a", "later");
            try (Watch watch = watch()) {
                Set<String> first = Set.of(next(watch), next(watch));
                assertThat(first).isEqualTo(Set.of("+a=1", "-later"));
                assertThat(next(watch)).isEqualTo(".");
                change("unrelated", "2");
                change("a", "2");
                make("later", "1");
                delete("a");
                make("a", "3");

                assertThat(List.of(next(watch), next(watch), next(watch), next(watch)))
                        .containsExactly("~a=2", "+later=1", "-a", "+a=3");
            }
        }

        @Test
        void aPodThatComesIsToldOfBeforeTheBookmark() throws Exception {
            make("a", "1");
            try (Watch watch = watch()) {
                assertThat(next(watch)).isEqualTo(".");
                podOn("other-" + node, "elsewhere", "a");
                KubeObject pod = pod("p", "a", "missing");

                assertThat(until(watch, pod))
                        .containsExactlyInAnyOrder("ADDED a", "DELETED missing");
            }
        }

        @Test
        void whatIsNoLongerNamedIsSaidToBeSo() throws Exception {
            make("a", "1");
            pod("p", "a");
            pod("q", "a");
            try (Watch watch = watch()) {
                assertThat(List.of(next(watch), next(watch))).containsExactly("+a=1", ".");
                remove("p");
                remove("q");
                assertThat(news(watch)).isEqualTo("?a");
                change("a", "2");
                KubeObject again = pod("r", "a");

                assertThat(until(watch, again)).containsExactly("ADDED a");
            }
        }

        @Test
        void anObjectInANamespaceThatEndsIsGone() throws Exception {
            make("a", "1");
            pod("p", "a");
            try (Watch watch = watch()) {
                assertThat(List.of(next(watch), next(watch))).containsExactly("+a=1", ".");
                // What the end of a namespace does to each of its objects.
                delete("a");
                remove("p");

                assertThat(List.of(news(watch), news(watch))).containsExactly("-a", "?a");
            }
        }
    }

    @Nested
    class ImmutableObjects {
        @BeforeEach
        void oneIsNamed() {
            KubeObject object = configMap("fixed", "1");
            object.json().put("immutable", true);
            admin.create(CONFIG_MAPS, object);
            pod("p", "fixed");
        }

        @Test
        void areToldOnceAndNotFollowed() throws Exception {
            make("a", "1");
            pod("q", "a");
            try (Watch watch = watch()) {
                assertThat(Set.of(next(watch), next(watch))).isEqualTo(Set.of("+fixed=1", "+a=1"));
                assertThat(next(watch)).isEqualTo(".");
                label("fixed");
                delete("fixed");
                make("fixed", "2");
                change("a", "2");

                assertThat(next(watch)).isEqualTo("~a=2");
            }
        }

        @Test
        void areReadFreshForAnotherPod() throws Exception {
            try (Watch watch = watch()) {
                assertThat(List.of(next(watch), next(watch))).containsExactly("+fixed=1", ".");
                KubeObject same = pod("q", "fixed");
                assertThat(until(watch, same)).isEmpty();
                delete("fixed");
                KubeObject gone = pod("r", "fixed");
                assertThat(until(watch, gone)).containsExactly("DELETED fixed");
                make("fixed", "2");
                assertThat(next(watch)).isEqualTo("+fixed=2");
                change("fixed", "3");
                assertThat(next(watch)).isEqualTo("~fixed=3");
            }
        }

        private void label(String name) {
            ObjectNode patch = JsonMapper.shared().createObjectNode();
            patch.putObject("metadata").putObject("labels").put("l", "v");
            admin.patch(
                    new ObjectRef(CONFIG_MAPS, "default", own(name)), "", PatchType.MERGE, patch);
        }
    }

    @Nested
    class Permission {
        @Test
        void isTheNodesOwn() {
            Api other = server.api(nodeIdentity("somebody-else"));
            assertThatThrownBy(() -> watch(other))
                    .hasMessageContaining("can only watch the configuration of its own pods");
            assertThatThrownBy(() -> watch(server.api(Identity.of("eve"))))
                    .hasMessageContaining("cannot watch resource \"nodeconfigs\"");
            assertThatThrownBy(
                            () -> api.watch(ConfigFeed.RESOURCE, "", new WatchOptions("", "", "")))
                    .isInstanceOf(StatusException.class);
        }

        @Test
        void canBeGivenForOneNode() throws Exception {
            KubeObject role =
                    KubeObject.of(
                            (ObjectNode)
                                    JsonMapper.shared()
                                            .readTree(
                                                    """
                                                    {"apiVersion": "rbac.authorization.k8s.io/v1",
                                                     "kind": "ClusterRole", "metadata": {"name": "%s"},
                                                     "rules": [{"apiGroups": ["node.purser.dev"],
                                                       "resources": ["nodeconfigs"], "verbs": ["watch"],
                                                       "resourceNames": ["%s"]}]}
                                                    """
                                                            .formatted(node, node)));
            admin.create(rbac("clusterroles"), role);
            KubeObject binding =
                    KubeObject.of(
                            (ObjectNode)
                                    JsonMapper.shared()
                                            .readTree(
                                                    """
                                                    {"apiVersion": "rbac.authorization.k8s.io/v1",
                                                     "kind": "ClusterRoleBinding", "metadata": {"name": "%s"},
                                                     "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                                                       "kind": "ClusterRole", "name": "%s"},
                                                     "subjects": [{"kind": "User", "name": "ann"}]}
                                                    """
                                                            .formatted(node, node)));
            admin.create(rbac("clusterrolebindings"), binding);
            try (Watch watch = watch(server.api(Identity.of("ann")))) {
                assertThat(next(watch)).isEqualTo(".");
            }
        }

        private GroupVersionResource rbac(String plural) {
            return new GroupVersionResource("rbac.authorization.k8s.io", "v1", plural);
        }
    }

    @Nested
    class OverTheNetwork {
        @Test
        void isTheSame() throws Exception {
            make("a", "1");
            pod("p", "a");
            Connection connection =
                    new Connection(
                            server.uri(),
                            server.pki().authorityPem(),
                            Credential.bearer(TestingApiServer.ADMIN_TOKEN));
            try (RemoteApi remote = new RemoteApi(connection);
                    Watch watch = watch(remote)) {
                assertThat(List.of(next(watch), next(watch))).containsExactly("+a=1", ".");
                change("a", "2");
                assertThat(next(watch)).isEqualTo("~a=2");
                remove("p");
                assertThat(news(watch)).isEqualTo("?a");
            }
        }

        @Test
        void isHiddenFromDiscovery() {
            try (HttpProbe http = new HttpProbe(server)) {
                assertThat(http.get("/apis").text()).doesNotContain("purser");
                assertThat(http.get("/openapi/v3").text()).doesNotContain("node.purser");
                assertThat(http.get("/apis/node.purser.dev/v1").status()).isEqualTo(404);
                assertThat(http.get("/apis/node.purser.dev/v1/nodeconfigs").status())
                        .isEqualTo(405);
                assertThat(http.get("/apis/node.purser.dev/v1/others?watch=1").status())
                        .isEqualTo(404);
                assertThat(http.get("/apis/node.purser.dev/v1/nodeconfigs?watch=1").status())
                        .isEqualTo(400);
            }
        }

        @Test
        void doesNotGoOnFromAVersion() throws Exception {
            try (Watch watch =
                    api.watch(
                            ConfigFeed.RESOURCE,
                            "",
                            new WatchOptions("", ConfigFeed.selector(node), "1"))) {
                assertThatThrownBy(() -> watch.next(PATIENCE))
                        .isInstanceOfSatisfying(
                                StatusException.class,
                                e -> assertThat(e.reason()).isEqualTo(StatusReason.EXPIRED));
            }
        }
    }

    /// Nothing else happens meanwhile that could bring the bookmark along.
    @Test
    void aBookmarkFollowsEveryPodAtOnce() throws Exception {
        try (Watch watch = watch()) {
            for (int i = 0; i < 500; i++) {
                KubeObject pod = pod("p" + i);
                assertThat(until(watch, pod)).isEmpty();
            }
        }
    }

    /// Pods come and go while what they name is made, changed and deleted: in the end the reader
    /// knows every named object as it is, and at every bookmark all that pods named by then.
    @Test
    void agreesWithTheServerInTheEnd() throws Exception {
        long seed = System.nanoTime();
        Thread objects = Thread.ofVirtual().start(() -> churnObjects(new Random(seed)));
        Thread pods = Thread.ofVirtual().start(() -> churnPods(new Random(seed + 1)));
        Map<String, String> known = new TreeMap<>();
        AtomicLong end = new AtomicLong(Long.MAX_VALUE);
        try (Watch watch = watch()) {
            FutureTask<Void> reading = new FutureTask<>(() -> read(watch, end, known), null);
            Thread.ofVirtual().start(reading);
            pods.join();
            objects.join();
            end.set(version(pod("next-to-last")));
            pod("last");
            reading.get(10, TimeUnit.SECONDS);
        }

        Map<String, String> expected = new TreeMap<>();
        for (String name : namedByPods()) {
            expected.put(name, valueOf(name));
        }
        assertThat(known).as("seed %d", seed).isEqualTo(expected);
    }

    private void churnObjects(Random random) {
        for (int step = 0; step < 300; step++) {
            String name = "o" + random.nextInt(4);
            try {
                switch (random.nextInt(3)) {
                    case 0 -> make(name, "made " + step);
                    case 1 -> change(name, "changed " + step);
                    default -> delete(name);
                }
            } catch (StatusException e) {
                // It was there already, or not there.
            }
        }
    }

    private void churnPods(Random random) {
        Set<String> there = new HashSet<>();
        for (int step = 0; step < 150; step++) {
            String name = "p" + random.nextInt(4);
            if (there.remove(name)) {
                remove(name);
            } else {
                pod(name, "o" + random.nextInt(4), "o" + random.nextInt(4));
                there.add(name);
            }
        }
    }

    private void read(Watch watch, AtomicLong end, Map<String, String> known) {
        while (true) {
            Watch.Event event;
            try {
                event = watch.next(PATIENCE).orElseThrow();
            } catch (InterruptedException e) {
                return;
            }
            KubeObject object = event.object();
            switch (event.type()) {
                case ADDED, MODIFIED ->
                        known.put(object.name(), object.json().path("data").path("k").asString(""));
                case DELETED -> {
                    if (ConfigFeed.isUnreferenced(object)) {
                        known.remove(object.name());
                    } else {
                        known.put(object.name(), "(none)");
                    }
                }
                case BOOKMARK -> {
                    if (version(object) >= end.get()) {
                        return;
                    }
                }
            }
        }
    }

    private Set<String> namedByPods() {
        Set<String> names = new HashSet<>();
        admin.list(PODS, "default", ListOptions.fields("spec.nodeName=" + node))
                .items()
                .forEach(pod ->
                        pod.spec()
                                .path("containers")
                                .path(0)
                                .path("envFrom")
                                .forEach(from ->
                                        names.add(
                                                from.path("configMapRef")
                                                        .path("name")
                                                        .asString())));
        return names;
    }

    private String valueOf(String name) {
        try {
            return admin.get(CONFIG_MAPS, "default", name)
                    .json()
                    .path("data")
                    .path("k")
                    .asString("");
        } catch (StatusException e) {
            return "(none)";
        }
    }
}
