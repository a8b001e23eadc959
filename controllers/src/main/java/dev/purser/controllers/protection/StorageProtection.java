package dev.purser.controllers.protection;

import dev.purser.api.kind.pod.PodReferences;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/// Looks at whatever waits for deletion whenever it, or what might use it, changes.
public final class StorageProtection implements Controller {
    private final Api api;
    private final ObjectCache claims;
    private final ObjectCache volumes;
    private final ObjectCache classes;
    private final ObjectCache pods;
    private final WorkQueue<Waiting> queue;
    private final ControlLoop<Waiting> loop;

    /// An object that may wait for its deletion.
    private record Waiting(Kind kind, ObjectKey key) {}

    private enum Kind {
        CLAIM(Resources.PERSISTENT_VOLUME_CLAIMS, "kubernetes.io/pvc-protection"),
        VOLUME(Resources.PERSISTENT_VOLUMES, "kubernetes.io/pv-protection"),
        ATTRIBUTES_CLASS(Resources.VOLUME_ATTRIBUTES_CLASSES, "kubernetes.io/vac-protection");

        private final GroupVersionResource resource;
        private final String finalizer;

        Kind(GroupVersionResource resource, String finalizer) {
            this.resource = resource;
            this.finalizer = finalizer;
        }
    }

    public StorageProtection(ControllerContext context) {
        this.api = context.api();
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("storage-protection", queue, this::reconcile);
        this.classes = context.informers().of(Kind.ATTRIBUTES_CLASS.resource).cache();
        this.claims = follow(context, Kind.CLAIM);
        this.volumes = follow(context, Kind.VOLUME);
        var _ = follow(context, Kind.ATTRIBUTES_CLASS);
        Informer podInformer = context.informers().of(Resources.PODS);
        podInformer.withHandler(new ChangeHandler(this::queueClaims));
        this.pods = podInformer.cache();
    }

    private ObjectCache follow(ControllerContext context, Kind kind) {
        Informer informer = context.informers().of(kind.resource);
        informer.withHandler(
                new ChangeHandler(object -> queue.add(new Waiting(kind, ObjectKey.of(object)))));
        if (kind != Kind.ATTRIBUTES_CLASS) {
            informer.withHandler(new ChangeHandler(_ -> queueClasses()));
        }
        return informer.cache();
    }

    private void queueClaims(KubeObject pod) {
        PodReferences.of(pod)
                .claims()
                .forEach(claim ->
                        queue.add(new Waiting(Kind.CLAIM, new ObjectKey(pod.namespace(), claim))));
    }

    private void queueClasses() {
        classes.list().stream()
                .filter(found -> found.deletionTimestamp().isPresent())
                .forEach(found ->
                        queue.add(new Waiting(Kind.ATTRIBUTES_CLASS, ObjectKey.of(found))));
    }

    private void reconcile(Waiting waiting) {
        Optional<KubeObject> cached =
                switch (waiting.kind()) {
                    case CLAIM -> claims.get(waiting.key()).filter(claim -> !isUsedByPod(claim));
                    case VOLUME -> volumes.get(waiting.key()).filter(volume -> !isBound(volume));
                    case ATTRIBUTES_CLASS ->
                            classes.get(waiting.key()).filter(found -> !isNamed(found.name()));
                };
        cached.filter(object -> object.deletionTimestamp().isPresent())
                .ifPresent(object -> release(waiting.kind(), object));
    }

    /// A pod without a node cannot start any more once its claim is to be deleted.
    private boolean isUsedByPod(KubeObject claim) {
        return pods.inNamespace(claim.namespace()).stream()
                .filter(pod -> !pod.spec().path("nodeName").asString("").isEmpty())
                .anyMatch(pod -> PodReferences.of(pod).claims().contains(claim.name()));
    }

    private static boolean isBound(KubeObject volume) {
        return volume.json().path("status").path("phase").asString("").equals("Bound");
    }

    private boolean isNamed(String attributesClass) {
        return claims.list().stream().anyMatch(claim -> names(claim, attributesClass))
                || volumes.list().stream().anyMatch(volume -> names(volume, attributesClass));
    }

    private static boolean names(KubeObject user, String attributesClass) {
        var status = user.json().path("status");
        return user.json()
                        .path("spec")
                        .path("volumeAttributesClassName")
                        .asString("")
                        .equals(attributesClass)
                || status.path("currentVolumeAttributesClassName")
                        .asString("")
                        .equals(attributesClass)
                || status.path("modifyVolumeStatus")
                        .path("targetVolumeAttributesClassName")
                        .asString("")
                        .equals(attributesClass);
    }

    private void release(Kind kind, KubeObject object) {
        KubeObject released = object.copy();
        ArrayNode finalizers = released.metadata().withArray("finalizers");
        int before = finalizers.size();
        finalizers.removeIf(name -> name.asString("").equals(kind.finalizer));
        if (finalizers.size() < before) {
            var _ = api.update(kind.resource, released);
        }
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
