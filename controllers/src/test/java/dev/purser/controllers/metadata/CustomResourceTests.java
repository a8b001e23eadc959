package dev.purser.controllers.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import dev.purser.controllers.testing.Widgets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The controllers that look at all resources, with resources that come and go.
class CustomResourceTests {
    private Cluster cluster;
    private Widgets widgets;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        widgets = new Widgets(cluster);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void createOwned(String name, String apiVersion, String owner, String uid) {
        cluster.create(
                Resources.CONFIG_MAPS,
                """
                {"metadata":{"namespace":"default","name":"%s","ownerReferences":[
                 {"apiVersion":"%s","kind":"Widget","name":"%s","uid":"%s",
                  "blockOwnerDeletion":true}]}}
                """
                        .formatted(name, apiVersion, owner, uid));
    }

    private void createOwned(String name, KubeObject owner) {
        createOwned(name, "example.com/v1", owner.name(), owner.uid());
    }

    private boolean exists(String configMap) {
        return cluster.find(Resources.CONFIG_MAPS, "default", configMap).isPresent();
    }

    /// How many watches of the custom resource there are.
    private long watches() {
        return cluster.api().watchCount(Widgets.RESOURCE);
    }

    private void delete(String widget, DeleteOptions.Propagation propagation) {
        cluster.api()
                .delete(
                        new Api.ObjectRef(Widgets.RESOURCE, "default", widget),
                        DeleteOptions.defaults().withPropagation(propagation));
    }

    /// Lets the collector look at whatever it has to look at.
    private void settle() {
        cluster.create(
                Resources.CONFIG_MAPS,
                """
                {"metadata":{"namespace":"default","name":"marker","ownerReferences":[
                 {"apiVersion":"v1","kind":"ConfigMap","name":"nobody","uid":"no-such-uid"}]}}
                """);
        cluster.await(() -> !exists("marker"));
    }

    @Nested
    class Owners {
        @BeforeEach
        void define() {
            widgets.define();
        }

        @Test
        void takeTheirDependentsAlong() {
            KubeObject owner = widgets.create("default", "w");
            createOwned("dependent", owner);
            settle();
            assertThat(exists("dependent")).isTrue();

            delete("w", DeleteOptions.Propagation.BACKGROUND);
            cluster.await(() -> !exists("dependent"));
        }

        @Test
        void mayBeNamedInAnotherServedVersion() {
            KubeObject owner = widgets.create("default", "w");
            createOwned("dependent", "example.com/v1beta1", "w", owner.uid());
            settle();
            assertThat(exists("dependent")).isTrue();

            delete("w", DeleteOptions.Propagation.BACKGROUND);
            cluster.await(() -> !exists("dependent"));
        }

        @Test
        void areBeyondJudgementInAVersionThatIsNotServed() {
            createOwned("dependent", "example.com/v7", "w", "no-such-uid");
            createOwned("other", "example.com/v1", "w", "no-such-uid");

            cluster.await(() -> !exists("other"));
            settle();
            assertThat(exists("dependent")).isTrue();
        }

        @Test
        void waitForBlockingDependentsInTheForeground() {
            KubeObject owner = widgets.create("default", "w");
            createOwned("dependent", "example.com/v1beta1", "w", owner.uid());
            settle();
            delete("w", DeleteOptions.Propagation.FOREGROUND);

            cluster.await(() -> !widgets.has("default", "w"));
            assertThat(exists("dependent")).isFalse();
        }
    }

    @Nested
    class Dependents {
        @Test
        void followTheirBuiltInOwner() {
            widgets.define();
            KubeObject owner =
                    cluster.create(
                            Resources.CONFIG_MAPS,
                            "{\"metadata\":{\"namespace\":\"default\",\"name\":\"owner\"}}");
            KubeObject widget = widgets.create("default", "w");
            widget.metadata()
                    .putArray("ownerReferences")
                    .addObject()
                    .put("apiVersion", "v1")
                    .put("kind", "ConfigMap")
                    .put("name", "owner")
                    .put("uid", owner.uid());
            cluster.api().update(Widgets.RESOURCE, widget);

            cluster.delete(Resources.CONFIG_MAPS, "default", "owner");
            cluster.await(() -> !widgets.has("default", "w"));
        }

        @Test
        void areJudgedOnceTheKindOfTheirOwnerIsKnown() {
            createOwned("dependent", "example.com/v1", "w", "no-such-uid");
            settle();
            assertThat(exists("dependent")).isTrue();

            widgets.define();
            cluster.await(() -> !exists("dependent"));
        }

        @Test
        void followOwnersThatGoWithTheirDefinition() {
            widgets.define();
            for (int i = 0; i < 20; i++) {
                createOwned("dependent-" + i, widgets.create("default", "w-" + i));
            }
            settle();

            for (int i = 0; i < 20; i++) {
                cluster.delete(Widgets.RESOURCE, "default", "w-" + i);
            }
            widgets.undefine();
            cluster.await(() ->
                    cluster.list(Resources.CONFIG_MAPS).stream()
                            .noneMatch(object -> object.name().startsWith("dependent-")));
        }

        @Test
        void stayWhenTheirOwnersAreOnlyHidden() {
            widgets.define();
            createOwned("dependent", widgets.create("default", "w"));
            cluster.await(() -> watches() == 1);

            widgets.serveOnly();
            cluster.await(() -> watches() == 0);
            settle();
            assertThat(exists("dependent")).isTrue();
        }
    }

    @Nested
    class Definitions {
        @Test
        void addOneWatchAndTakeItAwayAgain() {
            for (int i = 0; i < 3; i++) {
                widgets.define();
                cluster.await(() -> watches() == 1);

                widgets.undefine();
                cluster.await(() -> watches() == 0);
            }
        }

        @Test
        void areFollowedOnceTheyAreEstablished() {
            widgets.define();
            cluster.await(() -> watches() == 1);

            widgets.redefine(definition -> definition.status().remove("conditions"));
            cluster.await(() -> watches() == 0);

            widgets.redefine(definition ->
                    definition
                            .status()
                            .putArray("conditions")
                            .addObject()
                            .put("type", "Established")
                            .put("status", "True"));
            cluster.await(() -> watches() == 1);
        }

        @Test
        void keepTheirOneWatchWhenTheVersionsChange() {
            widgets.defineIn("v1");
            createOwned("dependent", widgets.create("default", "w"));
            cluster.await(() -> watches() == 1);
            createOwned("unjudged", "example.com/v1beta1", "w", "no-such-uid");
            settle();
            assertThat(exists("unjudged")).isTrue();

            widgets.serveOnly("v1", "v1beta1");
            cluster.await(() -> !exists("unjudged"));
            assertThat(exists("dependent")).isTrue();
            assertThat(watches()).isOne();
        }

        @Test
        void areFollowedInAnotherVersionWhenTheFirstIsServedNoMore() {
            widgets.define();
            cluster.await(() -> watches() == 1);

            widgets.serveOnly("v1beta1");
            cluster.await(() -> cluster.api().watchCount(Widgets.BETA) == 1 && watches() == 0);
        }

        @Test
        void doNotReplaceBuiltInResources() {
            cluster.create(
                    Resources.CUSTOM_RESOURCE_DEFINITIONS,
                    """
                    {"metadata":{"name":"leases.coordination.k8s.io"},
                     "spec":{"group":"coordination.k8s.io","scope":"Namespaced",
                      "names":{"plural":"leases","kind":"Lease"},
                      "versions":[{"name":"v9","served":true}]},
                     "status":{"acceptedNames":{"plural":"leases","kind":"Lease"},
                      "conditions":[{"type":"Established","status":"True"}]}}
                    """);
            widgets.define();
            cluster.await(() -> watches() == 1);
            assertThat(cluster.api().watchCount(leases("v9"))).isZero();

            cluster.delete(Resources.CUSTOM_RESOURCE_DEFINITIONS, "", "leases.coordination.k8s.io");
            widgets.undefine();
            cluster.await(() -> watches() == 0);
            cluster.await(() -> cluster.api().watchCount(leases("v1")) > 0);
        }

        private static GroupVersionResource leases(String version) {
            return new GroupVersionResource("coordination.k8s.io", version, "leases");
        }

        @Test
        void areForgottenSomeTimeAfterTheirEnd() {
            widgets.define();
            cluster.await(() -> watches() == 1);
            widgets.undefine();
            cluster.await(() -> watches() == 0);
            cluster.pass(Duration.ofMinutes(1));

            createOwned("dependent", "example.com/v1", "w", "no-such-uid");
            settle();
            assertThat(exists("dependent")).isTrue();
        }
    }

    @Nested
    class Beginning {
        /// All tests start their cluster first; this one has a life before that.
        @Test
        void findsTheDefinitionsThatAreThere() {
            cluster.close();
            cluster = new Cluster();
            widgets = new Widgets(cluster).define();
            createOwned("dependent", widgets.create("default", "w"));
            createOwned("left-over", "example.com/v1beta1", "gone", "no-such-uid");

            cluster.start();
            cluster.await(() -> !exists("left-over"));
            settle();
            assertThat(exists("dependent")).isTrue();
        }
    }

    @Nested
    class Namespaces {
        @BeforeEach
        void define() {
            widgets.define();
            cluster.create(Resources.NAMESPACES, "{\"metadata\":{\"name\":\"ns\"}}");
        }

        private boolean isGone() {
            return cluster.find(Resources.NAMESPACES, "", "ns").isEmpty();
        }

        @Test
        void takeCustomResourcesAlong() {
            widgets.create("ns", "w");
            widgets.create("default", "w");
            cluster.delete(Resources.NAMESPACES, "", "ns");

            cluster.await(this::isGone);
            assertThat(widgets.has("ns", "w")).isFalse();
            assertThat(widgets.has("default", "w")).isTrue();
        }

        @Test
        void sayWhichCustomResourcesRemain() {
            KubeObject held = widgets.create("ns", "w", List.of("example.com/hold"));
            cluster.delete(Resources.NAMESPACES, "", "ns");
            cluster.await(() ->
                    cluster.find(Resources.NAMESPACES, "", "ns")
                            .orElseThrow()
                            .status()
                            .toString()
                            .contains("widgets.example.com has 1 resource instances"));

            KubeObject released = cluster.api().get(Widgets.RESOURCE, "ns", held.name());
            released.metadata().remove("finalizers");
            cluster.api().update(Widgets.RESOURCE, released);
            cluster.await(this::isGone);
        }

        @Test
        void endWhenTheDefinitionIsGoneMeanwhile() {
            widgets.undefine();
            cluster.delete(Resources.NAMESPACES, "", "ns");

            cluster.await(this::isGone);
        }
    }

    @Nested
    class Quotas {
        private void awaitUsed(String used) {
            cluster.awaitThat(() ->
                    assertThat(
                                    cluster.find(Resources.RESOURCE_QUOTAS, "default", "q")
                                            .orElseThrow()
                                            .json()
                                            .path("status")
                                            .path("used")
                                            .toString())
                            .isEqualTo(used));
        }

        @Test
        void countCustomResourcesAsSoonAsThereAreSome() {
            cluster.create(
                    Resources.RESOURCE_QUOTAS,
                    """
                    {"metadata":{"namespace":"default","name":"q"},
                     "spec":{"hard":{"configmaps":"9","count/widgets.example.com":"5"}}}
                    """);
            awaitUsed("{\"configmaps\":\"1\"}");

            widgets.define();
            awaitUsed("{\"configmaps\":\"1\",\"count/widgets.example.com\":\"0\"}");

            widgets.create("default", "w");
            awaitUsed("{\"configmaps\":\"1\",\"count/widgets.example.com\":\"1\"}");

            cluster.delete(Widgets.RESOURCE, "default", "w");
            awaitUsed("{\"configmaps\":\"1\",\"count/widgets.example.com\":\"0\"}");
        }
    }
}
