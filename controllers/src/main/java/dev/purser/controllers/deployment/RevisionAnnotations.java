package dev.purser.controllers.deployment;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.Collection;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The annotations by which a Deployment and its ReplicaSets remember revisions and sizes.
final class RevisionAnnotations {
    private static final String PREFIX = "deployment.kubernetes.io/";
    private static final String REVISION = PREFIX + "revision";
    private static final String HISTORY = PREFIX + "revision-history";
    private static final String DESIRED = PREFIX + "desired-replicas";
    private static final String MAX = PREFIX + "max-replicas";
    private static final int HISTORY_LENGTH_MAX = 2000;

    /// What belongs to the Deployment alone and is not copied to its ReplicaSets.
    private static final Set<String> NOT_COPIED =
            Set.of(
                    "kubectl.kubernetes.io/last-applied-configuration",
                    "deprecated.deployment.rollback.to",
                    REVISION,
                    HISTORY,
                    DESIRED,
                    MAX);

    private RevisionAnnotations() {}

    /// The revision of a ReplicaSet; zero without one.
    static long revision(ReplicaSet set) {
        return number(set.annotation(REVISION));
    }

    static long maxRevision(Collection<ReplicaSet> sets) {
        return sets.stream().mapToLong(RevisionAnnotations::revision).max().orElse(0);
    }

    /// The size of the Deployment when this ReplicaSet was last scaled; -1 if unknown.
    static long desired(ReplicaSet set) {
        String text = set.annotation(DESIRED);
        return text.isEmpty() ? -1 : number(text);
    }

    /// The most pods the Deployment allowed when this ReplicaSet was last scaled; -1 if unknown.
    static long max(ReplicaSet set) {
        String text = set.annotation(MAX);
        return text.isEmpty() ? -1 : number(text);
    }

    private static long number(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// Copies the Deployment's own annotations.
    static void copy(Deployment from, KubeObject set) {
        from.object()
                .annotations()
                .forEach((key, value) -> {
                    if (!NOT_COPIED.contains(key)) {
                        annotations(set).put(key, value);
                    }
                });
    }

    /// Makes the ReplicaSet the holder of a later revision, and remembers which it was before.
    static void advance(KubeObject set, long revision) {
        ObjectNode annotations = annotations(set);
        String before = annotations.path(REVISION).asString("");
        if (number(before) >= revision) {
            return;
        }
        annotations.put(REVISION, Long.toString(revision));
        if (!before.isEmpty()) {
            String history = annotations.path(HISTORY).asString("");
            annotations.put(HISTORY, append(history, before));
        }
    }

    private static String append(String history, String revision) {
        String joined = history.isEmpty() ? revision : history + "," + revision;
        while (joined.length() > HISTORY_LENGTH_MAX) {
            joined = joined.substring(joined.indexOf(',') + 1);
        }
        return joined;
    }

    /// Writes the Deployment's present size.
    static void setSizes(KubeObject set, Deployment deployment) {
        annotations(set)
                .put(DESIRED, Integer.toString(deployment.replicas()))
                .put(MAX, Integer.toString(deployment.replicas() + deployment.maxSurge()));
    }

    /// Shows the revision of the newest ReplicaSet on the Deployment.
    static void setRevision(KubeObject deployment, long revision) {
        annotations(deployment).put(REVISION, Long.toString(revision));
    }

    private static ObjectNode annotations(KubeObject object) {
        return object.metadata().withObject("annotations");
    }
}
