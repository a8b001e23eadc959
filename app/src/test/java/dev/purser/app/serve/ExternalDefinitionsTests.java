package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.PatchType;
import dev.purser.external.definition.Ownership;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The kinds of `external-secrets.io` on a whole server: made, replaced, left alone and adopted.
class ExternalDefinitionsTests {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final String NAME = "externalsecrets.external-secrets.io";
    private static final GroupVersionResource DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    private static final GroupVersionResource STORES =
            new GroupVersionResource("external-secrets.io", "v1", "secretstores");
    private static final GroupVersionResource OLD_STORES =
            new GroupVersionResource("external-secrets.io", "v1beta1", "secretstores");
    private static final GroupVersionResource ROLES =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles");

    @TempDir Path root;

    private DataDirectory directory;
    private @Nullable Purser running;

    @BeforeEach
    void makeDirectory() throws Exception {
        directory = new DataDirectory(root.resolve("data"));
        directory.create();
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private Purser start(ExternalSettings external) throws Exception {
        stop();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Purser purser =
                Purser.start(
                        new ServeSettings(directory, Instance.Mode.NO_NODE, address, "test-host")
                                .withExternal(external),
                        Clock.systemUTC(),
                        new SecureRandom());
        running = purser;
        return purser;
    }

    private static ExternalSettings on() {
        return ExternalSettings.of(Instance.Mode.NO_NODE);
    }

    private static <T> void await(Supplier<T> value, Predicate<? super T> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T last = value.get();
        while (!condition.test(last)) {
            assertThat(System.nanoTime()).as("last: %s", last).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
            last = value.get();
        }
    }

    private static void awaitOurs(Purser purser) {
        await(purser::externalSecrets, Optional.of(new Ownership.Ours())::equals);
    }

    private static KubeObject definition(Purser purser) {
        return purser.adminApi().get(DEFINITIONS, "", NAME);
    }

    private static void patch(Purser purser, String json) {
        purser.adminApi()
                .patch(
                        new Api.ObjectRef(DEFINITIONS, "", NAME),
                        "",
                        PatchType.MERGE,
                        JsonMapper.shared().readTree(json));
    }

    private static void annotate(Purser purser, String key, String value) {
        patch(
                purser,
                "{'metadata':{'annotations':{'%s':'%s'}}}"
                        .formatted(key, value)
                        .replace('\'', '"'));
    }

    @Test
    void theKindsAreServedInBothVersions() throws Exception {
        Purser purser = start(on());
        awaitOurs(purser);

        KubeObject store =
                KubeObject.of(
                        (ObjectNode)
                                JsonMapper.shared()
                                        .readTree(
                                                """
                                                {"apiVersion":"external-secrets.io/v1beta1","kind":"SecretStore",
                                                 "metadata":{"namespace":"default","name":"s"},
                                                 "spec":{"provider":{"vault":{"server":"http://v","auth":{
                                                  "appRole":{"roleId":"r","secretRef":{"name":"s","key":"k"}}}}}}}
                                                """));
        purser.adminApi().create(OLD_STORES, store);
        KubeObject read = purser.adminApi().get(STORES, "default", "s");
        assertThat(read.json().path("apiVersion").asString()).isEqualTo("external-secrets.io/v1");
        assertThat(read.json().at("/spec/provider/vault/version").asString()).isEqualTo("v2");
        assertThat(read.json().at("/spec/provider/vault/auth/appRole/path").asString())
                .isEqualTo("approle");
    }

    @Test
    void anotherStartChangesNothing() throws Exception {
        awaitOurs(start(on()));
        String before = definition(running()).resourceVersion();
        awaitOurs(start(on()));
        assertThat(definition(running()).resourceVersion()).isEqualTo(before);
    }

    private Purser running() {
        assertThat(running).isNotNull();
        return running;
    }

    @Test
    void olderDefinitionsAreReplacedAndKeepWhatPeopleNotedOnThem() throws Exception {
        Purser first = start(on());
        awaitOurs(first);
        annotate(first, "external-secrets.purser.dev/revision", "0");
        annotate(first, "team", "q");
        String before = definition(first).resourceVersion();

        Purser second = start(on());
        await(
                () -> definition(second).annotations(),
                annotations ->
                        !"0".equals(annotations.get("external-secrets.purser.dev/revision")));
        awaitOurs(second);
        assertThat(definition(second).annotations()).containsEntry("team", "q");
        assertThat(definition(second).resourceVersion()).isNotEqualTo(before);
    }

    @Test
    void definitionsOfAnotherAreLeftAloneUntilTheyAreAdopted() throws Exception {
        Purser without = start(ExternalSettings.off());
        without.adminApi().create(DEFINITIONS, foreign());

        Purser purser = start(on());
        await(
                purser::externalSecrets,
                known -> known.filter(Ownership.Foreign.class::isInstance).isPresent());
        Ownership.Foreign foreign = (Ownership.Foreign) purser.externalSecrets().orElseThrow();
        assertThat(foreign.definitions()).containsExactly(NAME);
        assertThat(foreign.reason()).contains(NAME).contains("purser");
        assertThat(purser.adminApi().list(DEFINITIONS, "", ListOptions.all()).items()).hasSize(1);

        annotate(purser, "external-secrets.purser.dev/adopt", "true");
        awaitOurs(purser);
        assertThat(purser.adminApi().list(DEFINITIONS, "", ListOptions.all()).items()).hasSize(4);
        assertThat(definition(purser).annotations())
                .doesNotContainKey("external-secrets.purser.dev/adopt");
        assertThat(definition(purser).json().at("/spec/versions/0/schema").toString())
                .contains("refreshPolicy");
    }

    private static KubeObject foreign() {
        KubeObject result =
                KubeObject.named(
                        new GroupVersionKind(
                                "apiextensions.k8s.io", "v1", "CustomResourceDefinition"),
                        "",
                        NAME);
        result.json()
                .set(
                        "spec",
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"group":"external-secrets.io","scope":"Namespaced",
                                         "names":{"plural":"externalsecrets","singular":"externalsecret","kind":"ExternalSecret"},
                                         "versions":[{"name":"v1","served":true,"storage":true,"schema":{
                                          "openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}
                                        """));
        return result;
    }

    @Test
    void definitionsThatAnotherTakesOverAreGivenUp() throws Exception {
        Purser purser = start(on());
        awaitOurs(purser);
        annotate(purser, "a", "b");
        awaitOurs(purser);

        patch(
                purser,
                """
                {"spec":{"names":{"shortNames":["es","exts"]}}}
                """);
        await(
                purser::externalSecrets,
                known -> known.filter(Ownership.Foreign.class::isInstance).isPresent());
    }

    @Test
    void removedDefinitionsComeBackWithTheNextStartAlone() throws Exception {
        Purser purser = start(on());
        awaitOurs(purser);
        purser.adminApi()
                .delete(new Api.ObjectRef(DEFINITIONS, "", NAME), DeleteOptions.defaults());
        await(
                purser::externalSecrets,
                known -> known.filter(Ownership.Pending.class::isInstance).isPresent());
        await(
                () -> purser.adminApi().list(DEFINITIONS, "", ListOptions.all()).items().size(),
                size -> size == 3);
        awaitOurs(start(on()));
    }

    @Test
    void nothingIsThereWhenItIsOff() throws Exception {
        Purser purser = start(ExternalSettings.off());
        assertThat(purser.externalSecrets()).isEmpty();
        assertThat(purser.adminApi().list(DEFINITIONS, "", ListOptions.all()).items()).isEmpty();
        assertThatThrownBy(() -> purser.adminApi().get(ROLES, "", "purser:external-secrets"))
                .isInstanceOf(StatusException.class);
    }

    @Test
    void viewersReadAndEditorsWrite() throws Exception {
        Purser purser = start(on());
        awaitOurs(purser);
        await(() -> rules(purser, "view"), rules -> rules.contains("externalsecrets"));
        await(() -> rules(purser, "edit"), rules -> rules.contains("externalsecrets/refresh"));
        assertThat(rules(purser, "view")).doesNotContain("externalsecrets/refresh");
    }

    private static String rules(Purser purser, String role) {
        return purser.adminApi().get(ROLES, "", role).json().path("rules").toString();
    }

    @Test
    void optionsOfTheModes() {
        assertThat(
                        Map.of(
                                Instance.Mode.FULL,
                                true,
                                Instance.Mode.NO_NODE,
                                true,
                                Instance.Mode.API_ONLY,
                                false))
                .allSatisfy((mode, enabled) ->
                        assertThat(ExternalSettings.of(mode).isEnabled()).isEqualTo(enabled));
        assertThat(List.of(Instance.Mode.values())).hasSize(3);
    }
}
