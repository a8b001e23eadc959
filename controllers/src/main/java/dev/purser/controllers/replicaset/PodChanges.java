package dev.purser.controllers.replicaset;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.EventRecorder;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates and deletes the pods of ReplicaSets, many at a time.
final class PodChanges {
    private static final int CHANGES_MAX = 500;
    private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");

    private final Api api;
    private final Expectations expectations;
    private final EventRecorder recorder;

    PodChanges(Api api, Expectations expectations, EventRecorder recorder) {
        this.api = api;
        this.expectations = expectations;
        this.recorder = recorder;
    }

    /// Makes up for the difference.
    ///
    /// @param difference how many pods there are too many; negative for too few
    /// @return the first failure, after which the rest was given up
    Optional<StatusException> apply(
            ReplicaSet set, List<KubeObject> active, int difference, Instant now)
            throws InterruptedException {
        if (difference < 0) {
            return create(set, Math.min(-difference, CHANGES_MAX));
        }
        if (difference > 0) {
            List<KubeObject> ranked = new DeletionRanking(active, now).rank(active);
            return delete(set, ranked.subList(0, Math.min(difference, CHANGES_MAX)));
        }
        return Optional.empty();
    }

    /// Creates in batches that double while all goes well, so that a refusal (a quota, a missing
    /// account) does not meet hundreds of requests.
    private Optional<StatusException> create(ReplicaSet set, int count)
            throws InterruptedException {
        int done = 0;
        int batch = 1;
        while (done < count) {
            int size = Math.min(batch, count - done);
            List<Callable<Optional<StatusException>>> tasks = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                tasks.add(() -> createOne(set));
            }
            Optional<StatusException> failure = runAll(tasks);
            done += size;
            if (failure.isPresent()) {
                return failure;
            }
            batch *= 2;
        }
        return Optional.empty();
    }

    private Optional<StatusException> createOne(ReplicaSet set) {
        try {
            KubeObject pod = api.create(Resources.PODS, newPod(set));
            expectations.created(ObjectKey.of(set.object()), pod);
            recorder.normal(set.object(), "SuccessfulCreate", "Created pod: " + pod.name());
            return Optional.empty();
        } catch (StatusException e) {
            if (isNamespaceGoing(e)) {
                return Optional.empty();
            }
            recorder.warning(set.object(), "FailedCreate", "Error creating: " + e.getMessage());
            return Optional.of(e);
        }
    }

    /// Nothing can be created in a namespace that is going away, and nothing needs to be.
    private static boolean isNamespaceGoing(StatusException e) {
        return e.details().stream()
                .flatMap(details -> details.path("causes").valueStream())
                .anyMatch(
                        cause -> cause.path("reason").asString("").equals("NamespaceTerminating"));
    }

    private static KubeObject newPod(ReplicaSet set) {
        KubeObject pod = KubeObject.named(POD, set.object().namespace(), "");
        ObjectNode metadata = pod.metadata();
        metadata.remove("name");
        metadata.put("generateName", generateName(set));
        JsonNode template = set.template();
        for (String field : List.of("labels", "annotations", "finalizers")) {
            JsonNode value = template.path("metadata").path(field);
            if (!value.isMissingNode()) {
                metadata.set(field, value.deepCopy());
            }
        }
        Owners.adopt(pod, set.object());
        pod.json().set("spec", template.path("spec").deepCopy());
        return pod;
    }

    /// Pod names are host names: 63 characters with the five that the server adds.
    private static String generateName(ReplicaSet set) {
        String name = set.name() + "-";
        return name.length() > 58 ? name.substring(0, 58) : name;
    }

    private Optional<StatusException> delete(ReplicaSet set, List<KubeObject> pods)
            throws InterruptedException {
        List<Callable<Optional<StatusException>>> tasks = new ArrayList<>();
        for (KubeObject pod : pods) {
            tasks.add(() -> deleteOne(set, pod));
        }
        return runAll(tasks);
    }

    private Optional<StatusException> deleteOne(ReplicaSet set, KubeObject pod) {
        try {
            api.delete(Api.ObjectRef.of(Resources.PODS, pod), DeleteOptions.ofUid(pod.uid()));
            expectations.deleted(ObjectKey.of(set.object()), pod);
            recorder.normal(set.object(), "SuccessfulDelete", "Deleted pod: " + pod.name());
            return Optional.empty();
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            recorder.warning(set.object(), "FailedDelete", "Error deleting: " + e.getMessage());
            return Optional.of(e);
        }
    }

    private static Optional<StatusException> runAll(List<Callable<Optional<StatusException>>> tasks)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Optional<StatusException> first = Optional.empty();
            for (Future<Optional<StatusException>> future : threads.invokeAll(tasks)) {
                Optional<StatusException> failure = future.get();
                first = first.isPresent() ? first : failure;
            }
            return first;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }
}
