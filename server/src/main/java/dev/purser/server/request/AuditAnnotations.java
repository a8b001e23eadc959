package dev.purser.server.request;

/// Takes what the stages of a request want its audit events to say of it, such as
/// `authorization.k8s.io/decision`. Thread-safe.
///
/// Annotations reach the log at every level but `None`: no value of a Secret may be in one.
@FunctionalInterface
public interface AuditAnnotations {
    /// Adds an annotation. The first value of a key stays; another one for the same key is dropped.
    ///
    /// @param key with a domain, `pod-security.kubernetes.io/enforce-policy`
    void add(String key, String value);

    /// Takes annotations and forgets them, for what nobody audits.
    static AuditAnnotations ignored() {
        return (key, value) -> {};
    }
}
