package dev.purser.external.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.controllers.object.Resources;
import dev.purser.external.resource.ExternalResources;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StoreTests {
    private static final String ONE =
            "\"data\":[{\"secretKey\":\"p\",\"remoteRef\":{\"key\":\"db\"}}]";
    private final SyncRig rig = new SyncRig().start();

    @AfterEach
    void close() {
        rig.close();
    }

    private void clusterStore(String spec) {
        rig.create(
                ExternalResources.CLUSTER_SECRET_STORES,
                "{\"metadata\":{\"name\":\"shared\"},\"spec\":{%s}}".formatted(spec));
    }

    private void externalSecretOf(String kind, String store) {
        rig.create(
                ExternalResources.EXTERNAL_SECRETS,
                """
                {"metadata":{"name":"app","namespace":"default"},
                 "spec":{"secretStoreRef":{"name":"%s","kind":"%s"},%s}}
                """
                        .formatted(store, kind, ONE));
    }

    @Test
    void goodStoreIsSaidToBeGood() {
        rig.withStore();
        rig.await(() ->
                assertThat(rig.ready(ExternalResources.SECRET_STORES, "store"))
                        .isEqualTo("True Valid store validated"));
        assertThat(
                        rig.find(ExternalResources.SECRET_STORES, "store")
                                .orElseThrow()
                                .status()
                                .path("capabilities")
                                .asString(""))
                .isEqualTo("ReadOnly");
        rig.await(() ->
                assertThat(rig.metrics())
                        .contains(
                                "secretstore_status_condition{condition=\"Ready\",name=\"store\",namespace=\"default\",status=\"True\"} 1"));
    }

    @Test
    void unknownProviderIsSaid() {
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default"},
                 "spec":{"provider":{"bitwarden":{}}}}
                """);
        rig.await(() ->
                assertThat(rig.ready(ExternalResources.SECRET_STORES, "store"))
                        .isEqualTo(
                                "False InvalidProviderConfig unable to validate store: provider \"bitwarden\" is not supported; there are: fake, stub"));
    }

    @Test
    void anotherControllersStoreIsLeftAlone() {
        rig.stub().put("db", "v");
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default"},
                 "spec":{"controller":"other","provider":{"stub":{}}}}
                """);
        externalSecretOf("SecretStore", "store");
        rig.pass(Duration.ofSeconds(5));
        assertThat(rig.ready(ExternalResources.SECRET_STORES, "store")).isEmpty();
        assertThat(rig.ready("app")).isEmpty();
        assertThat(rig.stub().calls()).isZero();
    }

    @Test
    void storeOfTheOperatorsOwnClassIsKept() {
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"named","namespace":"default"},
                 "spec":{"controller":"default","provider":{"stub":{}}}}
                """);
        rig.await(() ->
                assertThat(rig.ready(ExternalResources.SECRET_STORES, "named"))
                        .startsWith("True Valid"));
    }

    @Test
    void namespaceThatTheStoreDoesNotAllowIsRefused() {
        rig.stub().put("db", "v");
        clusterStore(
                "\"provider\":{\"stub\":{}},\"conditions\":[{\"namespaces\":[\"other\"]},{\"namespaceRegexes\":[\"^x-\"]},{\"namespaceSelector\":{\"matchLabels\":{\"a\":\"b\"}}}]");
        externalSecretOf("ClusterSecretStore", "shared");
        rig.await(() ->
                assertThat(rig.ready("app"))
                        .contains(
                                "using cluster store \"shared\" is not allowed from namespace \"default\": denied by spec.condition"));
        rig.change(
                Resources.NAMESPACES,
                "default",
                namespace -> namespace.metadata().withObject("labels").put("a", "b"));
        rig.pass(Duration.ofSeconds(30));
        rig.await(() -> assertThat(rig.data("app")).isNotEmpty());
    }

    @Test
    void credentialsAreThoseOfTheUsersNamespaceWhereNoneIsNamed() {
        rig.stub().put("db", "v");
        clusterStore("\"provider\":{\"stub\":{\"secretRef\":{\"name\":\"login\",\"key\":\"k\"}}}");
        externalSecretOf("ClusterSecretStore", "shared");
        rig.await(() ->
                assertThat(rig.ready("app"))
                        .contains(
                                "cannot read Secret \"login\" in namespace \"default\": it is not there"));
        rig.create(
                Resources.SECRETS,
                """
                {"metadata":{"name":"login","namespace":"default"},"data":{"k":"cmlnaHQ="}}
                """);
        rig.pass(Duration.ofSeconds(6));
        rig.await(() -> assertThat(rig.data("app")).containsValue("v"));
    }

    @Test
    void secretStoreReadsNoOtherNamespacesCredentials() {
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default"},
                 "spec":{"provider":{"stub":{"secretRef":
                   {"name":"login","key":"k","namespace":"kube-system"}}}}}
                """);
        rig.await(() ->
                assertThat(rig.ready(ExternalResources.SECRET_STORES, "store"))
                        .contains(
                                "a SecretStore reads the credentials of its own namespace alone"));
    }

    @Test
    void newCredentialsAreTakenSoon() {
        rig.stub().put("db", "v");
        rig.create(
                Resources.SECRETS,
                """
                {"metadata":{"name":"login","namespace":"default"},"data":{"k":"d3Jvbmc="}}
                """);
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default"},
                 "spec":{"provider":{"stub":{"secretRef":{"name":"login","key":"k"}}}}}
                """);
        externalSecretOf("SecretStore", "store");
        rig.await(() -> assertThat(rig.ready("app")).contains("the password is wrong"));
        rig.change(
                Resources.SECRETS,
                "login",
                login -> login.json().withObject("data").put("k", "cmlnaHQ="));
        rig.pass(Duration.ofSeconds(10));
        rig.await(() -> {
            assertThat(rig.data("app")).containsValue("v");
            assertThat(rig.ready(ExternalResources.SECRET_STORES, "store"))
                    .isEqualTo("True Valid store validated");
        });
        rig.await(() -> assertThat(rig.stub().closed()).isEqualTo(rig.stub().opened() - 1));
    }

    @Test
    void clientIsSharedAndClosedWithTheStore() {
        rig.stub().put("db", "v");
        rig.withStore();
        for (int i = 0; i < 10; i++) {
            rig.externalSecret("app" + i, ONE);
        }
        rig.await(() -> {
            for (int i = 0; i < 10; i++) {
                assertThat(rig.data("app" + i)).containsValue("v");
            }
        });
        assertThat(rig.stub().opened()).isEqualTo(1);
        rig.delete(ExternalResources.SECRET_STORES, "store");
        rig.await(() -> assertThat(rig.stub().closed()).isEqualTo(1));
    }

    @Test
    void changeOfTheStoreIsFollowedAtOnce() {
        rig.create(
                ExternalResources.EXTERNAL_SECRETS,
                """
                {"metadata":{"name":"app","namespace":"default"},
                 "spec":{"secretStoreRef":{"name":"fake"},
                  "data":[{"secretKey":"p","remoteRef":{"key":"k"}}]}}
                """);
        rig.await(
                () -> assertThat(rig.ready("app")).contains("could not get SecretStore \"fake\""));
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"fake","namespace":"default"},
                 "spec":{"provider":{"fake":{"data":[{"key":"k","value":"one"}]}}}}
                """);
        rig.await(() -> assertThat(rig.data("app")).containsValue("one"));
        rig.change(
                ExternalResources.SECRET_STORES,
                "fake",
                store ->
                        ((ObjectNode)
                                        store.spec()
                                                .withObject("provider")
                                                .withObject("fake")
                                                .withArray("data")
                                                .get(0))
                                .put("value", "two"));
        rig.await(() -> assertThat(rig.data("app")).containsValue("two"));
    }

    @Test
    void callsWithoutAnswerAreRepeatedAsTheStoreSays() {
        rig.stub().put("db", "v");
        rig.stub().stumble(2);
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default"},
                 "spec":{"provider":{"stub":{}},
                  "retrySettings":{"maxRetries":3,"retryInterval":"100ms"}}}
                """);
        externalSecretOf("SecretStore", "store");
        rig.await(() -> assertThat(rig.data("app")).containsValue("v"));
        assertThat(rig.events()).noneMatch(event -> event.startsWith("Warning"));
    }

    @Test
    void clientThatNobodyUsesIsClosedAndOpenedAnew() {
        rig.stub().put("db", "v");
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default"},
                 "spec":{"refreshInterval":"24h","provider":{"stub":{}}}}
                """);
        externalSecretOf("SecretStore", "store");
        rig.await(() -> assertThat(rig.data("app")).containsValue("v"));
        assertThat(rig.stub().closed()).isZero();
        rig.pass(Duration.ofMinutes(40));
        rig.await(() -> assertThat(rig.stub().closed()).isEqualTo(1));
        rig.pass(Duration.ofMinutes(30));
        rig.await(() -> assertThat(rig.stub().opened()).isEqualTo(2));
    }

    @Test
    void callsAreBoundedPerSecond() {
        rig.stub().put("db", "v");
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default",
                   "annotations":{"external-secrets.purser.dev/calls-per-second":"1"}},
                 "spec":{"provider":{"stub":{}}}}
                """);
        for (int i = 0; i < 20; i++) {
            rig.stub().put("db" + i, "v");
            rig.externalSecret(
                    "app" + i,
                    "\"data\":[{\"secretKey\":\"p\",\"remoteRef\":{\"key\":\"db%d\"}}]"
                            .formatted(i));
        }
        rig.await(() -> assertThat(rig.stub().calls()).isPositive());
        long before = rig.timers().instant().getEpochSecond();
        rig.await(() -> assertThat(rig.stub().calls()).isGreaterThanOrEqualTo(3));
        rig.pass(Duration.ofSeconds(5));
        long seconds = rig.timers().instant().getEpochSecond() - before;
        assertThat((long) rig.stub().calls()).isBetween(3L, 4 + seconds);
        rig.pass(Duration.ofSeconds(20));
        rig.await(() -> assertThat(rig.data("app19")).containsValue("v"));
    }

    @Test
    void storeThatHangsHoldsUpNoOther() {
        rig.stub().put("db", "v");
        rig.withStore();
        rig.stub().hang();
        for (int i = 0; i < 100; i++) {
            rig.externalSecret("app" + i, ONE);
        }
        rig.await(() -> assertThat(rig.stub().calls()).isPositive());
        rig.create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"fake","namespace":"default"},
                 "spec":{"provider":{"fake":{"data":[{"key":"k","value":"{\\"a\\":\\"b\\"}"}]}}}}
                """);
        rig.create(
                ExternalResources.EXTERNAL_SECRETS,
                """
                {"metadata":{"name":"other","namespace":"default"},
                 "spec":{"secretStoreRef":{"name":"fake"},"dataFrom":[{"extract":{"key":"k"}}]}}
                """);
        rig.await(() -> assertThat(rig.data("other")).isEqualTo(Map.of("a", "b")));
        assertThat(rig.data("app0")).isEmpty();
        rig.stub().heal();
        rig.await(() -> assertThat(rig.data("app99")).containsValue("v"));
    }
}
