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
import dev.purser.controllers.object.ComponentApis;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;

/// Looks at whatever waits for deletion whenever it, or what might use it, changes.
public final class StorageProtection implements Controller {
    private final ObjectCache claims;
    private final ObjectCache volumes;
    private final ObjectCache classes;
    private final ObjectCache pods;
    private final Map<GroupVersionResource, Guard> guards;
    private final WorkQueue<Waiting> queue;
    private final ControlLoop<Waiting> loop;

    /// An object that may wait for its deletion.
    private record Waiting(GroupVersionResource resource, ObjectKey key) {}

    /// What holds the objects of a resource.
    private record Guard(
            Api api, ObjectCache cache, String finalizer, Predicate<KubeObject> isUsed) {}

    /// @param apis where each of the resources has a guard of its own
    public StorageProtection(ControllerContext context, ComponentApis apis) {
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("storage-protection", queue, this::reconcile);
        this.claims = follow(context, Resources.PERSISTENT_VOLUME_CLAIMS);
        this.volumes = follow(context, Resources.PERSISTENT_VOLUMES);
        this.classes = follow(context, Resources.VOLUME_ATTRIBUTES_CLASSES);
        this.guards =
                Map.of(
                        Resources.PERSISTENT_VOLUME_CLAIMS,
                        new Guard(
                                apis.controller("pvc-protection-controller"),
                                claims,
                                "kubernetes.io/pvc-protection",
                                this::isUsedByPod),
                        Resources.PERSISTENT_VOLUMES,
                        new Guard(
                                apis.controller("pv-protection-controller"),
                                volumes,
                                "kubernetes.io/pv-protection",
                                StorageProtection::isBound),
                        Resources.VOLUME_ATTRIBUTES_CLASSES,
                        new Guard(
                                apis.controller("volumeattributesclass-protection-controller"),
                                classes,
                                "kubernetes.io/vac-protection",
                                this::isNamed));
        ChangeHandler users = new ChangeHandler(_ -> queueClasses());
        context.informers().of(Resources.PERSISTENT_VOLUME_CLAIMS).withHandler(users);
        context.informers().of(Resources.PERSISTENT_VOLUMES).withHandler(users);
        Informer podInformer = context.informers().of(Resources.PODS);
        podInformer.withHandler(new ChangeHandler(this::queueClaims));
        this.pods = podInformer.cache();
    }

    private ObjectCache follow(ControllerContext context, GroupVersionResource resource) {
        Informer informer = context.informers().of(resource);
        informer.withHandler(
                new ChangeHandler(
                        object -> queue.add(new Waiting(resource, ObjectKey.of(object)))));
        return informer.cache();
    }

    private void queueClaims(KubeObject pod) {
        PodReferences.of(pod)
                .claims()
                .forEach(claim ->
                        queue.add(
                                new Waiting(
                                        Resources.PERSISTENT_VOLUME_CLAIMS,
                                        new ObjectKey(pod.namespace(), claim))));
    }

    private void queueClasses() {
        classes.list().stream()
                .filter(found -> found.deletionTimestamp().isPresent())
                .forEach(found ->
                        queue.add(
                                new Waiting(
                                        Resources.VOLUME_ATTRIBUTES_CLASSES, ObjectKey.of(found))));
    }

    private void reconcile(Waiting waiting) {
        Guard guard = Objects.requireNonNull(guards.get(waiting.resource()));
        guard.cache()
                .get(waiting.key())
                .filter(object -> object.deletionTimestamp().isPresent())
                .filter(object -> !guard.isUsed().test(object))
                .ifPresent(object -> release(guard, waiting.resource(), object));
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

    private boolean isNamed(KubeObject attributesClass) {
        String name = attributesClass.name();
        return claims.list().stream().anyMatch(claim -> names(claim, name))
                || volumes.list().stream().anyMatch(volume -> names(volume, name));
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

    private static void release(Guard guard, GroupVersionResource resource, KubeObject object) {
        KubeObject released = object.copy();
        ArrayNode finalizers = released.metadata().withArray("finalizers");
        int before = finalizers.size();
        finalizers.removeIf(name -> name.asString("").equals(guard.finalizer()));
        if (finalizers.size() < before) {
            var _ = guard.api().update(resource, released);
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
