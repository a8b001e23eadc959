package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Gives pods the priority of their priority class; sees that there is one default class at most.
public final class Priority implements AdmissionPlugin {
    private static final GroupVersionResource CLASSES =
            new GroupVersionResource("scheduling.k8s.io", "v1", "priorityclasses");

    private static final String PREEMPT = "PreemptLowerPriority";

    private final ObjectSource objects;

    public Priority(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        Optional<KubeObject> pod = PodRequests.written(request);
        if (pod.isEmpty()) {
            return;
        }
        switch (request.operation()) {
            case CREATE -> setPriority(request, pod.get());
            case UPDATE -> request.old().ifPresent(old -> keepPriority(pod.get(), old));
            case DELETE, CONNECT -> {
                // No pod is written.
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean isWrite =
                request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (!isWrite || !request.isFor(CLASSES.groupResource())) {
            return;
        }
        KubeObject written = request.object().orElseThrow();
        if (!isDefault(written)) {
            return;
        }
        defaultClass()
                .filter(other ->
                        request.operation() == Operation.CREATE
                                || !other.name().equals(written.name()))
                .ifPresent(other -> {
                    throw request.forbidden(
                            "PriorityClass %s is already marked as default. Only one default can exist"
                                    .formatted(other.name()));
                });
    }

    private void setPriority(AdmissionRequest request, KubeObject pod) {
        Optional<KubeObject> priorityClass = classOf(request, pod);
        int priority = priorityClass.map(c -> c.json().path("value").asInt(0)).orElse(0);
        JsonNode given = pod.spec().path("priority");
        if (given.isNumber() && given.asLong() != priority) {
            throw request.forbidden(
                    "the integer value of priority (%d) must not be provided in pod spec; priority admission controller computed %d from the given PriorityClass name"
                            .formatted(given.asLong(), priority));
        }
        priorityClass.ifPresent(c -> pod.spec().put("priorityClassName", c.name()));
        pod.spec().put("priority", priority);
        policy(priorityClass).ifPresent(policy -> setPolicy(request, pod, policy));
    }

    /// A class from before there were policies has none.
    private static Optional<String> policy(Optional<KubeObject> priorityClass) {
        if (priorityClass.isEmpty()) {
            return Optional.of(PREEMPT);
        }
        JsonNode policy = priorityClass.get().json().path("preemptionPolicy");
        return policy.isString() ? Optional.of(policy.asString()) : Optional.empty();
    }

    private static void setPolicy(AdmissionRequest request, KubeObject pod, String policy) {
        String given = pod.spec().path("preemptionPolicy").asString(policy);
        if (!given.equals(policy)) {
            throw request.forbidden(
                    "the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority admission controller computed %s from the given PriorityClass name"
                            .formatted(given, policy));
        }
        pod.spec().put("preemptionPolicy", policy);
    }

    /// An update that leaves out what a plugin once set does not take it away.
    private static void keepPriority(KubeObject pod, KubeObject old) {
        for (String field : new String[] {"priority", "preemptionPolicy"}) {
            if (!pod.spec().hasNonNull(field) && old.spec().hasNonNull(field)) {
                pod.spec().set(field, old.spec().get(field));
            }
        }
    }

    private Optional<KubeObject> classOf(AdmissionRequest request, KubeObject pod) {
        String name = pod.spec().path("priorityClassName").asString("");
        if (name.isEmpty()) {
            return defaultClass();
        }
        Optional<KubeObject> found = objects.find(CLASSES, "", name);
        if (found.isEmpty()) {
            throw request.forbidden("no PriorityClass with name %s was found".formatted(name));
        }
        return found;
    }

    /// The class of pods that name none; should there be several, the lowest.
    private Optional<KubeObject> defaultClass() {
        return objects.list(CLASSES, "").stream()
                .filter(Priority::isDefault)
                .min(Comparator.comparingInt(c -> c.json().path("value").asInt(0)));
    }

    private static boolean isDefault(KubeObject priorityClass) {
        return priorityClass.json().path("globalDefault").asBoolean(false);
    }
}
