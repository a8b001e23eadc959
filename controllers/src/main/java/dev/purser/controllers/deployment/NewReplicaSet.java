package dev.purser.controllers.deployment;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.controllers.deployment.RolloutConditions.Condition;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds or makes the ReplicaSet of a Deployment's present template.
final class NewReplicaSet {
    private static final GroupVersionKind REPLICA_SET =
            new GroupVersionKind("apps", "v1", "ReplicaSet");
    private static final String HASH_LABEL = "pod-template-hash";

    private final Rollout rollout;

    NewReplicaSet(Rollout rollout) {
        this.rollout = rollout;
    }

    /// Sorts the ReplicaSets into the one of the present template and the others, and brings the
    /// former's revision up to date.
    Replicas find(List<ReplicaSet> sets) {
        Optional<ReplicaSet> found =
                sets.stream().sorted(Replicas.BY_AGE).filter(this::hasTemplate).findFirst();
        List<ReplicaSet> old =
                sets.stream().filter(set -> found.filter(set::equals).isEmpty()).toList();
        return new Replicas(found.map(set -> refresh(set, old)), old);
    }

    /// Completes what [#find] found: makes the ReplicaSet if it does not exist.
    Replicas orCreate(Replicas found) {
        return found.newest().isPresent()
                ? found
                : new Replicas(Optional.of(create(found)), found.old());
    }

    private boolean hasTemplate(ReplicaSet set) {
        return JsonEquality.same(
                withoutHash(set.template()), withoutHash(rollout.deployment().template()));
    }

    private static JsonNode withoutHash(JsonNode template) {
        JsonNode copy = template.deepCopy();
        if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(HASH_LABEL);
        }
        return copy;
    }

    private ReplicaSet refresh(ReplicaSet set, List<ReplicaSet> old) {
        Deployment deployment = rollout.deployment();
        KubeObject changed = set.object().copy();
        RevisionAnnotations.copy(deployment, changed);
        RevisionAnnotations.advance(changed, RevisionAnnotations.maxRevision(old) + 1);
        if (deployment.minReadySeconds() != set.minReady().toSeconds()) {
            changed.spec().put("minReadySeconds", deployment.minReadySeconds());
        }
        ReplicaSet current =
                JsonEquality.same(changed.json(), set.object().json())
                        ? set
                        : new ReplicaSet(rollout.api().update(Resources.REPLICA_SETS, changed));
        reportFound(current);
        return current;
    }

    private void reportFound(ReplicaSet set) {
        RolloutConditions conditions = rollout.conditions();
        boolean firstCondition =
                rollout.deployment().progressDeadline().isPresent()
                        && conditions.find(RolloutConditions.PROGRESSING).isEmpty();
        if (firstCondition) {
            conditions.set(
                    new Condition(
                            RolloutConditions.PROGRESSING,
                            "True",
                            "FoundNewReplicaSet",
                            "Found new replica set \"%s\"".formatted(set.name())));
        }
        rollout.write(changed -> {
            RevisionAnnotations.setRevision(changed, RevisionAnnotations.revision(set));
            if (firstCondition) {
                conditions.writeTo(changed.status());
            }
        });
    }

    private ReplicaSet create(Replicas others) {
        Deployment deployment = rollout.deployment();
        KubeObject wanted = describe(deployment, others);
        try {
            ReplicaSet created =
                    new ReplicaSet(rollout.api().create(Resources.REPLICA_SETS, wanted));
            if (created.replicas() > 0) {
                rollout.reportScaling(created.name(), 0, created.replicas());
            }
            reportCreated(created);
            return created;
        } catch (StatusException e) {
            if (e.reason() == StatusReason.ALREADY_EXISTS) {
                return resolveCollision(wanted, e);
            }
            reportFailure(wanted, e);
            throw e;
        }
    }

    private KubeObject describe(Deployment deployment, Replicas others) {
        String hash = TemplateHash.of(deployment.template(), deployment.collisionCount());
        KubeObject set =
                KubeObject.named(
                        REPLICA_SET,
                        deployment.object().namespace(),
                        deployment.name() + "-" + hash);
        JsonNode template = deployment.template().deepCopy();
        ObjectNode labels = ((ObjectNode) template).withObject("metadata").withObject("labels");
        labels.put(HASH_LABEL, hash);
        set.metadata().set("labels", labels.deepCopy());
        Owners.adopt(set, deployment.object());
        RevisionAnnotations.copy(deployment, set);
        RevisionAnnotations.advance(set, RevisionAnnotations.maxRevision(others.old()) + 1);
        RevisionAnnotations.setSizes(set, deployment);
        JsonNode selector = deployment.selector().deepCopy();
        ((ObjectNode) selector).withObject("matchLabels").put(HASH_LABEL, hash);
        ObjectNode spec = set.spec();
        spec.put("replicas", NewSize.of(deployment, others));
        if (deployment.minReadySeconds() > 0) {
            spec.put("minReadySeconds", deployment.minReadySeconds());
        }
        spec.set("selector", selector);
        spec.set("template", template);
        return set;
    }

    private void reportCreated(ReplicaSet set) {
        RolloutConditions conditions = rollout.conditions();
        if (rollout.deployment().progressDeadline().isPresent()) {
            conditions.set(
                    new Condition(
                            RolloutConditions.PROGRESSING,
                            "True",
                            "NewReplicaSetCreated",
                            "Created new replica set \"%s\"".formatted(set.name())));
        }
        rollout.write(changed -> {
            RevisionAnnotations.setRevision(changed, RevisionAnnotations.revision(set));
            conditions.writeTo(changed.status());
        });
    }

    private void reportFailure(KubeObject set, StatusException failure) {
        if (rollout.deployment().progressDeadline().isEmpty()) {
            return;
        }
        RolloutConditions conditions = rollout.conditions();
        conditions.set(
                new Condition(
                        RolloutConditions.PROGRESSING,
                        "False",
                        "ReplicaSetCreateError",
                        "Failed to create new replica set \"%s\": %s"
                                .formatted(set.name(), failure.getMessage())));
        rollout.write(changed -> conditions.writeTo(changed.status()));
    }

    /// A ReplicaSet of the name is there. It is ours when the cache is behind; otherwise two
    /// templates have the same hash, and the next pass takes another one.
    private ReplicaSet resolveCollision(KubeObject wanted, StatusException failure) {
        KubeObject live =
                rollout.api().get(Resources.REPLICA_SETS, wanted.namespace(), wanted.name());
        ReplicaSet existing = new ReplicaSet(live);
        if (Owners.isControlledBy(live, rollout.deployment().object()) && hasTemplate(existing)) {
            return existing;
        }
        int next = rollout.deployment().collisionCount() + 1;
        rollout.write(changed -> changed.status().put("collisionCount", next));
        throw failure;
    }
}
