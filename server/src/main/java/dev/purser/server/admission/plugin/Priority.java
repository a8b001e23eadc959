package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
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
            case CREATE -> setPriority(pod.get());
            case UPDATE -> request.old().ifPresent(old -> keepPriority(pod.get(), old));
            case DELETE, CONNECT -> {
                // No pod is written.
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean isClass =
                request.attributes().resource().equals(CLASSES.resource())
                        && request.attributes().group().equals(CLASSES.group());
        if (!isClass || request.operation() == Operation.DELETE) {
            return;
        }
        KubeObject written = request.object().orElseThrow();
        if (!isDefault(written)) {
            return;
        }
        defaultClass()
                .filter(other -> !other.name().equals(written.name()))
                .ifPresent(other -> {
                    throw StatusErrors.forbidden(
                            CLASSES.groupResource(),
                            written.name(),
                            "PriorityClass %s is already marked as default. Only one default can exist"
                                    .formatted(other.name()));
                });
    }

    private void setPriority(KubeObject pod) {
        Optional<KubeObject> priorityClass = classOf(pod);
        int priority = priorityClass.map(c -> c.json().path("value").asInt(0)).orElse(0);
        String policy =
                priorityClass
                        .map(c -> c.json().path("preemptionPolicy").asString(PREEMPT))
                        .orElse(PREEMPT);
        JsonNode given = pod.spec().path("priority");
        if (given.isNumber() && given.asLong() != priority) {
            throw PodRequests.forbidden(
                    pod,
                    "the integer value of priority (%d) must not be provided in pod spec; priority admission controller computed %d from the given PriorityClass name"
                            .formatted(given.asLong(), priority));
        }
        String givenPolicy = pod.spec().path("preemptionPolicy").asString(policy);
        if (!givenPolicy.equals(policy)) {
            throw PodRequests.forbidden(
                    pod,
                    "the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority admission controller computed %s from the given PriorityClass name"
                            .formatted(givenPolicy, policy));
        }
        priorityClass.ifPresent(c -> pod.spec().put("priorityClassName", c.name()));
        pod.spec().put("priority", priority).put("preemptionPolicy", policy);
    }

    /// An update that leaves out what a plugin once set does not take it away.
    private static void keepPriority(KubeObject pod, KubeObject old) {
        for (String field : new String[] {"priority", "preemptionPolicy"}) {
            if (!pod.spec().hasNonNull(field) && old.spec().hasNonNull(field)) {
                pod.spec().set(field, old.spec().get(field));
            }
        }
    }

    private Optional<KubeObject> classOf(KubeObject pod) {
        String name = pod.spec().path("priorityClassName").asString("");
        if (name.isEmpty()) {
            return defaultClass();
        }
        Optional<KubeObject> found = objects.find(CLASSES, "", name);
        if (found.isEmpty()) {
            throw PodRequests.forbidden(
                    pod, "no PriorityClass with name %s was found".formatted(name));
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
