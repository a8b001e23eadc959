package dev.purser.client;

/// What to watch; selectors are in their URL form, empty for none.
///
/// @param resourceVersion the version after which changes are wanted; empty to begin with the
///   objects there are
public record WatchOptions(String labelSelector, String fieldSelector, String resourceVersion) {
    /// All objects, after a version.
    public static WatchOptions after(String resourceVersion) {
        return new WatchOptions("", "", resourceVersion);
    }
}
