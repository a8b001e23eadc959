package dev.purser.server.admission;

/// One step of admission. Stateless or thread-safe.
///
/// All [#mutate] steps run first, in order, then all [#validate] steps.
public interface AdmissionPlugin {
    /// Completes the object of the request in place.
    ///
    /// @throws dev.purser.api.status.StatusException to refuse the request
    default void mutate(AdmissionRequest request) {}

    /// Refuses what may not be.
    ///
    /// @throws dev.purser.api.status.StatusException to refuse the request
    default void validate(AdmissionRequest request) {}
}
