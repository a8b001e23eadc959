package dev.purser.node.pod;

import dev.purser.client.event.EventRecorder;
import dev.purser.client.event.EventType;
import dev.purser.client.event.ObjectReference;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;

/// Records events about a pod and its containers. Thread-safe.
final class PodEvents {
    private final EventRecorder recorder;

    PodEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void normal(PodSpec pod, String reason, String message) {
        recorder.normal(pod.pod(), reason, message);
    }

    void warning(PodSpec pod, String reason, String message) {
        recorder.warning(pod.pod(), reason, message);
    }

    void normal(PodSpec pod, ContainerSpec container, String reason, String message) {
        recorder.record(reference(pod, container), EventType.NORMAL, reason, message);
    }

    void warning(PodSpec pod, ContainerSpec container, String reason, String message) {
        recorder.record(reference(pod, container), EventType.WARNING, reason, message);
    }

    private static ObjectReference reference(PodSpec pod, ContainerSpec container) {
        return ObjectReference.of(pod.pod()).withFieldPath(container.fieldPath());
    }
}
