package dev.purser.external.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Resources;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.resource.ExternalResources;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalSecretTests {
    private static final String ONE =
            "\"data\":[{\"secretKey\":\"password\",\"remoteRef\":{\"key\":\"db\"}}]";
    private final SyncRig rig = new SyncRig().withStore().start();

    @AfterEach
    void close() {
        rig.close();
    }

    private void make(String target) {
        rig.stub().put("db", "s3cret");
        rig.externalSecret("app", "\"target\":{%s},%s".formatted(target, ONE));
    }

    private void awaitSynced() {
        rig.await(() -> assertThat(rig.ready("app")).isEqualTo("True SecretSynced secret synced"));
    }

    private KubeObject makeForeign() {
        return rig.create(
                Resources.SECRETS,
                """
                {"metadata":{"name":"app","namespace":"default"},"data":{"own":"b3du"}}
                """);
    }

    @Nested
    class Made {
        @Test
        void valuesBecomeSecretOfTheExternalSecret() {
            make("");
            awaitSynced();
            KubeObject secret = rig.secret("app").orElseThrow();
            assertThat(rig.data("app")).containsExactly(Map.entry("password", "s3cret"));
            assertThat(secret.labels())
                    .containsEntry("reconcile.external-secrets.io/managed", "true")
                    .containsEntry(
                            "reconcile.external-secrets.io/created-by",
                            GoHash.ofText("default/app"));
            assertThat(secret.metadata().path("ownerReferences").path(0).path("name").asString(""))
                    .isEqualTo("app");
            KubeObject owner = rig.find(ExternalResources.EXTERNAL_SECRETS, "app").orElseThrow();
            assertThat(owner.status().path("binding").path("name").asString("")).isEqualTo("app");
            assertThat(owner.status().path("syncedResourceVersion").asString("")).startsWith("1-");
            rig.await(() -> assertThat(rig.events()).contains("Normal Created secret created"));
        }

        @Test
        void everyValueOfKeyAndEveryKeyOfSearchBecomeOne() {
            rig.stub().put("db", "{\"user\":\"u\",\"port\":5432}");
            rig.stub().put("app/one", "1");
            rig.stub().put("app/two", "2");
            rig.externalSecret(
                    "app",
                    """
                    "dataFrom":[{"extract":{"key":"db"}},
                      {"find":{"name":{"regexp":"^app/"}},
                       "rewrite":[{"regexp":{"source":"app/(.*)","target":"got-$1"}}]}]
                    """);
            awaitSynced();
            assertThat(rig.data("app"))
                    .containsOnly(
                            Map.entry("user", "u"),
                            Map.entry("port", "5432"),
                            Map.entry("got-one", "1"),
                            Map.entry("got-two", "2"));
        }

        @Test
        void templateMakesDataLabelsAndType() {
            make(
                    """
                    "template":{"type":"example.com/x","metadata":{"labels":{"a":"b"}},
                      "data":{"url":"db://{{ .password }}"}}
                    """);
            awaitSynced();
            assertThat(rig.data("app")).containsExactly(Map.entry("url", "db://s3cret"));
            KubeObject secret = rig.secret("app").orElseThrow();
            assertThat(secret.labels()).containsEntry("a", "b");
            assertThat(secret.json().path("type").asString("")).isEqualTo("example.com/x");
        }

        private void rewriteBy(String source) {
            rig.stub().put("app/one", "1");
            rig.externalSecret(
                    "app",
                    """
                    "dataFrom":[{"find":{"name":{"regexp":"^app/"}},
                       "rewrite":[{"regexp":{"source":"%s","target":"x"}}]}]
                    """
                            .formatted(source));
        }

        @Test
        void anExpressionThatWouldFillTheMemoryIsRefused() {
            rewriteBy("((a{1,1000}){1,1000})");
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .startsWith("False SecretSyncedError")
                            .contains("invalid repeat count"));
        }

        @Test
        void anExpressionThatTakesTooManyStepsIsToldOf() {
            rewriteBy("(a?)".repeat(12_000));
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .startsWith("False SecretSyncedError")
                            .contains("too many steps within steps"));
        }

        @Test
        void aNewNameOfTheTargetRemovesTheOldSecret() {
            make("");
            awaitSynced();
            rig.change(
                    ExternalResources.EXTERNAL_SECRETS,
                    "app",
                    object -> object.spec().withObject("target").put("name", "other"));
            rig.await(() -> {
                assertThat(rig.data("other")).containsKey("password");
                assertThat(rig.secret("app")).isEmpty();
            });
        }
    }

    @Nested
    class Others {
        @Test
        void secretOfSomebodyElseIsNotTaken() {
            makeForeign();
            make("");
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .startsWith(
                                    "False SecretSyncedError failed to take ownership of target secret: secret \"app\" was there before"));
            assertThat(rig.data("app")).containsExactly(Map.entry("own", "own"));
        }

        @Test
        void mergeAddsAndTakesAwayOnlyItsOwn() {
            makeForeign();
            make("\"creationPolicy\":\"Merge\",\"deletionPolicy\":\"Merge\"");
            awaitSynced();
            assertThat(rig.data("app"))
                    .containsOnly(Map.entry("own", "own"), Map.entry("password", "s3cret"));
            rig.stub().remove("db");
            assertThat(rig.refresher().refresh("default", "app")).isTrue();
            rig.await(() -> assertThat(rig.data("app")).containsExactly(Map.entry("own", "own")));
        }

        @Test
        void orphanLeavesWhatWasThereBefore() {
            makeForeign();
            make("\"creationPolicy\":\"Orphan\"");
            awaitSynced();
            assertThat(rig.data("app")).containsOnlyKeys("own", "password");
            assertThat(rig.secret("app").orElseThrow().metadata().has("ownerReferences")).isFalse();
        }

        @Test
        void deletionTakesNothingThatIsNotOwned() {
            makeForeign();
            make("\"deletionPolicy\":\"Delete\"");
            rig.stub().remove("db");
            rig.refresher().refresh("default", "app");
            rig.await(() ->
                    assertThat(rig.ready("app")).startsWith("False SecretSyncedError could not"));
            assertThat(rig.data("app")).containsExactly(Map.entry("own", "own"));
        }

        @Test
        void mergeWaitsForTheSecret() {
            make("\"creationPolicy\":\"Merge\"");
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .isEqualTo(
                                    "True SecretMissing secret will not be created due to CreationPolicy=Merge"));
            assertThat(rig.secret("app")).isEmpty();
        }
    }

    @Nested
    class Policies {
        @Test
        void secretOfAnotherExternalSecretIsNotTaken() {
            make("");
            awaitSynced();
            rig.externalSecret("second", "\"target\":{\"name\":\"app\"}," + ONE);
            rig.await(() ->
                    assertThat(rig.ready("second"))
                            .isEqualTo(
                                    "False SecretSyncedError target is owned by another ExternalSecret: secret is owned by another ExternalSecret: app"));
        }

        @Test
        void immutableSecretKeepsItsFirstValues() {
            make("\"immutable\":true");
            awaitSynced();
            assertThat(rig.secret("app").orElseThrow().json().path("immutable").asBoolean(false))
                    .isTrue();
            rig.stub().put("db", "new");
            int calls = rig.stub().calls();
            rig.refresher().refresh("default", "app");
            rig.await(() -> assertThat(rig.stub().calls()).isGreaterThan(calls));
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.data("app")).containsValue("s3cret");
            assertThat(rig.ready("app")).startsWith("True");
            rig.change(
                    ExternalResources.EXTERNAL_SECRETS,
                    "app",
                    object -> object.spec().withObject("target").put("immutable", false));
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .isEqualTo(
                                    "False SecretSyncedError could not update secret, target is immutable: unable to update secret app: secret is immutable"));
        }

        @Test
        void labelsThatTheTemplateNoLongerHasAreRemovedAndOthersStay() {
            make("\"template\":{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}}");
            awaitSynced();
            rig.change(
                    Resources.SECRETS,
                    "app",
                    secret -> secret.metadata().withObject("labels").put("mine", "x"));
            rig.change(
                    ExternalResources.EXTERNAL_SECRETS,
                    "app",
                    object ->
                            object.spec()
                                    .withObject("target")
                                    .withObject("template")
                                    .withObject("metadata")
                                    .withObject("labels")
                                    .remove("a"));
            rig.await(() ->
                    assertThat(rig.secret("app").orElseThrow().labels())
                            .doesNotContainKey("a")
                            .containsEntry("b", "2")
                            .containsEntry("mine", "x"));
        }

        @Test
        void deletedExternalSecretTakesItsSecretAlongWhereThePolicySaysSo() {
            make("\"deletionPolicy\":\"Delete\"");
            awaitSynced();
            rig.delete(ExternalResources.EXTERNAL_SECRETS, "app");
            rig.await(() -> {
                assertThat(rig.find(ExternalResources.EXTERNAL_SECRETS, "app")).isEmpty();
                assertThat(rig.secret("app")).isEmpty();
            });
            rig.await(() ->
                    assertThat(rig.metrics()).doesNotContain("sync_calls_total{name=\"app\""));
        }

        @Test
        void orphanSurvivesItsExternalSecret() {
            make("\"creationPolicy\":\"Orphan\"");
            awaitSynced();
            rig.delete(ExternalResources.EXTERNAL_SECRETS, "app");
            rig.await(() ->
                    assertThat(rig.find(ExternalResources.EXTERNAL_SECRETS, "app")).isEmpty());
            assertThat(rig.data("app")).containsValue("s3cret");
        }

        @Test
        void generatorsAreRefusedInWords() {
            rig.externalSecret(
                    "app",
                    "\"dataFrom\":[{\"sourceRef\":{\"generatorRef\":{\"kind\":\"Password\",\"name\":\"p\"}}}]");
            rig.await(() -> assertThat(rig.ready("app")).contains("generators are not supported"));
        }
    }

    @Nested
    class Kept {
        @Test
        void failureIsTriedAgainAfterARestart() {
            make("");
            awaitSynced();
            rig.stub().remove("db");
            rig.refresher().refresh("default", "app");
            rig.await(() -> assertThat(rig.ready("app")).startsWith("False"));
            rig.stub().put("db", "back");
            rig.restart();
            rig.await(() -> assertThat(rig.data("app")).containsValue("back"));
        }

        @Test
        void changeByHandIsPutBackWithAnEvent() {
            make("");
            awaitSynced();
            rig.change(
                    Resources.SECRETS,
                    "app",
                    secret -> secret.json().withObject("data").put("password", "eA=="));
            rig.await(() -> {
                assertThat(rig.data("app")).containsExactly(Map.entry("password", "s3cret"));
                assertThat(rig.events())
                        .anyMatch(event -> event.startsWith("Normal Restored secret \"app\""));
            });
        }

        @Test
        void deletedSecretIsMadeAgain() {
            make("");
            awaitSynced();
            String before = rig.secret("app").orElseThrow().uid();
            rig.delete(Resources.SECRETS, "app");
            rig.await(() ->
                    assertThat(rig.secret("app").map(KubeObject::uid))
                            .isPresent()
                            .get()
                            .isNotEqualTo(before));
        }

        @Test
        void sameValuesWriteNothing() {
            make("");
            awaitSynced();
            String version = rig.secret("app").orElseThrow().resourceVersion();
            int calls = rig.stub().calls();
            rig.refresher().refresh("default", "app");
            rig.await(() -> assertThat(rig.stub().calls()).isGreaterThan(calls));
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.secret("app").orElseThrow().resourceVersion()).isEqualTo(version);
        }

        @Test
        void restartAsksNoProviderForWhatIsFresh() {
            make("");
            awaitSynced();
            rig.pass(Duration.ofSeconds(1));
            rig.restart();
            rig.await(() -> assertThat(rig.metrics()).contains("externalsecret_status_condition{"));
            rig.pass(Duration.ofSeconds(5));
            assertThat(rig.metrics()).doesNotContain("call=\"GetSecret\"");
        }
    }

    @Nested
    class Refreshed {
        @Test
        void valueIsFetchedAgainWithinTheInterval() {
            rig.stub().put("db", "old");
            rig.externalSecret("app", "\"refreshInterval\":\"10s\"," + ONE);
            awaitSynced();
            rig.stub().put("db", "new");
            rig.pass(Duration.ofSeconds(11));
            rig.await(() -> assertThat(rig.data("app")).containsValue("new"));
        }

        @Test
        void windowsHoldBackWhatIsDueAndNotWhatIsSaid() {
            rig.stub().put("db", "old");
            rig.externalSecret(
                    "app",
                    """
                    "refreshInterval":"10s","syncWindows":{"kind":"allow",
                      "windows":[{"schedule":"0 12 * * *","duration":"1h"}]},
                    """
                            + ONE);
            awaitSynced();
            rig.stub().put("db", "new");
            rig.pass(Duration.ofMinutes(3));
            assertThat(rig.data("app")).containsValue("old");
            rig.refresher().refresh("default", "app");
            rig.await(() -> assertThat(rig.data("app")).containsValue("new"));
            rig.stub().put("db", "newer");
            rig.pass(Duration.ofMinutes(12 * 60 + 5));
            rig.pass(Duration.ofMinutes(2));
            rig.await(() -> assertThat(rig.data("app")).containsValue("newer"));
        }

        @Test
        void createdOnceIsFetchedOnce() {
            rig.stub().put("db", "old");
            rig.externalSecret(
                    "app", "\"refreshPolicy\":\"CreatedOnce\",\"refreshInterval\":\"1s\"," + ONE);
            awaitSynced();
            rig.stub().put("db", "new");
            rig.pass(Duration.ofSeconds(10));
            assertThat(rig.data("app")).containsValue("old");
        }

        @Test
        void onChangeIsFetchedAgainWhenAnAnnotationChanges() {
            rig.stub().put("db", "old");
            rig.externalSecret("app", "\"refreshPolicy\":\"OnChange\"," + ONE);
            awaitSynced();
            rig.stub().put("db", "new");
            rig.change(
                    ExternalResources.EXTERNAL_SECRETS,
                    "app",
                    object -> object.metadata().withObject("annotations").put("force-sync", "1"));
            rig.await(() -> assertThat(rig.data("app")).containsValue("new"));
        }

        @Test
        void onChangeFollowsNoChangeInItsStore() {
            rig.stub().put("db", "old");
            rig.externalSecret("app", "\"refreshPolicy\":\"OnChange\"," + ONE);
            rig.externalSecret("polled", ONE);
            awaitSynced();
            rig.await(() -> assertThat(rig.data("polled")).containsValue("old"));
            rig.stub().put("db", "new");
            assertThat(
                            rig.refresher()
                                    .refreshStore(
                                            "SecretStore", "default", "store", Optional.empty()))
                    .hasValueSatisfying(woken -> assertThat(woken).hasSize(1));
            rig.await(() -> assertThat(rig.data("polled")).containsValue("new"));
            assertThat(rig.data("app")).containsValue("old");
            rig.refresher().refresh("default", "app");
            rig.await(() -> assertThat(rig.data("app")).containsValue("new"));
        }

        @Test
        void wordOfAKeyWakesThoseWhoReadIt() {
            rig.stub().put("db", "old");
            rig.stub().put("mail", "old");
            rig.externalSecret("app", ONE);
            rig.externalSecret(
                    "other", "\"data\":[{\"secretKey\":\"p\",\"remoteRef\":{\"key\":\"mail\"}}]");
            awaitSynced();
            rig.await(() -> assertThat(rig.data("other")).isNotEmpty());
            rig.stub().put("db", "new");
            assertThat(
                            rig.refresher()
                                    .refreshStore(
                                            "SecretStore",
                                            "default",
                                            "store",
                                            Optional.of(Set.of("db"))))
                    .hasValueSatisfying(woken -> assertThat(woken).hasSize(1));
            rig.await(() -> assertThat(rig.data("app")).containsValue("new"));
            assertThat(
                            rig.refresher()
                                    .refreshStore(
                                            "SecretStore", "default", "none", Optional.empty()))
                    .isEmpty();
        }

        @Test
        void providersEmptyHandDeletesWhereThePolicySaysSo() {
            make("\"deletionPolicy\":\"Delete\"");
            awaitSynced();
            rig.stub().remove("db");
            rig.refresher().refresh("default", "app");
            rig.await(() -> {
                assertThat(rig.ready("app")).startsWith("True SecretDeleted");
                assertThat(rig.secret("app")).isEmpty();
            });
            rig.stub().put("db", "again");
            rig.refresher().refresh("default", "app");
            rig.await(() -> assertThat(rig.data("app")).containsValue("again"));
        }
    }

    @Nested
    class Failing {
        @Test
        void missingKeyIsSaidAndTheSecretStays() {
            make("");
            awaitSynced();
            rig.stub().remove("db");
            rig.refresher().refresh("default", "app");
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .isEqualTo(
                                    "False SecretSyncedError could not get secret data from provider: error processing spec.data[0] (key: db), err: there is no key \"db\""));
            assertThat(rig.data("app")).containsValue("s3cret");
            rig.stub().put("db", "back");
            rig.pass(Duration.ofSeconds(30));
            rig.await(() -> assertThat(rig.data("app")).containsValue("back"));
        }

        @Test
        void templateThatFailsLeavesTheSecret() {
            make("\"template\":{\"data\":{\"x\":\"{{ .password }}\"}}");
            awaitSynced();
            rig.change(
                    ExternalResources.EXTERNAL_SECRETS,
                    "app",
                    object ->
                            object.spec()
                                    .withObject("target")
                                    .withObject("template")
                                    .withObject("data")
                                    .put("x", "{{ .other }}"));
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .startsWith(
                                    "False SecretSyncedError could not update secret: could not apply template"));
            assertThat(rig.data("app")).containsExactly(Map.entry("x", "s3cret"));
        }

        @Test
        void secretThatNeverComesToRestChangesEveryThreeSeconds() {
            make("");
            awaitSynced();
            Instant begun = rig.timers().instant();
            for (int i = 0; i < 50; i++) {
                push("v" + i);
            }
            // Its making was the first change; nineteen more may come at once.
            assertThat(Duration.between(begun, rig.timers().instant()))
                    .isGreaterThan(Duration.ofSeconds(3 * (50 - 20)));
            assertThat(rig.ready("app")).isEqualTo("True SecretSynced secret synced");
            assertThat(rig.events())
                    .filteredOn(event -> event.contains("ChangesOften"))
                    .singleElement()
                    .asString()
                    .contains("one change is written every 3 s");
        }

        private void push(String value) {
            rig.stub().put("db", value);
            rig.refresher().refresh("default", "app");
            rig.await(() -> assertThat(rig.data("app")).containsValue(value));
        }

        @Test
        void longKeyLeavesRoomForWhatIsWrong() {
            rig.externalSecret(
                    "app",
                    "\"data\":[{\"secretKey\":\"p\",\"remoteRef\":{\"key\":\"%s\\r\\nb\"}}]"
                            .formatted("a/".repeat(5000)));
            rig.externalSecret(
                    "lines",
                    "\"data\":[{\"secretKey\":\"p\",\"remoteRef\":{\"key\":\"a\\r\\nb\"}}]");
            rig.await(() -> assertThat(rig.ready("app")).contains("a/…), err: "));
            rig.await(() -> assertThat(rig.ready("lines")).contains("(key: a??b), err: "));
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                textBlock =
                        """
                        "refreshInterval":"1h"; neither spec.data nor spec.dataFrom
                        "dataFrom":[{}]; spec.dataFrom[0] needs one of
                        "dataFrom":[{"extract":{"key":"db"},"find":{"name":{"regexp":"x"}}}]; spec.dataFrom[0] may have only one of
                        "dataFrom":[{"extract":{"key":"db"},"sourceRef":{}}]; spec.dataFrom[0].sourceRef needs
                        "target":{"creationPolicy":"Merge","deletionPolicy":"Delete"},ONE; deletionPolicy Delete does not go with creationPolicy Merge
                        "target":{"creationPolicy":"None","deletionPolicy":"Merge"},ONE; deletionPolicy Merge does not go with creationPolicy None
                        "data":[{"secretKey":"a","remoteRef":{"key":"db"}},{"secretKey":"a","remoteRef":{"key":"db"}}]; spec.data has the secretKey a twice
                        "refreshInterval":"soon",ONE; spec.refreshInterval is no duration
                        """,
                delimiter = ';')
        void specificationThatMakesNoSenseIsSaid(String spec, String why) {
            rig.stub().put("db", "value");
            rig.externalSecret("app", spec.replace("ONE", ONE));
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .startsWith(
                                    "False SecretSyncedError the specification makes no sense: ")
                            .contains(why));
            assertThat(rig.secret("app")).isEmpty();
        }

        @Test
        void whatKubernetesRefusesIsNamedWithoutValues() {
            rig.stub().put("db", "s3cret value");
            rig.externalSecret(
                    "app",
                    """
                    "target":{"template":{
                       "metadata":{"labels":{"team":"{{ .password }}"}},
                       "data":{"a/b":"x"},
                       "templateFrom":[{"literal":"{{ .password }}: x"}]}},
                    """
                            + ONE);
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .contains("metadata.labels: Invalid value: a valid label must be")
                            .contains("data[a/b]: Invalid value: a valid config key must")
                            .contains("data: Invalid value: a valid config key must")
                            .doesNotContain("s3cret"));
            rig.externalSecret(
                    "tls",
                    "\"target\":{\"template\":{\"type\":\"kubernetes.io/tls\",\"data\":{\"tls.crt\":\"x\"}}},"
                            + ONE);
            rig.await(() -> assertThat(rig.ready("tls")).contains("data[tls.key]: Required value"));
            rig.externalSecret(
                    "docker",
                    "\"target\":{\"template\":{\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"{{ .password }}\"}}},"
                            + ONE);
            rig.await(() ->
                    assertThat(rig.ready("docker"))
                            .endsWith("data[.dockerconfigjson]: Invalid value"));
        }

        @Test
        void defectOfTheProviderIsSaidWithoutItsText() {
            rig.stub().breakDown();
            rig.externalSecret("app", ONE);
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .contains("failed in an unexpected way (IllegalStateException)")
                            .doesNotContain("canary"));
        }

        @Test
        void hugeValueIsRefused() {
            rig.stub().put("db", "x".repeat(1024 * 1024 + 1));
            rig.externalSecret("app", ONE);
            rig.await(() ->
                    assertThat(rig.ready("app"))
                            .contains("the data have 1048577 bytes, and a Secret holds 1048576"));
            assertThat(rig.secret("app")).isEmpty();
        }

        @Test
        void storeThatIsAwayIsAskedByOneAndRecoversAllOfThem() {
            rig.stub().put("db", "old");
            for (int i = 0; i < 50; i++) {
                rig.externalSecret("app" + i, "\"refreshInterval\":\"1m\"," + ONE);
            }
            rig.await(() -> {
                for (int i = 0; i < 50; i++) {
                    assertThat(rig.data("app" + i)).containsValue("old");
                }
            });
            rig.stub().fail(ProviderException.Kind.UNAVAILABLE, "sealed");
            rig.stub().put("db", "new");
            int before = rig.stub().calls();
            rig.pass(Duration.ofMinutes(2));
            rig.await(() -> assertThat(rig.ready("app0")).contains("sealed"));
            rig.await(() -> assertThat(rig.ready("app49")).contains("sealed"));
            assertThat(rig.stub().calls() - before).isLessThan(40);
            assertThat(rig.data("app7")).containsValue("old");
            rig.await(() ->
                    assertThat(rig.ready(ExternalResources.SECRET_STORES, "store"))
                            .isEqualTo(
                                    "False InvalidProviderConfig unable to validate store: sealed"));
            rig.stub().heal();
            rig.pass(Duration.ofMinutes(4));
            rig.await(() -> {
                for (int i = 0; i < 50; i++) {
                    assertThat(rig.data("app" + i)).containsValue("new");
                }
                assertThat(rig.ready(ExternalResources.SECRET_STORES, "store"))
                        .isEqualTo("True Valid store validated");
            });
        }
    }

    @Test
    void noValueIsSaidAnywhere() {
        rig.stub().put("db", "s3cret-canary");
        rig.externalSecret(
                "app",
                "\"data\":[{\"secretKey\":\"p\",\"remoteRef\":{\"key\":\"db\",\"decodingStrategy\":\"Base64\"}}]");
        rig.await(() -> assertThat(rig.ready("app")).startsWith("False"));
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.ready("app") + rig.events() + rig.metrics()).doesNotContain("canary");
    }
}
