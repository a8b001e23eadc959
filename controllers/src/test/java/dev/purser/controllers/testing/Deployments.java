package dev.purser.controllers.testing;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What tests ask about Deployments in the namespace `default`.
public final class Deployments {
    private final Cluster cluster;

    public Deployments(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Creates one with the selector `app=NAME`; the template's image is `v1`.
    ///
    /// @param spec further fields of the spec, as JSON members with a leading comma, or nothing
    public KubeObject create(String name, int replicas, String spec) {
        return cluster.create(
                Resources.DEPLOYMENTS,
                """
                {"metadata":{"name":"%1$s","namespace":"default"},
                 "spec":{"replicas":%2$d,"selector":{"matchLabels":{"app":"%1$s"}},
                  "template":{"metadata":{"labels":{"app":"%1$s"}},
                   "spec":{"terminationGracePeriodSeconds":2,
                    "containers":[{"name":"c","image":"v1"}]}},
                  "strategy":{"type":"RollingUpdate",
                   "rollingUpdate":{"maxSurge":"25%%","maxUnavailable":"25%%"}},
                  "revisionHistoryLimit":10,"progressDeadlineSeconds":600%3$s}}
                """
                        .formatted(name, replicas, spec));
    }

    public KubeObject get(String name) {
        return cluster.find(Resources.DEPLOYMENTS, "default", name).orElseThrow();
    }

    public void setImage(String name, String image) {
        cluster.change(
                Resources.DEPLOYMENTS,
                name,
                object ->
                        object.spec()
                                .withObject("/template/spec")
                                .putArray("containers")
                                .addObject()
                                .put("name", "c")
                                .put("image", image));
    }

    public void scale(String name, int replicas) {
        cluster.change(
                Resources.DEPLOYMENTS, name, object -> object.spec().put("replicas", replicas));
    }

    public JsonNode status(String name) {
        return get(name).status();
    }

    /// `REASON: MESSAGE` of a condition; empty without it.
    public String condition(String name, String type) {
        for (JsonNode condition : status(name).path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return "%s %s: %s"
                        .formatted(
                                condition.path("status").asString(""),
                                condition.path("reason").asString(""),
                                condition.path("message").asString(""));
            }
        }
        return "";
    }

    /// Waits until all pods are of the present template and available, and the status says so.
    public void awaitComplete(String name) {
        cluster.await(() -> isComplete(get(name)));
    }

    private static boolean isComplete(KubeObject deployment) {
        int wanted = deployment.spec().path("replicas").asInt();
        JsonNode status = deployment.status();
        return status.path("observedGeneration").asLong(0) == deployment.generation()
                && status.path("replicas").asInt(0) == wanted
                && status.path("updatedReplicas").asInt(0) == wanted
                && status.path("availableReplicas").asInt(0) == wanted;
    }

    /// The ReplicaSets, by revision.
    public List<KubeObject> replicaSets(String name) {
        KubeObject owner = get(name);
        return cluster.list(Resources.REPLICA_SETS).stream()
                .filter(set -> Owners.isControlledBy(set, owner))
                .sorted(Comparator.comparing(Deployments::revision))
                .toList();
    }

    /// The ReplicaSet of an image.
    public KubeObject replicaSet(String name, String image) {
        return replicaSets(name).stream()
                .filter(set -> image(set).equals(image))
                .findFirst()
                .orElseThrow();
    }

    public static int revision(KubeObject object) {
        return Integer.parseInt(
                object.annotations().getOrDefault("deployment.kubernetes.io/revision", "0"));
    }

    public static String image(KubeObject set) {
        return set.spec()
                .path("template")
                .path("spec")
                .path("containers")
                .path(0)
                .path("image")
                .asString("");
    }

    /// The wanted sizes by image.
    public Map<String, Integer> sizes(String name) {
        return replicaSets(name).stream()
                .collect(
                        Collectors.toMap(
                                Deployments::image,
                                set -> set.spec().path("replicas").asInt(),
                                Integer::sum,
                                TreeMap::new));
    }

    /// The pods that are not on their way out.
    public List<KubeObject> activePods(String name) {
        return cluster.list(Resources.PODS).stream()
                .filter(pod -> name.equals(pod.labels().get("app")))
                .filter(PodStates::isActive)
                .toList();
    }
}
