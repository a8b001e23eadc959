package dev.purser.api.kind.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Writes;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.schema.Schemas;
import dev.purser.api.validation.NameFormat;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class KindsTests {
    private final Catalog catalog = Catalog.load();
    private final Kinds kinds =
            new Kinds(
                    catalog,
                    Schemas.load(),
                    KindServices.trusting(InstantSource.fixed(Instant.EPOCH)));
    private final Writes writes = new Writes();

    @Test
    void everyResourceHasRules() {
        for (ApiGroup group : catalog.groups()) {
            for (ApiVersion version : group.versions()) {
                for (ResourceType type : version.resources()) {
                    assertThat(kinds.rules(type.kind())).as(type.kind().kind()).isNotNull();
                }
            }
        }
    }

    @Test
    void aKindWithoutRulesOfItsOwnLosesTheStatusOfANewObject() {
        KubeObject budget =
                writes.create("policy/v1", "PodDisruptionBudget", "{'status':{'expectedPods':5}}");

        assertThat(budget.json().at("/status/expectedPods").asInt(-1)).isZero();
        assertThat(budget.generation()).isEqualTo(1);
    }

    @Test
    void aKindWhoseChangesAreNotCountedHasNoGeneration() {
        KubeObject quota = writes.create("v1", "ResourceQuota", "{'spec':{'hard':{'pods':'1'}}}");

        assertThat(quota.metadata().has("generation")).isFalse();
    }

    @Test
    void anUnknownKindIsLeftAlone() {
        KindRules rules = kinds.rules(new GroupVersionKind("example.com", "v1", "Widget"));

        assertThat(rules.nameFormat()).isEqualTo(NameFormat.SUBDOMAIN);
    }

    @Test
    void aScaleIsNotNegative() {
        assertThat(writes.errors("autoscaling/v1", "Scale", "{'spec':{'replicas':-2}}"))
                .containsExactly(
                        "spec.replicas: Invalid value: -2: must be greater than or equal to 0");
    }

    @Test
    void aLeaseLastsSomeTime() {
        assertThat(
                        writes.errors(
                                "coordination.k8s.io/v1",
                                "Lease",
                                "{'spec':{'leaseDurationSeconds':0,'leaseTransitions':-1}}"))
                .containsExactly(
                        "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0",
                        "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to"
                                + " 0");
    }
}
