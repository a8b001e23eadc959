package dev.purser.controllers.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;

class GarbageCollectorTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private KubeObject create(String name) {
        return cluster.create(
                Resources.CONFIG_MAPS,
                "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\"}}".formatted(name));
    }

    private KubeObject createOwned(String name, Owner... owners) {
        KubeObject object = create("owned-template-" + name);
        cluster.delete(Resources.CONFIG_MAPS, "default", object.name());
        KubeObject owned = object.copy();
        owned.metadata().removeAll();
        owned.metadata().put("name", name).put("namespace", "default");
        ArrayNode references = owned.metadata().putArray("ownerReferences");
        for (Owner owner : owners) {
            references
                    .addObject()
                    .put("apiVersion", "v1")
                    .put("kind", owner.kind())
                    .put("name", owner.name())
                    .put("uid", owner.uid())
                    .put("blockOwnerDeletion", owner.blocks());
        }
        return cluster.api().create(Resources.CONFIG_MAPS, owned);
    }

    private record Owner(String kind, String name, String uid, boolean blocks) {
        static Owner of(KubeObject object) {
            return new Owner("ConfigMap", object.name(), object.uid(), false);
        }

        Owner blocking() {
            return new Owner(kind, name, uid, true);
        }
    }

    private boolean exists(String name) {
        return cluster.find(Resources.CONFIG_MAPS, "default", name).isPresent();
    }

    private void delete(String name, DeleteOptions.Propagation propagation) {
        cluster.api()
                .delete(
                        new Api.ObjectRef(Resources.CONFIG_MAPS, "default", name),
                        DeleteOptions.defaults().withPropagation(propagation));
    }

    /// Lets the collector look at whatever it has to look at.
    private void settle() {
        KubeObject marker = create("marker");
        createOwned("marker-dependent", Owner.of(marker));
        delete("marker", DeleteOptions.Propagation.BACKGROUND);
        cluster.await(() -> !exists("marker-dependent"));
    }

    @Nested
    class Dependents {
        @Test
        void followTheirOwner() {
            KubeObject owner = create("owner");
            createOwned("dependent", Owner.of(owner));
            delete("owner", DeleteOptions.Propagation.BACKGROUND);

            cluster.await(() -> !exists("dependent"));
        }

        @Test
        void thatComeAfterTheirOwnerIsGoneAreDeleted() {
            createOwned("late", new Owner("ConfigMap", "owner", "no-such-uid", false));

            cluster.await(() -> !exists("late"));
        }

        @Test
        void areNotFooledByASuccessorOfTheOwner() {
            KubeObject owner = create("owner");
            delete("owner", DeleteOptions.Propagation.BACKGROUND);
            create("owner");
            createOwned("dependent", Owner.of(owner));

            cluster.await(() -> !exists("dependent"));
            assertThat(exists("owner")).isTrue();
        }

        @Test
        void stayWithTheirOtherOwner() {
            KubeObject first = create("first");
            KubeObject second = create("second");
            createOwned("dependent", Owner.of(first), Owner.of(second));
            delete("first", DeleteOptions.Propagation.BACKGROUND);

            cluster.await(() ->
                    cluster.api()
                                    .get(Resources.CONFIG_MAPS, "default", "dependent")
                                    .metadata()
                                    .path("ownerReferences")
                                    .size()
                            == 1);
            assertThat(exists("dependent")).isTrue();
        }

        @Test
        void stayWhenNobodyKnowsTheKindOfTheirOwner() {
            createOwned("dependent", new Owner("Unheard", "owner", "u", false));
            settle();

            assertThat(exists("dependent")).isTrue();
        }
    }

    @Nested
    class Foreground {
        @Test
        void waitsForBlockingDependents() {
            KubeObject owner = create("owner");
            KubeObject dependent = createOwned("dependent", Owner.of(owner).blocking());
            dependent.metadata().putArray("finalizers").add("example.com/hold");
            KubeObject held = cluster.api().update(Resources.CONFIG_MAPS, dependent);
            delete("owner", DeleteOptions.Propagation.FOREGROUND);
            cluster.await(() ->
                    cluster.api()
                            .get(Resources.CONFIG_MAPS, "default", "dependent")
                            .deletionTimestamp()
                            .isPresent());
            settle();
            assertThat(exists("owner")).isTrue();

            KubeObject released = cluster.api().get(Resources.CONFIG_MAPS, "default", held.name());
            released.metadata().remove("finalizers");
            cluster.api().update(Resources.CONFIG_MAPS, released);
            cluster.await(() -> !exists("owner"));
            assertThat(exists("dependent")).isFalse();
        }

        @Test
        void doesNotWaitForOtherDependents() {
            KubeObject owner = create("owner");
            createOwned("dependent", Owner.of(owner));
            delete("owner", DeleteOptions.Propagation.FOREGROUND);

            cluster.await(() -> !exists("owner") && !exists("dependent"));
        }

        @Test
        void reachesDependentsOfDependents() {
            KubeObject owner = create("owner");
            KubeObject child = createOwned("child", Owner.of(owner).blocking());
            createOwned("grandchild", Owner.of(child).blocking());
            delete("owner", DeleteOptions.Propagation.FOREGROUND);

            cluster.await(() -> !exists("owner"));
            assertThat(exists("child")).isFalse();
            assertThat(exists("grandchild")).isFalse();
        }
    }

    @Nested
    class Orphaning {
        @Test
        void leavesDependentsWithoutTheOwner() {
            KubeObject owner = create("owner");
            createOwned("dependent", Owner.of(owner));
            cluster.pass(Duration.ofMillis(1));
            settle();
            delete("owner", DeleteOptions.Propagation.ORPHAN);

            cluster.await(() -> !exists("owner"));
            settle();
            assertThat(
                            cluster.api()
                                    .get(Resources.CONFIG_MAPS, "default", "dependent")
                                    .metadata()
                                    .has("ownerReferences"))
                    .isFalse();
        }
    }
}
