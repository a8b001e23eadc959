package dev.purser.cel.library;

/// Decides what the sender of a request, or a service account, may do, for the variable
/// `authorizer`. Thread-safe.
public interface Authority {
    /// Whether somebody may do something.
    Verdict judge(Query query);

    /// The same authority, asked about a service account.
    Authority serviceAccount(String namespace, String name);

    /// @param path set for a request without a resource, empty otherwise
    /// @param fieldSelector empty for none
    /// @param labelSelector empty for none
    record Query(
            String verb,
            String path,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String fieldSelector,
            String labelSelector) {

        /// Something of a group, of which more is to be said.
        public static Query of(String group, String resource) {
            return new Query("", "", group, resource, "", "", "", "", "");
        }

        Query withVerb(String other) {
            return new Query(
                    other,
                    path,
                    group,
                    resource,
                    subresource,
                    namespace,
                    name,
                    fieldSelector,
                    labelSelector);
        }

        /// The same for a subresource.
        public Query withSubresource(String other) {
            return new Query(
                    verb,
                    path,
                    group,
                    resource,
                    other,
                    namespace,
                    name,
                    fieldSelector,
                    labelSelector);
        }

        /// The same in a namespace.
        public Query withNamespace(String other) {
            return new Query(
                    verb,
                    path,
                    group,
                    resource,
                    subresource,
                    other,
                    name,
                    fieldSelector,
                    labelSelector);
        }

        /// The same for one object.
        public Query withName(String other) {
            return new Query(
                    verb,
                    path,
                    group,
                    resource,
                    subresource,
                    namespace,
                    other,
                    fieldSelector,
                    labelSelector);
        }

        Query withFieldSelector(String other) {
            return new Query(
                    verb,
                    path,
                    group,
                    resource,
                    subresource,
                    namespace,
                    name,
                    other,
                    labelSelector);
        }

        Query withLabelSelector(String other) {
            return new Query(
                    verb,
                    path,
                    group,
                    resource,
                    subresource,
                    namespace,
                    name,
                    fieldSelector,
                    other);
        }
    }

    /// @param reason for people; may be empty
    record Verdict(boolean allowed, String reason) {}
}
