package dev.purser.client.event;

/// Who records.
///
/// @param component such as `deployment-controller` or `kubelet`
/// @param host the node's name; empty for what runs on none
public record EventSource(String component, String host) {
    public static EventSource of(String component) {
        return new EventSource(component, "");
    }
}
